/**
 * Applications that people enter for themselves: how many, what they may ask for, and that they are nobody else's. Their
 * line in the audit log, in the same transaction, is admin/own-applications.ts.
 */
import { parseScope } from '../spec/scope.ts';
import { checkShownText } from '../spec/shown-text.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Application, Settings, User } from '../storage/records/directory.ts';
import type { SelfRegistration } from '../storage/records/self-registration.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { changeApplication, createApplication, isPublic } from './applications.ts';
import type { WrittenApplication } from './client-secrets.ts';
import { definedFields } from './defined-fields.ts';
import { DomainError } from './domain-error.ts';
import { approvalBefore } from './registered-by.ts';
import { OFFICE_SCOPES } from './scopes.ts';

export interface OwnApplicationFields {
  readonly client_name: string;
  /** At least one. */
  readonly redirect_uris: readonly string[];
  /** Whether it can keep a secret; a public one proves itself by PKCE alone. */
  readonly confidential: boolean;
}

export interface NewOwnApplication extends OwnApplicationFields {
  readonly dialect: DialectName;
  /** The dialect's. */
  readonly defaults: Partial<Application>;
}

/** What the office allows. */
export type OwnApplicationRules = Pick<
  Settings,
  'user_applications' | 'user_applications_scope' | 'user_applications_each'
>;

type Owner = Pick<User, 'id'>;

const MOST_REDIRECT_URIS = 20;

/** Oldest first. */
export async function listOwnApplications(collections: Collections, { id }: Owner): Promise<readonly Application[]> {
  const found = await collections.collection('applications').find('owner_id', id);
  return found.toSorted((one, other) => one.number - other.number);
}

/** Undefined for what is somebody else's, as for what is not there. */
export async function findOwnApplication(
  collections: Collections,
  { id }: Owner,
  which: (application: Application) => boolean,
): Promise<Application | undefined> {
  return (await collections.collection('applications').find('owner_id', id)).find(which);
}

/**
 * Enters an application. Where admins have to approve it is switched off until one has.
 * Throws DomainError forbidden where the office lets nobody do so or the person has as many as they may, invalid for a field.
 */
export async function createOwnApplication(
  within: Transaction,
  { dialect, defaults, ...fields }: NewOwnApplication,
  owner: Owner,
  rules: OwnApplicationRules,
  now: number,
): Promise<WrittenApplication> {
  assertOpen(rules);
  const { length } = await within.collection('applications').find('owner_id', owner.id);
  if (length >= rules.user_applications_each) {
    throw new DomainError('forbidden', `you have ${length} applications, which is as many as this office allows each`);
  }
  const awaits = rules.user_applications === 'approval';
  const input = {
    ...metadataOf(fields, defaults),
    dialect,
    grant_types: ['authorization_code', 'refresh_token'] as const,
    scope: rules.user_applications_scope,
    owner_id: owner.id,
    registration: registrationOf(awaits),
    disabled: awaits,
  };
  return createApplication(within, input, now, defaults);
}

/**
 * Changes what its owner says of it. What admins approved they have to approve again; one that becomes confidential gets a
 * secret. Throws DomainError forbidden where the office lets nobody do so, an admin switched it off or gave it more than an
 * owner may send elsewhere; invalid for a field.
 */
export async function changeOwnApplication(
  within: Transaction,
  application: Application,
  changes: Partial<OwnApplicationFields>,
  rules: OwnApplicationRules,
  now: number,
): Promise<WrittenApplication> {
  const before = fieldsOf(application);
  const after = { ...before, ...changes };
  if (JSON.stringify(after) === JSON.stringify(before)) return { application };
  assertOpen(rules);
  const waits = application.registration?.awaits_approval === true;
  if (application.disabled && !waits) {
    throw new DomainError('forbidden', `an admin has switched ${application.client_name} off`);
  }
  assertNothingMore(application);
  const awaits = waits || rules.user_applications === 'approval';
  const said = {
    ...metadataOf(after, application),
    registration: registrationOf(awaits, application),
    disabled: awaits,
  };
  return changeApplication(within, application.client_id, said, now);
}

/** What its owner can say of an application. */
export function fieldsOf(application: Application): OwnApplicationFields {
  const { client_name, redirect_uris } = application;
  return { client_name, redirect_uris, confidential: !isPublic(application) };
}

function assertOpen({ user_applications }: OwnApplicationRules): void {
  if (user_applications !== 'off') return;
  throw new DomainError('forbidden', 'this office lets only its admins enter applications');
}

/** Where nobody is asked, or the office itself is opened, tokens of others would go wherever its owner says. */
function assertNothingMore({ consent, scope, client_name }: Application): void {
  if (consent !== 'skip' && !parseScope(scope).some((name) => OFFICE_SCOPES.includes(name))) return;
  throw new DomainError(
    'forbidden',
    `an admin has given ${client_name} more than its owner can change; ask one of them`,
  );
}

/** `before`: as it stood until now. */
function registrationOf(awaits: boolean, before?: Application): SelfRegistration {
  const approval = before && approvalBefore(before);
  return { by_person: true, ...definedFields({ approval }), ...(awaits ? { awaits_approval: true } : {}) };
}

/** `otherwise` says whether a confidential one needs PKCE. */
function metadataOf(
  { client_name, redirect_uris, confidential }: OwnApplicationFields,
  { require_pkce = true, token_endpoint_auth_method }: Partial<Application>,
) {
  const wrong = checkShownText(client_name);
  if (wrong !== undefined) throw invalid('client_name', wrong);
  if (redirect_uris.length === 0) throw invalid('redirect_uris', 'is empty; name at least one address');
  if (redirect_uris.length > MOST_REDIRECT_URIS) {
    throw invalid('redirect_uris', `holds more than ${MOST_REDIRECT_URIS} addresses`);
  }
  const kept = token_endpoint_auth_method === 'none' ? undefined : token_endpoint_auth_method;
  return {
    client_name,
    redirect_uris: [...new Set(redirect_uris)],
    token_endpoint_auth_method: confidential ? (kept ?? 'client_secret_basic') : ('none' as const),
    require_pkce: !confidential || require_pkce,
  };
}

function invalid(field: keyof Application, reason: string): DomainError {
  return new DomainError('invalid', `${field} ${reason}`, field, reason);
}
