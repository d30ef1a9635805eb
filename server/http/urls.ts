/** The absolute URLs of one dialect at one listener. They come from configuration alone, never from a request. */
import type { Dialect } from '../dialects/dialect.ts';
import type { Urls } from '../engine/context.ts';

/** What this house goes by: the origins of all its listeners (no trailing slash), and every dialect it speaks. */
export interface Names {
  readonly origins: readonly string[];
  readonly dialects: readonly Dialect[];
  /** Where applications come with certificates, for a listener whose endpoints are found there too. */
  readonly certificateOrigin?: string | undefined;
}

/** `origin` is scheme, host and port without a trailing slash. */
export function createUrls(dialect: Dialect, origin: string, { origins, dialects, certificateOrigin }: Names): Urls {
  return {
    isOurs(iss, application) {
      // Nearly always the first look settles it.
      if (iss === dialect.issuer(origin, application)) return true;
      return dialects.some((known) => origins.some((other) => iss === known.issuer(other, application)));
    },
    issuer: (application) => dialect.issuer(origin, application),
    endpoint(name) {
      const path = dialect.paths[name]?.[0];
      return path === undefined ? undefined : `${origin}${path}`;
    },
    withCertificate(name) {
      const path = dialect.paths[name]?.[0];
      return path === undefined || certificateOrigin === undefined ? undefined : `${certificateOrigin}${path}`;
    },
    page: (path) => `${origin}${path}`,
  };
}
