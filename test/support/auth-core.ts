/** @auth/core as far as tests use it. Its own types don't hold without packages that only some of its parts need. */

export interface AuthCoreConfig {
  readonly providers: readonly object[];
  readonly secret: string;
  readonly trustHost: boolean;
  readonly basePath: string;
  readonly logger: Readonly<Record<'error' | 'warn' | 'debug', (said: unknown) => void>>;
}

export interface AuthCore {
  Auth(request: Request, config: AuthCoreConfig): Promise<Response>;
}

export type Provider = (options: Readonly<Record<string, string | object>>) => object;

export async function loadAuthCore(): Promise<AuthCore> {
  return (await load('@auth/core')) as AuthCore;
}

/** `authentik`, `github` … */
export async function loadProvider(name: string): Promise<Provider> {
  return ((await load(`@auth/core/providers/${name}`)) as { readonly default: Provider }).default;
}

/** As a browser walks through it at `http://127.0.0.1:9/auth`; `signIn` answers with what it brings back to the callback. */
export async function signInWithAuthCore(
  id: string,
  provider: object,
  signIn: (address: URL) => Promise<URL>,
): Promise<{ readonly errors: readonly unknown[]; readonly session: unknown }> {
  const { Auth } = await loadAuthCore();
  const errors: unknown[] = [];
  const config: AuthCoreConfig = {
    providers: [provider],
    secret: 'a-secret-of-the-application-for-its-own-cookies',
    trustHost: true,
    basePath: '/auth',
    logger: { error: (error) => void errors.push(error), warn: () => undefined, debug: () => undefined },
  };
  const jar = new Map<string, string>();
  const ask = async (path: string, form?: Record<string, string>) => {
    const headers = { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') };
    const posted = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
    const answer = await Auth(new Request(new URL(path, 'http://127.0.0.1:9'), { headers, ...posted }), config);
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return answer;
  };
  const { csrfToken } = (await (await ask('/auth/csrf')).json()) as { csrfToken: string };
  const sent = await ask(`/auth/signin/${id}`, { csrfToken, callbackUrl: '/' });
  const back = await signIn(new URL(sent.headers.get('location') ?? ''));
  await ask(back.pathname + back.search);
  return { errors, session: await (await ask('/auth/session')).json() };
}

function load(name: string): Promise<unknown> {
  return import(name);
}
