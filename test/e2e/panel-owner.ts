/** A server as the desktop program starts it: with a port between the two, over which it asks for a way in for the owner. */
import { fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseReadyLine, type Ready } from '../../server/contract/ready.ts';
import { parseToShell } from '../../server/contract/shell-messages.ts';
import { environmentWithoutOurs, type RunningServer } from '../support/start-server.ts';
import { panelDocument } from './panel-office.ts';

const ENTRY = resolve(import.meta.dirname, '../../build/out/server/main.js');

export interface OwnerServer extends RunningServer {
  /** An address that signs the owner in, once. */
  signInUrl(): Promise<string>;
}

export async function startOwnerServer(): Promise<OwnerServer> {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-owner-'));
  const office = join(directory, 'office.lanyard.yaml');
  await writeFile(office, JSON.stringify(panelDocument()));
  const child = fork(ENTRY, ['serve', '--port', '0', '--data-dir', join(directory, 'data'), '--import', office], {
    env: environmentWithoutOurs(),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (log += text));
  const lines: string[] = [];
  const exit = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((done) =>
    child.once('close', (code, signal) => done({ code, signal })),
  );
  const ready = await new Promise<Ready>((settle, reject) => {
    void exit.then(() => reject(new Error(`the server ended before it was ready:\n${log}`)));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      lines.push(line);
      const said = parseReadyLine(line);
      if (said !== 'other' && said !== 'malformed') settle(said);
    });
  });
  return {
    ready,
    directory,
    stderr: () => log,
    stdout: () => lines,
    async signInUrl() {
      const answered = new Promise<string>((settle, reject) => {
        child.once('message', (said) => {
          const answer = parseToShell(said);
          if (answer !== undefined && 'url' in answer) settle(answer.url);
          else reject(new Error(`no address: ${JSON.stringify(said)}`));
        });
      });
      child.send({ kind: 'owner-sign-in', id: '1' });
      return answered;
    },
    async stop() {
      child.kill('SIGTERM');
      const ended = await exit;
      await rm(directory, { recursive: true, force: true });
      return ended;
    },
  };
}
