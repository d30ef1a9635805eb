/** That no two applications go by one name in the paths of their dialect: they would have one issuer, and one's documents would be the other's. */
import { applicationPathName, isPathOfDialect, namesApplications } from '../spec/application-path-name.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Collections } from '../storage/store.ts';

export interface PathNameFault {
  readonly code: 'invalid' | 'conflict';
  readonly field: 'slug' | 'client_id';
  /** Completes "the field …". */
  readonly reason: string;
}

/** One that has its name already keeps it. */
export async function pathNameFaults(
  collections: Collections,
  application: Application,
): Promise<readonly PathNameFault[]> {
  const { id, dialect, slug } = application;
  if (!namesApplications(dialect)) return [];
  const name = applicationPathName(application);
  const applications = collections.collection('applications');
  const before = await applications.get(id);
  if (before?.dialect === dialect && applicationPathName(before) === name) return [];
  const field = slug === undefined ? 'client_id' : 'slug';
  if (isPathOfDialect(name, dialect)) {
    return [
      { code: 'invalid', field, reason: 'is a word in the addresses of this dialect; choose another short name' },
    ];
  }
  const [bySlug, byClientId] = await Promise.all([
    applications.find('slug', name),
    applications.find('client_id', name),
  ]);
  const holder = [...bySlug, ...byClientId].find(
    (other) => other.id !== id && other.dialect === dialect && applicationPathName(other) === name,
  );
  if (holder === undefined) return [];
  const reason = `is what the application ${holder.client_id} goes by in addresses; both would have one issuer`;
  return [{ code: 'conflict', field, reason }];
}
