/** The absolute URLs of one dialect at one listener. They come from configuration alone, never from a request. */
import type { Dialect } from '../dialects/dialect.ts';
import type { Urls } from '../engine/context.ts';

/** `origin` is scheme, host and port without a trailing slash. */
export function createUrls(dialect: Dialect, origin: string): Urls {
  return {
    issuer: (application) => dialect.issuer(origin, application),
    endpoint(name) {
      const path = dialect.paths[name]?.[0];
      return path === undefined ? undefined : `${origin}${path}`;
    },
    page: (path) => `${origin}${path}`,
  };
}
