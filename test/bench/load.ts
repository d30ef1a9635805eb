/** A bounded load of one kind of request, made by wrk, which corrects for requests that had to wait their turn. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pinned } from './candidate.ts';

/** What is sent, as wrk's own Lua: a `request` function or the `wrk.*` fields, and whatever they need. */
export interface Load {
  readonly url: string;
  readonly lua: string;
  /** How many requests make one operation of the path: 2 where each needs the one before. */
  readonly requests_per_operation: number;
}

export interface LoadResult {
  readonly requests: number;
  readonly per_second: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  /** Answers of status 400 and more, and connections that failed: a run with any does not count. */
  readonly failures: number;
}

export function hasWrk(): boolean {
  try {
    execFileSync('which', ['wrk'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Only ever loads this machine's loopback, for `seconds` and no longer. */
export async function runLoad({ url, lua }: Load, connections: number, seconds: number): Promise<LoadResult> {
  if (new URL(url).hostname !== '127.0.0.1') throw new Error('only loopback is loaded');
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-load-'));
  try {
    const script = join(directory, 'load.lua');
    await writeFile(script, `${lua}\n${DONE}`);
    const [command, all] = pinned(1, 'wrk', ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, url]);
    const { stdout } = await promisify(execFile)(command, all, { timeout: (seconds + 30) * 1000 });
    return JSON.parse(stdout.slice(stdout.lastIndexOf('RESULT ') + 7)) as LoadResult;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const DONE = `
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('RESULT {"requests":%d,"per_second":%.1f,"p50_ms":%.3f,"p99_ms":%.3f,"failures":%d}\\n',
    summary.requests, summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
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
