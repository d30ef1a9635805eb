/** Debian's oidc-agent without a terminal: the agent as a child, and its commands with a configuration folder of their own. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { connects, eventually } from './eventually.ts';

const WITHIN_MS = 20_000;
const run = promisify(execFile);

/** An account that oidc-gen is making: the address that the person has to visit, and the end of it. */
export interface Generating {
  readonly url: string;
  /** Resolves with what oidc-gen said when it ends well. Rejects when it does not. */
  readonly done: Promise<string>;
}

export interface OidcAgent {
  /** Registers at the issuer and begins a sign-in. `ca` is a file; `args` are further options of oidc-gen. */
  generate(account: string, issuer: string, ca: string, args?: readonly string[]): Promise<Generating>;
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
  return {
    async generate(account, issuer, ca, args = []) {
      const usual = ['--pw-file', password, '--cp', ca, '--prompt=none', '--confirm-default', '--no-url-call'];
      const asked = ['--iss', issuer, '--scope', 'openid profile offline_access', '--flow=code'];
      const child = spawn('/usr/bin/oidc-gen', [account, ...usual, ...asked, ...args], { env, timeout: WITHIN_MS });
      begun.push(child);
      return generating(child);
    },
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

async function generating(child: ChildProcess): Promise<Generating> {
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const done = new Promise<string>((settle, reject) => {
    child.once('close', (code) => (code === 0 ? settle(said) : reject(new Error(`oidc-gen ended (${code}): ${said}`))));
  });
  done.catch(() => undefined);
  const url = eventually(() => /https?:\/\/\S+response_type=\S+(?=\s)/.exec(said)?.[0], 'an address of oidc-gen');
  return { url: await Promise.race([url, done.then(() => url)]), done };
}
