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

function load(name: string): Promise<unknown> {
  return import(name);
}
