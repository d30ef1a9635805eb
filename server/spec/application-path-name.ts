/** What an application is called in paths of its own. */
import type { DialectName } from './vocabulary.ts';

/** Its slug, or its client_id where it has none. */
export function applicationPathName({
  slug,
  client_id,
}: {
  readonly slug?: string;
  readonly client_id: string;
}): string {
  return slug ?? client_id;
}

/** In whose paths an application stands where these words stand without one: `/application/o/token/`. */
const TAKEN: Partial<Readonly<Record<DialectName, readonly string[]>>> = {
  authentik: ['authorize', 'token', 'device', 'userinfo', 'introspect', 'revoke', 'end-session'],
};

/** Whether `name` is a part of the paths of the dialect itself. */
export function isPathOfDialect(name: string, dialect: DialectName): boolean {
  return TAKEN[dialect]?.includes(name) === true;
}

/** Whether applications of the dialect are named in paths, and have an issuer of their own by that name. */
export function namesApplications(dialect: DialectName): boolean {
  return TAKEN[dialect] !== undefined;
}
