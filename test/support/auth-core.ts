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

/**
 * One browser at an application of @auth/core's, without a socket: `leave` is where the person is sent to and answers where
 * they come back with. Answers whom the application takes them for then.
 */
export async function signInByAuthCore(
  config: AuthCoreConfig,
  { provider, origin, leave }: Readonly<{ provider: string; origin: string; leave: (to: URL) => Promise<URL> }>,
): Promise<unknown> {
  const { Auth } = await loadAuthCore();
  const jar = new Map<string, string>();
  const ask = async (path: string, form?: Record<string, string>) => {
    const headers = { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') };
    const posted = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
    const answer = await Auth(new Request(new URL(path, origin), { headers, ...posted }), config);
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return answer;
  };
  const { csrfToken } = (await (await ask('/auth/csrf')).json()) as { csrfToken: string };
  const sent = await ask(`/auth/signin/${provider}`, { csrfToken, callbackUrl: '/' });
  const back = await leave(new URL(sent.headers.get('location') ?? ''));
  await ask(back.pathname + back.search);
  return (await ask('/auth/session')).json();
}

function load(name: string): Promise<unknown> {
  return import(name);
}
