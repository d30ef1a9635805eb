/** Applications: registering, changing and finding them. Which combinations of fields make sense is application-rules.ts. */
import { randomUUID } from 'node:crypto';
import { grantTypesBehind, hasCode } from '../spec/response-type.ts';
import {
  DEVICE_CODE_GRANT,
  type GrantType,
  JWT_BEARER_GRANT,
  MAIL_CODE_GRANT,
  type ResponseType,
  TOKEN_EXCHANGE_GRANT,
} from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { findApplicationFault } from './application-rules.ts';
import { asItStands } from './as-it-stands.ts';
import { cannotSeal, type GivenSecret, type Seal, withSecret, type WrittenApplication } from './client-secrets.ts';
import { definedFields } from './defined-fields.ts';
import { DomainError } from './domain-error.ts';
import { generateSecret } from './machine-secrets.ts';
import { type FieldChanges, mergeFields, touched } from './merge-fields.ts';
import { takeNumber } from './numbers.ts';

type Kept = 'id' | 'number' | 'client_secrets' | 'created_at' | 'updated_at';
type Editable = Omit<Application, Kept>;

type GivenFields = { readonly [K in Exclude<keyof Editable, 'client_id'>]?: Editable[K] | undefined };

/** What is absent keeps its value; null removes what may be absent. */
export type ApplicationChanges = Omit<FieldChanges<Editable>, 'client_id'> & GivenSecret;
/** What is absent gets its default. Without a client_id one is made of unreserved characters. */
export type NewApplication = GivenFields & GivenSecret & { readonly client_id?: string | undefined };

/** What every application has where neither its creator nor its dialect says otherwise. */
const DEFAULTS = {
  dialect: 'native',
  redirect_uris: [],
  post_logout_redirect_uris: [],
  web_origins: [],
  grant_types: ['authorization_code'],
  token_endpoint_auth_method: 'client_secret_basic',
  require_pkce: true,
  audience: [],
  access_token_format: 'opaque',
  consent: 'remember',
  allowed_groups: [],
  disabled: false,
} as const satisfies Partial<Application>;

/** As it counts now: switched off while the person whose it is is disabled or gone, whatever its record says. */
export function findApplication(collections: Collections, client_id: string): Promise<Application | undefined> {
  return collections
    .collection('applications')
    .find('client_id', client_id)
    .then(([found]) => (found?.owner_id === undefined ? found : asItStands(found, collections)));
}

/** As it is kept: for whoever writes it back. */
export function findApplicationRecord(collections: Collections, client_id: string): Promise<Application | undefined> {
  return collections.collection('applications').find('client_id', client_id).then(first);
}

function first<T>(found: readonly T[]): T | undefined {
  return found[0];
}

/** A public application proves itself by PKCE alone. RFC 6749 §2.1 */
export function isPublic(application: Pick<Application, 'token_endpoint_auth_method'>): boolean {
  return application.token_endpoint_auth_method === 'none';
}

/**
 * Registers an application; `defaults` are its dialect's. One that needs a secret and brings none gets one made; `seal` is
 * for those that sign with it.
 * Throws DomainError invalid for fields that contradict each other, conflict for a client_id or slug that is taken.
 */
export async function createApplication(
  within: Transaction,
  input: NewApplication,
  now: number,
  defaults: Partial<Application> = {},
  seal: Seal = cannotSeal,
): Promise<WrittenApplication> {
  const written = draftApplication(input, now, defaults, seal);
  await assertRegistrable(within, written.application);
  const application = { ...written.application, number: await takeNumber(within, 'applications') };
  await within.collection('applications').insert(application);
  return { ...written, application };
}

/** Throws DomainError not_found, invalid, conflict. */
export async function changeApplication(
  within: Transaction,
  client_id: string,
  changes: ApplicationChanges,
  now: number,
  seal: Seal = cannotSeal,
): Promise<WrittenApplication> {
  const old = await findApplicationRecord(within, client_id);
  if (old === undefined) throw new DomainError('not_found', `there is no application ${client_id}`, 'client_id');
  const written = redraftApplication(old, changes, now, seal);
  await assertRegistrable(within, written.application);
  const application = await within
    .collection('applications')
    .update(old.id, (record) => touched(record, written.application, now));
  return { ...written, application };
}

/** The application that `createApplication` would write, without its number, which is 0 until then. */
export function draftApplication(
  input: NewApplication,
  now: number,
  defaults: Partial<Application> = {},
  seal: Seal = cannotSeal,
): WrittenApplication {
  const { client_id = generateSecret(), client_secret_hash, client_secret, ...fields } = input;
  const given = definedFields(fields);
  const base = { ...DEFAULTS, client_name: client_id, ...definedFields(defaults) };
  const grant_types = given.grant_types ?? base.grant_types;
  const application: Application = {
    scope: scopeFor(grant_types),
    ...base,
    // Whatever a product asks of its own, nothing else protects the codes of one that proves nothing.
    ...(isPublic({ ...base, ...given }) ? { require_pkce: true } : {}),
    response_types: responseTypesFor(grant_types),
    ...given,
    id: randomUUID(),
    number: 0,
    client_id,
    client_secrets: [],
    created_at: now,
    updated_at: now,
  };
  return withSecret(withPkce(application, given), { client_secret_hash, client_secret }, now, seal);
}

/** The application that `changeApplication` would write, with `updated_at` as it was; equal to `old` when nothing changes. */
export function redraftApplication(
  old: Application,
  changes: ApplicationChanges,
  now: number,
  seal: Seal = cannotSeal,
): WrittenApplication {
  const { client_secret_hash, client_secret, ...fields } = changes;
  const { grant_types } = fields;
  const follows = grant_types === undefined || grant_types === null ? old : withTypesFor(old, grant_types);
  const merged = withPkce(mergeFields(follows, fields), fields);
  return withSecret(approved(old, merged), { client_secret_hash, client_secret }, now, seal);
}

/** Nothing else protects the codes of a public application, whatever its dialect's applications mostly do. RFC 9700 §2.1.1 */
function withPkce(application: Application, said: Pick<ApplicationChanges, 'require_pkce'>): Application {
  const open = isPublic(application) && application.grant_types.includes('authorization_code');
  return open && said.require_pkce === undefined ? { ...application, require_pkce: true } : application;
}

/** Whoever lets it work has approved. */
function approved(old: Application, application: Application): Application {
  const { registration, disabled } = application;
  if (disabled || registration === undefined) return application;
  if (!old.disabled && registration.awaits_approval === undefined) return application;
  const { awaits_approval: _over, network: _from, approval, ...stays } = registration;
  // One that still tells of what stood there before is not about this.
  const its = approval === undefined || approval.said !== undefined ? {} : { approval };
  return { ...application, registration: { ...stays, ...its, approved: true } };
}

function withTypesFor(application: Application, grant_types: readonly GrantType[]): Application {
  const fits = (type: ResponseType) => grantTypesBehind(type).every((name) => grant_types.includes(name));
  const kept = application.response_types.filter(fits);
  return { ...application, response_types: [...new Set([...responseTypesFor(grant_types, kept), ...kept])] };
}

/** RFC 7591 §2.1: the code response type goes with the authorization_code grant, unless another that has a code is there. */
function responseTypesFor(
  grant_types: readonly GrantType[],
  there: readonly ResponseType[] = [],
): readonly ResponseType[] {
  const wanted = grant_types.includes('authorization_code') && !there.some(hasCode);
  return wanted ? ['code'] : [];
}

/** By these an application acts for people. */
const PERSONAL_GRANTS: readonly GrantType[] = [
  'authorization_code',
  'implicit',
  'password',
  DEVICE_CODE_GRANT,
  TOKEN_EXCHANGE_GRANT,
  JWT_BEARER_GRANT,
  MAIL_CODE_GRANT,
];

/** What applications on a LAN look for, so that one whose scopes nobody wrote down can sign people in. */
function scopeFor(grant_types: readonly GrantType[]): string {
  if (!grant_types.some((name) => PERSONAL_GRANTS.includes(name))) return '';
  return `openid profile email groups${grant_types.includes('refresh_token') ? ' offline_access' : ''}`;
}

async function assertRegistrable(within: Transaction, application: Application): Promise<void> {
  const fault = await findApplicationFault(within, application);
  if (fault === undefined) return;
  const place = fault.index === undefined ? fault.field : `${fault.field}[${fault.index}]`;
  throw new DomainError(fault.code, `${place} ${fault.reason}`, fault.field);
}
