/** A server under load: started as a process of its own on its own core, with what it cost read from the kernel. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { SERVER_FLAGS } from '../../server/contract/process-flags.ts';
import { compiled } from './compiled.ts';
import { type CORES, pinned } from './cores.ts';
import { DOCUMENT } from './office.ts';
import type { Figures, Question } from './probe.ts';
import { type Cost, costOf } from './process-cost.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const ENTRY = join(ROOT, 'build/out/server/main.js');

export interface Candidate {
  readonly name: string;
  readonly issuer: string;
  readonly metadata: Metadata;
  /** Milliseconds from spawning to the ready line. */
  readonly started_in_ms: number;
  /** Milliseconds from spawning to the first answer. */
  readonly answered_in_ms: number;
  cost(): Promise<Cost>;
  /** Only of one that was started with a probe. */
  ask(question: Question): Promise<Figures>;
  stop(): Promise<void>;
}

/** What the candidate says of itself. */
export interface Metadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly introspection_endpoint: string;
  readonly pushed_authorization_request_endpoint: string;
  readonly device_authorization_endpoint: string;
  readonly userinfo_endpoint: string;
  readonly jwks_uri: string;
}

export interface LanyardOptions {
  readonly name?: string;
  /** A data directory of the caller's; a temporary one where absent. */
  readonly data?: string;
  /** A data directory that was prepared before: the temporary one begins as its copy, and nothing is imported. */
  readonly copyOf?: string;
  /** What to import at the start; nothing where null, and the benchmark's office where absent. */
  readonly document?: object | null;
  /** Whether to preload probe.ts. */
  readonly probe?: boolean;
  /** Another build of the server than the one that people get. */
  readonly entry?: string;
}

/** The built bundle with the file store: every opaque token is on disk before it is answered. */
export async function startLanyard(options: LanyardOptions = {}): Promise<Candidate> {
  const { name = 'lanyard', copyOf, document = copyOf === undefined ? DOCUMENT : null, probe = false } = options;
  const { entry = ENTRY } = options;
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-bench-'));
  const data = options.data ?? join(directory, 'data');
  const office = join(directory, 'office.json');
  if (copyOf !== undefined) await cp(copyOf, data, { recursive: true });
  if (document !== null) await writeFile(office, JSON.stringify(document));
  const preload = probe ? ['--import', await compiled('probe')] : [];
  const serve = ['serve', '--port', '0', '--data-dir', data, '--log-level', 'error'];
  const args = [...SERVER_FLAGS, ...preload, entry, ...serve, ...(document === null ? [] : ['--import', office])];
  const started = await start(args, /^LANYARD_READY (.*)$/, probe);
  const { issuer } = JSON.parse(started.said) as { issuer: string };
  return candidate(name, issuer, started, () => rm(directory, { recursive: true, force: true }));
}

/** `keys`: a file of keys that were made before (peer.ts); it makes them itself where absent. */
export async function startPeer(keys?: string): Promise<Candidate> {
  const args = [await compiled('peer'), ...(keys === undefined ? [] : [keys])];
  const started = await start(args, /^PEER_READY (.*)$/, false);
  return candidate('peer', started.said, started, () => Promise.resolve());
}

/** Node with nothing behind it (bare.ts), on the server's core unless another is named. */
export async function startBare(
  core: keyof typeof CORES = 'server',
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const { child, said } = await start([join(import.meta.dirname, 'bare.ts')], /^BARE_READY (.*)$/, false, core);
  return { url: said, stop: () => stopProcess(child) };
}

interface Started {
  readonly child: ChildProcess;
  readonly said: string;
  readonly began: number;
  readonly started_in_ms: number;
}

async function start(
  args: readonly string[],
  ready: RegExp,
  channel: boolean,
  core: keyof typeof CORES = 'server',
): Promise<Started> {
  const began = performance.now();
  const [command, all] = pinned(core, process.execPath, args);
  const child = spawn(command, all, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe', ...(channel ? (['ipc'] as const) : [])],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  let complaints = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-4000);
  });
  const { stdout } = child;
  if (stdout === null) throw new Error('a candidate has no standard output');
  for await (const line of createInterface({ input: stdout })) {
    const said = ready.exec(line)?.[1];
    if (said === undefined) continue;
    const started_in_ms = performance.now() - began;
    stdout.resume();
    return { child, said, began, started_in_ms };
  }
  throw new Error(`a candidate ended before it was ready:\n${complaints}`);
}

async function candidate(
  name: string,
  issuer: string,
  { child, began, started_in_ms }: Started,
  cleanUp: () => Promise<void>,
): Promise<Candidate> {
  const metadata = await discover(issuer);
  const gone = once(child, 'exit').then(() => Promise.reject(new Error(`${name} has ended`)));
  gone.catch(() => undefined);
  return {
    name,
    issuer,
    started_in_ms,
    answered_in_ms: performance.now() - began,
    metadata,
    cost: () => costOf(child.pid ?? 0),
    async ask(question) {
      const answered = once(child, 'message') as Promise<[Figures]>;
      child.send(question);
      return (await Promise.race([answered, gone]))[0];
    },
    async stop() {
      await stopProcess(child);
      await cleanUp();
    },
  };
}

async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

async function discover(issuer: string): Promise<Metadata> {
  const response = await fetch(`${issuer}/.well-known/openid-configuration`);
  const metadata = (await response.json()) as Metadata;
  if (!response.ok || metadata.issuer !== issuer)
    throw new Error(`${issuer} answers ${response.status} ${JSON.stringify(metadata)} as its discovery document`);
  return metadata;
}
