/** An office's own login and consent program (login-and-consent.ts), run as its reader would run it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { connects, eventually } from './eventually.ts';

const SCRIPT = resolve(import.meta.dirname, 'login-and-consent.ts');

export interface SignInProgram {
  readonly url: string;
  stop(): Promise<void>;
}

/** At a port of this computer; `lanyard` is where its calls are, `password` the app password of its service account. */
export async function startSignInProgram(port: number, lanyard: string, password: string): Promise<SignInProgram> {
  const env = { LANYARD: lanyard, APP_PASSWORD: password, PORT: String(port) };
  const child = spawn(process.execPath, [SCRIPT], { env, stdio: 'inherit' });
  await eventually(() => connects({ host: '127.0.0.1', port }), 'the sign-in program to listen');
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}
