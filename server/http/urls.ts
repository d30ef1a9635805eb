/** The absolute URLs of one dialect at one listener. They come from configuration alone, never from a request. */
import type { Dialect } from '../dialects/dialect.ts';
import type { Urls } from '../engine/context.ts';
import { applicationPathName } from '../spec/application-path-name.ts';
import { fillPath, hasPlaces } from '../spec/path-pattern.ts';
import type { EndpointName } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';

/** What this house goes by: the origins of all its listeners (no trailing slash), and every dialect it speaks. */
export interface Names {
  readonly origins: readonly string[];
  readonly dialects: readonly Dialect[];
  /** Where applications come with certificates, for a listener whose endpoints are found there too. */
  readonly certificateOrigin?: string | undefined;
}

/**
 * `origin` is scheme, host and port without a trailing slash. `whose` is the application that the path of the request
 * names: all addresses are then that application's, unless another one is asked about.
 */
export function createUrls(
  dialect: Dialect,
  origin: string,
  { origins, dialects, certificateOrigin }: Names,
  whose?: Application,
): Urls {
  const pathOf = (name: EndpointName, application = whose) => pathFor(dialect, name, application);
  return {
    isOurs(iss, application) {
      // Nearly always the first look settles it.
      if (iss === dialect.issuer(origin, application)) return true;
      return dialects.some((known) => origins.some((other) => iss === known.issuer(other, application)));
    },
    issuer: (application = whose) => dialect.issuer(origin, application),
    ownIssuer(application) {
      const own = application && dialects.find(({ name }) => name === application.dialect);
      return (own ?? dialect).issuer(origin, application);
    },
    endpoint(name, application) {
      const path = pathOf(name, application);
      return path === undefined ? undefined : `${origin}${path}`;
    },
    withCertificate(name) {
      const path = pathOf(name);
      return path === undefined || certificateOrigin === undefined ? undefined : `${certificateOrigin}${path}`;
    },
    page: (path) => `${origin}${path}`,
    house: (path) => `${origins[0] ?? origin}${path}`,
  };
}

/** The first path of the endpoint, or the first that needs no application where none is known. */
function pathFor(dialect: Dialect, name: EndpointName, application: Application | undefined): string | undefined {
  const paths = dialect.paths[name] ?? [];
  if (application === undefined) return paths.find((path) => !hasPlaces(path));
  const [first] = paths;
  return first === undefined ? undefined : fillPath(first, { application: applicationPathName(application) });
}
