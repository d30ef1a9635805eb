/** The server as a shell starts it: forked, with a channel of messages beside its ready line. */
import { fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { parseReadyLine, type Ready } from '../../server/contract/ready.ts';
import { parseToShell, type ToShell } from '../../server/contract/shell-messages.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export async function forkServer(args: readonly string[]) {
  if (!ensureBuilt()) throw new Error('the server could not be built');
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-owner-'));
  const child = fork(
    join(ROOT, 'build/out/server/main.js'),
    ['serve', '--port', '0', '--data-dir', directory, ...args],
    {
      stdio: ['ignore', 'pipe', 'ignore', 'ipc'],
    },
  );
  const exit = new Promise<number | null>((done) => child.once('exit', done));
  const ready = new Promise<Ready>((done, fail) => {
    void exit.then(() => fail(new Error('the server ended before it was ready')));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      const said = parseReadyLine(line);
      if (typeof said === 'object') done(said);
    });
  });
  return {
    ready: await ready,
    exit,
    tell: (message: unknown) => void child.send(message as object),
    ask: (id: string) =>
      new Promise<ToShell>((done) => {
        child.on('message', (said: unknown) => {
          const told = parseToShell(said);
          if (told?.id === id) done(told);
        });
        child.send({ kind: 'owner-sign-in', id });
      }),
    async stop() {
      child.kill('SIGTERM');
      await exit;
      await rm(directory, { recursive: true, force: true });
    },
  };
}
