/** Waiting for what another process does, without a guess at how long that takes. */
import { type NetConnectOpts, connect } from 'node:net';

/** The real one, also where a test moves the clock of what it watches. */
const later = setTimeout;

/** Resolves as soon as `look` finds something. Throws when that takes too long. */
export async function eventually<T>(
  look: () => T | undefined | false | Promise<T | undefined | false>,
  what: string,
  within_ms = 30_000,
): Promise<T> {
  const deadline = performance.now() + within_ms;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`waited for ${what} in vain`);
    await new Promise((done) => later(done, 20));
  }
}

/** Whether somebody listens there. */
export function connects(where: NetConnectOpts): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect(where, () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });
}
