/** Finds the application that a path names (spec/application-path-name.ts). */
import { applicationPathName } from '../spec/application-path-name.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Collections } from '../storage/store.ts';

/** Undefined where no application of this dialect goes by that name. */
export async function applicationByPathName(
  name: string,
  dialect: DialectName,
  store: Collections,
): Promise<Application | undefined> {
  const applications = store.collection('applications');
  const found = [...(await applications.find('slug', name)), ...(await applications.find('client_id', name))];
  return found.find((candidate) => candidate.dialect === dialect && applicationPathName(candidate) === name);
}
