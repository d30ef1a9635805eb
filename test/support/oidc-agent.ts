/** Debian's oidc-agent without a terminal: the agent as a child, and its commands with a configuration folder of their own. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connects, eventually } from './eventually.ts';

/** A device asks every five seconds at most (RFC 8628 §3.5). */
const WITHIN_MS = 45_000;
const run = promisify(execFile);

/** An account that oidc-gen is making: the address that the person has to visit, and the end of it. */
export interface Generating {
  readonly url: string;
  /** What the person has to type there; empty where the sign-in is no device's. */
  readonly user_code: string;
  /** Resolves with what oidc-gen said when it ends well. Rejects when it does not. */
  readonly done: Promise<string>;
}

export interface OidcAgent {
  /** Registers at the issuer and begins a sign-in. `ca` is a file; `args` are further options of oidc-gen. */
  generate(account: string, issuer: string, ca: string, args?: readonly string[]): Promise<Generating>;
  /** The same as a device, for somebody who answers elsewhere. RFC 8628 */
  generateByDevice(account: string, issuer: string, ca: string, args?: readonly string[]): Promise<Generating>;
  /** What oidc-token prints. */
  token(account: string, args?: readonly string[]): Promise<string>;
  /** Gives back the tokens, and ends the registration. */
  remove(account: string): Promise<string>;
  stop(): Promise<void>;
}

export async function startOidcAgent(): Promise<OidcAgent> {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-oidc-agent-'));
  const socket = join(directory, 'agent.sock');
  const password = join(directory, 'password');
  await writeFile(password, 'a-password-of-this-agent-alone\n', { mode: 0o600 });
  const env = { ...process.env, OIDC_CONFIG_DIR: directory, OIDC_SOCK: socket };
  // Its children, which listen for the browser, outlive it; they end with its group.
  const agent = spawn('/usr/bin/oidc-agent', ['--console', '-a', socket], { env, stdio: 'ignore', detached: true });
  const ended = new Promise<void>((done) => agent.once('close', () => done()));
  await eventually(() => connects({ path: socket }), 'the socket of oidc-agent');
  const options = { env, timeout: WITHIN_MS };
  const begun: ChildProcess[] = [];
  const begin = (account: string, issuer: string, ca: string, args: readonly string[]) => {
    const usual = ['--pw-file', password, '--cp', ca, '--prompt=none', '--confirm-default', '--no-url-call'];
    const asked = ['--iss', issuer, '--scope', 'openid profile offline_access'];
    const child = spawn('/usr/bin/oidc-gen', [account, ...usual, ...asked, ...args], { env, timeout: WITHIN_MS });
    begun.push(child);
    return child;
  };
  return {
    generate: async (account, issuer, ca, args = []) =>
      generating(begin(account, issuer, ca, ['--flow=code', ...args]), BROWSER),
    generateByDevice: async (account, issuer, ca, args = []) =>
      generating(begin(account, issuer, ca, ['--flow=device', ...args]), DEVICE),
    token: async (account, args = []) => (await run('/usr/bin/oidc-token', [...args, account], options)).stdout.trim(),
    async remove(account) {
      const { stdout, stderr } = await run(
        '/usr/bin/oidc-gen',
        ['-d', account, '--pw-file', password, '--confirm-yes'],
        options,
      );
      return stdout + stderr;
    },
    async stop() {
      for (const child of begun) child.kill();
      if (agent.pid !== undefined) process.kill(-agent.pid, 'SIGKILL');
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** How oidc-gen says where to go, and what to type there. */
interface Said {
  readonly url: RegExp;
  readonly user_code?: RegExp;
}
const BROWSER: Said = { url: /https?:\/\/\S+response_type=\S+(?=\s)/ };
const DEVICE: Said = { url: /https?:\/\/\S+\/device(?=\s)/, user_code: /[B-Z]{4}-[B-Z]{4}/ };

async function generating(child: ChildProcess, asks: Said): Promise<Generating> {
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const done = new Promise<string>((settle, reject) => {
    child.once('close', (code) => (code === 0 ? settle(said) : reject(new Error(`oidc-gen ended (${code}): ${said}`))));
  });
  done.catch(() => undefined);
  const read = (pattern: RegExp, what: string) => {
    const found = eventually(() => pattern.exec(said)?.[0], `${what} of oidc-gen`);
    return Promise.race([found, done.then(() => found)]);
  };
  const url = await read(asks.url, 'an address');
  const user_code = asks.user_code === undefined ? '' : await read(asks.user_code, 'a code');
  return { url, user_code, done };
}
