/** Which change of an application leaves it without the addresses that were typed into it. Pure. */
import type { Body } from '../../../server/contract/admin/types.ts';
import { applicationPathName, namesApplications } from '../../../server/spec/application-path-name.ts';
import type { Application } from './application-answer.ts';

export type AddressChange =
  | { readonly kind: 'product'; readonly dialect: Application['dialect'] }
  /** The last part of its issuer. */
  | { readonly kind: 'issuer'; readonly before: string; readonly after: string };

type Before = Pick<Application, 'client_id' | 'dialect' | 'slug'>;
type Changes = Pick<Body<'changeApplication'>, 'dialect' | 'slug'>;

/** Undefined where they stay. */
export function addressChange(old: Before, changes: Changes): AddressChange | undefined {
  const { dialect = old.dialect, slug = old.slug } = changes;
  if (dialect !== old.dialect) return { kind: 'product', dialect };
  const { client_id } = old;
  const before = applicationPathName(old);
  const after = applicationPathName(slug === undefined || slug === null ? { client_id } : { client_id, slug });
  return namesApplications(dialect) && after !== before ? { kind: 'issuer', before, after } : undefined;
}
