/** A bounded load of one kind of request, made by wrk, which corrects for requests that had to wait their turn. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pinned } from './candidate.ts';

export interface LoadedRequest {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface LoadResult {
  readonly requests: number;
  readonly per_second: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  /** Answers that were not 2xx, and connections that failed: a run with any does not count. */
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
export async function load(request: LoadedRequest, connections: number, seconds: number): Promise<LoadResult> {
  if (new URL(request.url).hostname !== '127.0.0.1') throw new Error('only loopback is loaded');
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-load-'));
  try {
    const script = join(directory, 'request.lua');
    await writeFile(script, lua(request));
    const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, request.url];
    const [command, all] = pinned(1, 'wrk', args);
    const { stdout } = await promisify(execFile)(command, all, { timeout: (seconds + 30) * 1000 });
    return JSON.parse(stdout.slice(stdout.lastIndexOf('RESULT ') + 7)) as LoadResult;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function lua({ method, headers, body }: LoadedRequest): string {
  const lines = [`wrk.method = ${JSON.stringify(method)}`];
  for (const [name, value] of Object.entries(headers))
    lines.push(`wrk.headers[${JSON.stringify(name)}] = ${JSON.stringify(value)}`);
  if (body !== undefined) lines.push(`wrk.body = ${JSON.stringify(body)}`);
  return `${lines.join('\n')}
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('RESULT {"requests":%d,"per_second":%.1f,"p50_ms":%.3f,"p99_ms":%.3f,"failures":%d}\\n',
    summary.requests, summary.requests / (summary.duration / 1e6), latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
`;
}
