/** A server under load: started as a process of its own on its own core, with what it cost read from the kernel. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { DOCUMENT } from './office.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const TICKS_PER_SECOND = 100;

export interface Candidate {
  readonly name: 'lanyard' | 'peer';
  readonly issuer: string;
  readonly metadata: Metadata;
  /** Milliseconds from spawning to the ready line. */
  readonly started_in_ms: number;
  cost(): Promise<Cost>;
  stop(): Promise<void>;
}

/** What the candidate says of itself. */
export interface Metadata {
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly introspection_endpoint: string;
  readonly userinfo_endpoint: string;
  readonly jwks_uri: string;
}

export interface Cost {
  /** User and system time of all threads so far. */
  readonly cpu_s: number;
  readonly rss_mib: number;
}

/** The built bundle with the file store: every opaque token is on disk before it is answered. */
export async function startLanyard(profileDirectory?: string): Promise<Candidate> {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-bench-'));
  const office = join(directory, 'office.json');
  await writeFile(office, JSON.stringify(DOCUMENT));
  const entry = join(ROOT, 'build/out/server/main.js');
  const profiling = profileDirectory === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profileDirectory}`];
  const args = [
    ...profiling,
    entry,
    'serve',
    '--port',
    '0',
    '--data-dir',
    join(directory, 'data'),
    '--import',
    office,
    '--log-level',
    'error',
  ];
  const started = await start(args, /^LANYARD_READY (.*)$/);
  const { issuer } = JSON.parse(started.said) as { issuer: string };
  return candidate('lanyard', issuer, started, () => rm(directory, { recursive: true, force: true }));
}

export async function startPeer(): Promise<Candidate> {
  const started = await start([join(import.meta.dirname, 'peer.ts')], /^PEER_READY (.*)$/);
  return candidate('peer', started.said, started, () => Promise.resolve());
}

interface Started {
  readonly child: ChildProcess;
  readonly said: string;
  readonly started_in_ms: number;
}

/** With two cores or more the server has the first to itself; the load runs on the second. */
export function pinned(core: 0 | 1, command: string, args: readonly string[]): readonly [string, readonly string[]] {
  return cpus().length > 1 && process.platform === 'linux'
    ? ['taskset', ['-c', String(core), command, ...args]]
    : [command, args];
}

async function start(args: readonly string[], ready: RegExp): Promise<Started> {
  const began = performance.now();
  const [command, all] = pinned(0, process.execPath, args);
  const child = spawn(command, all, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-4000);
  });
  for await (const line of createInterface({ input: child.stdout })) {
    const said = ready.exec(line)?.[1];
    if (said === undefined) continue;
    child.stdout.resume();
    return { child, said, started_in_ms: performance.now() - began };
  }
  throw new Error(`a candidate ended before it was ready:\n${complaints}`);
}

async function candidate(
  name: Candidate['name'],
  issuer: string,
  { child, started_in_ms }: Started,
  cleanUp: () => Promise<void>,
): Promise<Candidate> {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`);
  const metadata = (await response.json()) as Metadata;
  return {
    name,
    issuer,
    started_in_ms,
    metadata,
    cost: () => costOf(child.pid ?? 0),
    async stop() {
      const ended = new Promise((done) => child.once('exit', done));
      child.kill('SIGTERM');
      await ended;
      await cleanUp();
    },
  };
}

async function costOf(pid: number): Promise<Cost> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[11]) + Number(fields[12]);
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return { cpu_s: ticks / TICKS_PER_SECOND, rss_mib: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024 };
}
