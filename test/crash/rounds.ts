/**
 * Kills a real server in the middle of everything, again and again, on one data directory: at random moments, while an
 * office is being imported and while the store compacts. After every kill, what was answered must hold.
 */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import { runLanyard, startServer } from '../support/start-server.ts';
import { consenter, machine, person } from './clients.ts';
import { OFFICE } from './office.ts';
import { checkPromised, countPromised, nothingPromised, type Promised } from './promised.ts';

const ROOT = resolve(import.meta.dirname, '../..');

export interface Tally {
  readonly rounds: number;
  /** Answers that were checked after a kill. */
  readonly promises: number;
  readonly imports: { readonly finished: number; readonly killed: number };
}

/** `directory` is an empty one of the caller's. `after` is told each round's number. Throws at the first broken promise. */
export async function runCrashRounds(
  directory: string,
  rounds: number,
  after?: (round: number) => void,
): Promise<Tally> {
  const data = join(directory, 'data');
  const office = join(directory, 'office.json');
  await writeFile(office, JSON.stringify(OFFICE));
  const tally = { rounds, promises: 0, imports: { finished: 0, killed: 0 } };
  for (let round = 0; round < rounds; round += 1) {
    const promised = await killServer(data, office);
    const server = await startServer({ directory: data, args: QUIET });
    portOf.current = new URL(server.ready.issuer).port;
    await checkPromised(server.ready.issuer, promised);
    // Every other time the checked server is killed as well, so that recoveries stand on recoveries.
    await server.stop(round % 2 === 0 ? 'SIGKILL' : 'SIGTERM');
    tally.promises += countPromised(promised);
    if (round % 5 === 4) await killImport(data, directory, round, tally.imports);
    after?.(round + 1);
  }
  return tally;
}

const QUIET = ['--log-level', 'error'];

/** Where the server is after its restart: ports change, cookies and tokens do not. */
const portOf = { current: '' };

async function killServer(data: string, office: string): Promise<Promised> {
  const promised = nothingPromised();
  const server = await startServer({ directory: data, args: ['--import', office, ...QUIET] });
  const { issuer } = server.ready;
  const moved = (url: URL) => Object.assign(new URL(url), { port: portOf.current }).href;
  const clients = [
    ...Array.from({ length: 4 }, () => machine(issuer, promised)),
    ...Array.from({ length: 2 }, () => person(issuer, promised)),
    consenter(issuer, promised, moved),
  ];
  await new Promise((waited) => setTimeout(waited, 250 + Math.random() * 500));
  await server.stop('SIGKILL');
  await Promise.all(clients);
  return promised;
}

/** All three people of a document or none of them, and all where the command said that it was done. */
async function killImport(
  data: string,
  directory: string,
  round: number,
  imports: { finished: number; killed: number },
) {
  const names = [`r${round}-one`, `r${round}-two`, `r${round}-three`];
  const file = join(directory, 'more.json');
  const users = names.map((username) => ({ username, password: 'a password of some length', name: username }));
  await writeFile(file, JSON.stringify({ lanyard: 1, users }));
  const finished = await importKilled(file, data, 150 + Math.random() * 600);
  if (finished) imports.finished += 1;
  else imports.killed += 1;
  const { stdout, code } = await runLanyard(['export', '--data-dir', data]);
  expect(code).toBe(0);
  const present = names.filter((name) => stdout.includes(`username: ${name}`)).length;
  expect(finished ? [3] : [0, 3]).toContain(present);
}

/** Whether the import ended by itself, and well, before it was killed. */
async function importKilled(file: string, data: string, after_ms: number): Promise<boolean> {
  const args = ['build/require-node.mjs', 'build/run-server.ts', 'import', file, '--data-dir', data];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'ignore' });
  const kill = setTimeout(() => child.kill('SIGKILL'), after_ms);
  const code = await new Promise<number | null>((done) => child.once('exit', done));
  clearTimeout(kill);
  return code === 0;
}
