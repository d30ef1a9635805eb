/** A bounded load of one kind of request, made by wrk, which corrects for requests that had to wait their turn. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pinned } from './cores.ts';

/** What is sent, as wrk's own Lua: the `wrk.*` fields, or a `request` and a `response` that counts answers that are `wrong`. */
export interface Load {
  readonly url: string;
  readonly lua: string;
  /** How many requests make one operation of the path: 2 where each needs the one before. */
  readonly requests_per_operation: 1 | 2;
  /** Whether answers of status 400 and more may be right: the script's `response` says which are `wrong`. */
  readonly refusals?: boolean;
}

export interface LoadResult {
  readonly operations: number;
  readonly per_second: number;
  /** Of a request. */
  readonly p50_ms: number;
  readonly p99_ms: number;
}

export function hasWrk(): boolean {
  try {
    execFileSync('which', ['wrk'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

interface Said {
  readonly requests: number;
  readonly per_second: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly failures: number;
}

/**
 * Only ever loads this machine's loopback, for `seconds` and no longer. Throws when an answer was an error (status 400 and
 * more, unless the load says otherwise), wrong, or missing: a run with any does not count.
 */
export async function runLoad(load: Load, connections: number, seconds: number): Promise<LoadResult> {
  const { url, requests_per_operation: each } = load;
  if (new URL(url).hostname !== '127.0.0.1') throw new Error('only loopback is loaded');
  const { requests, per_second, failures, ...latency } = await runWrk(load, connections, seconds);
  if (failures > 0) throw new Error(`${failures} of ${requests} answers of ${url} were wrong`);
  return { operations: requests / each, per_second: per_second / each, ...latency };
}

async function runWrk({ url, lua, refusals = false }: Load, connections: number, seconds: number): Promise<Said> {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-load-'));
  try {
    const script = join(directory, 'load.lua');
    await writeFile(script, `refusals = ${String(refusals)}\n${BEGIN}\n${lua}\n${DONE}`);
    const [command, all] = pinned('load', 'wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, url]);
    const { stdout } = await promisify(execFile)(command, all, { timeout: (seconds + 30) * 1000 });
    return JSON.parse(stdout.slice(stdout.lastIndexOf('RESULT ') + 7)) as Said;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** `setup` and `done` run apart from the thread that sends; its globals are reached through it. */
const BEGIN = `
wrong = 0
local sender
setup = function(thread) sender = thread end
sent_wrongly = function() return sender:get('wrong') or 0 end
`;

const DONE = `
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('RESULT {"requests":%d,"per_second":%.1f,"p50_ms":%.3f,"p99_ms":%.3f,"failures":%d}\\n',
    summary.requests, summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + (refusals and 0 or e.status) + e.timeout + sent_wrongly()))
end
`;

/** Lua for the same request over and over. */
export function sameRequest(method: 'GET' | 'POST', headers: Readonly<Record<string, string>>, body?: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `wrk.headers[${lua(name)}] = ${lua(value)}`);
  return [`wrk.method = ${lua(method)}`, ...lines, ...(body === undefined ? [] : [`wrk.body = ${lua(body)}`])].join(
    '\n',
  );
}

/** A Lua string literal. */
export function lua(text: string): string {
  return JSON.stringify(text);
}

export function luaTable(fields: Readonly<Record<string, string>>): string {
  return `{${Object.entries(fields)
    .map(([name, value]) => `[${lua(name)}]=${lua(value)}`)
    .join(',')}}`;
}
