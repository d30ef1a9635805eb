/** Whose a path is that names an application, such as `/application/o/{application}/jwks/`. */
import { applicationByPathName } from '../directory/application-by-path-name.ts';
import type { PathParameters } from '../spec/path-pattern.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Collections } from '../storage/store.ts';

export function hasNoApplication({ application }: PathParameters): boolean {
  return application === undefined;
}

/**
 * `nobody` for a name that no application of this dialect goes by: another one's documents would tell of an issuer that its
 * tokens don't have. Disabled ones keep theirs, so that what they hold can be read to the end.
 */
export async function applicationIn(
  { application: name = '' }: PathParameters,
  dialect: DialectName,
  store: Collections,
): Promise<Application | 'nobody'> {
  return (await applicationByPathName(name, dialect, store)) ?? 'nobody';
}
