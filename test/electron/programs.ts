/** Small programs that play the server for the shell: what each does is its text. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ready } from '../../server/contract/ready.ts';

export { eventually } from '../support/eventually.ts';

export const READY: Ready = {
  issuer: 'http://127.0.0.1:5263',
  panel: 'http://127.0.0.1:5263/panel/',
  setup: null,
  data_dir: '/somewhere',
  pid: 4711,
  listeners: [],
};

export function sayReady(ready: Ready = READY): string {
  return `console.log('LANYARD_READY ' + ${JSON.stringify(JSON.stringify(ready))});`;
}

export const STAY = 'setInterval(() => {}, 1000);';
export const STOP_WELL = `process.on('SIGTERM', () => process.exit(0));`;
/** As the server does when the shell asks. */
export const OBEY = `process.on('message', ({ kind }) => { if (kind === 'stop') process.exit(0); });`;

/** Answers, or refuses, a request for the owner's sign-in with this member. */
export function answerSignIn(answer: { readonly url: string } | { readonly refused: string }): string {
  return `process.on('message', ({ kind, id }) => { if (kind === 'owner-sign-in') process.send({ kind, id, ...${JSON.stringify(answer)} }); });`;
}

export interface Programs {
  readonly directory: string;
  /** Answers the path of a module with this text. */
  write(text: string): Promise<string>;
  remove(): Promise<void>;
}

export async function openPrograms(): Promise<Programs> {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-shell-'));
  return {
    directory,
    async write(text) {
      const file = join(directory, `${crypto.randomUUID()}.mjs`);
      await writeFile(file, text);
      return file;
    },
    remove: () => rm(directory, { recursive: true, force: true }),
  };
}
