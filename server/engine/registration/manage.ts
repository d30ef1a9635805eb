/** An application that registered itself looks at its registration, replaces it, or ends it, with the token that it got then. */
import { isDeepStrictEqual } from 'node:util';
import { appendAudit } from '../../audit/append.ts';
import type { AuditType } from '../../audit/event-types.ts';
import { removeApplication } from '../../directory/application-ends.ts';
import {
  type ApplicationChanges,
  changeApplication,
  findApplication,
  redraftApplication,
} from '../../directory/applications.ts';
import { countUntoldChange } from '../../directory/directory-version.ts';
import { changedRegistration } from '../../directory/registered-by.ts';
import { hashSecret, secretMatches } from '../../directory/machine-secrets.ts';
import { isJsonObject } from '../../spec/json-object.ts';
import type { OAuthError } from '../../spec/oauth-error.ts';
import { parseScope } from '../../spec/scope.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { Transaction } from '../../storage/store.ts';
import { bearerError, readBearerToken } from '../bearer-token.ts';
import type { Context } from '../context.ts';
import type { EndpointRequest, EndpointResponse, JsonResponse } from '../wire.ts';
import { checkSector } from './check-sector.ts';
import { METADATA_NAMES } from './client-metadata.ts';
import { describeRegistration } from './describe-registration.ts';
import {
  faultOf,
  metadataError,
  readMetadata,
  type RegisteredFields,
  type ScopesToHave,
  STRANGERS_SCOPES,
} from './read-metadata.ts';
import { refuseFlood, refuseRestless } from './refuse-flood.ts';
import { assertSound } from './register.ts';

interface Owned {
  readonly application: Application;
  readonly token: string;
}

/** RFC 7592 §2.1 */
export async function readRegistration(request: EndpointRequest, cx: Context): Promise<JsonResponse> {
  const { application, token } = await ownRegistration(request, cx);
  return {
    kind: 'json',
    status: 200,
    body: describeRegistration(application, { registration_access_token: token }, cx),
  };
}

/**
 * Everything is replaced: what is left out is taken back. What an admin narrowed stays so: wider scopes come by an admin who
 * approves, and who needs PKCE goes on needing it. Where admins approve, they look at every change. RFC 7592 §2.2
 */
export async function replaceRegistration(request: EndpointRequest, cx: Context): Promise<JsonResponse> {
  const { application: seen, token } = await ownRegistration(request, cx);
  await refuseFlood(cx);
  refuseMisplaced(request.body, seen);
  const fields = readReplacement(request.body, seen, cx);
  await refuseRestless(seen.client_id, cx);
  await checkNewSector(fields, seen, cx);
  const seal = (plain: string) => cx.secrets.seal('client-secret', plain);
  const written = await cx.store.transaction(async (within) => {
    // An admin may have decided while another server kept this waiting: it counts what the application is by now.
    const old = await stillOwn(within, seen, token);
    const changes = { ...cleared(), ...readReplacement(request.body, old, cx) } as ApplicationChanges;
    const draft = redraftApplication(old, changes, cx.now, seal).application;
    await assertSound(within, draft);
    const all = changesAnything(old, draft) ? { ...changes, ...unapproved(old, cx) } : changes;
    const changed = await changeApplication(within, old.client_id, all, cx.now, seal);
    if (!isDeepStrictEqual(changed.application, old)) {
      await record(within, 'application.registration_changed', changed.application, cx);
    }
    return changed;
  });
  const issued = { client_secret: written.client_secret, registration_access_token: token };
  return { kind: 'json', status: 200, body: describeRegistration(written.application, issued, cx) };
}

/** What becomes of an application that said something new of itself. */
function unapproved(old: Application, { settings }: Context): ApplicationChanges {
  const changed = changedRegistration(old);
  if (settings.dynamic_registration !== 'approval') return { registration: changed };
  return { registration: { ...changed, awaits_approval: true }, disabled: true };
}

function readReplacement(body: unknown, old: Application, cx: Context): RegisteredFields {
  const read = readMetadata(body, cx, scopesFor(old, cx));
  return { ...read, require_pkce: old.require_pkce || read.require_pkce };
}

/** What the document vouched for already is not asked again: the other server shall not pay for every change. */
async function checkNewSector(fields: RegisteredFields, old: Application, cx: Context): Promise<void> {
  const { sector_identifier_uri, redirect_uris } = old;
  const same = fields.sector_identifier_uri === sector_identifier_uri;
  if (!same || !isDeepStrictEqual(fields.redirect_uris, redirect_uris)) await checkSector(fields, cx);
}

/**
 * Those that it has, and where an admin looks at it again every one that a stranger may ask for. What an admin added beyond
 * these goes with the change: it was meant for the application as it stood.
 */
function scopesFor({ scope }: Application, { settings }: Context): ScopesToHave {
  const has = STRANGERS_SCOPES.filter((name) => parseScope(scope).includes(name));
  return { most: settings.dynamic_registration === 'approval' ? STRANGERS_SCOPES : has, unasked: has };
}

/** RFC 7592 §2.3 */
export async function endRegistration(request: EndpointRequest, cx: Context): Promise<EndpointResponse> {
  const { application: seen, token } = await ownRegistration(request, cx);
  await cx.store.transaction(async (within) => {
    const application = await stillOwn(within, seen, token);
    await removeApplication(within, application, cx.now);
    await record(within, 'application.registration_ended', application, cx);
  });
  return { kind: 'empty', status: 204 };
}

/** Throws invalid_token: the same for an application that is gone, for one of an admin's, and for a wrong token. RFC 7592 §2 */
async function ownRegistration(request: EndpointRequest, cx: Context): Promise<Owned> {
  const token = readBearerToken(request);
  const client_id = request.params.get('client_id');
  const application = client_id === undefined ? undefined : await findApplication(cx.store, client_id);
  if (token !== undefined && isOf(application, token)) return { application, token };
  cx.counts.add(
    'registration.turned_away',
    application?.client_id ?? '',
    'wrong registration access token',
    cx.address,
  );
  throw notItsToken();
}

/** The record as it is inside of the transaction. Throws invalid_token where it is gone, or another's by now. */
async function stillOwn(within: Transaction, { client_id }: Application, token: string): Promise<Application> {
  const application = await findApplication(within, client_id);
  if (isOf(application, token)) return application;
  throw notItsToken();
}

function isOf(application: Application | undefined, token: string): application is Application {
  const matches = secretMatches(token, application?.registration?.token_hash ?? NOBODY);
  return matches && application?.registration !== undefined;
}

function notItsToken(): OAuthError {
  return bearerError('invalid_token', 'the registration access token is not that of this registration');
}

const NOBODY = hashSecret('nobody');

/** RFC 7592 §2.2: what the server issued stays what it is. */
function refuseMisplaced(body: unknown, { client_id, client_secrets }: Application): void {
  if (!isJsonObject(body)) throw metadataError('the body must be a JSON object');
  const misplaced = ISSUED.find((name) => Object.hasOwn(body, name));
  if (misplaced !== undefined) throw faultOf(misplaced, 'must not be sent: it is issued here');
  if (body['client_id'] !== client_id) throw faultOf('client_id', 'must be that of the registration');
  const secret = body['client_secret'];
  if (secret === undefined) return;
  const current = typeof secret === 'string' && client_secrets.some(({ hash }) => secretMatches(secret, hash));
  if (!current) throw faultOf('client_secret', 'is not the one that was issued, and no other can be chosen');
}

const ISSUED = [
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
];

/** Names that every application has: a replacement without them leaves them at what readMetadata fills in. */
const ALWAYS: ReadonlySet<string> = new Set([
  'redirect_uris',
  'grant_types',
  'response_types',
  'client_name',
  'token_endpoint_auth_method',
  'scope',
]);

export function cleared(): Readonly<Record<string, unknown>> {
  const removable = METADATA_NAMES.filter((name) => !ALWAYS.has(name));
  return { ...Object.fromEntries(removable.map((name) => [name, null])), post_logout_redirect_uris: [] };
}

export function changesAnything(old: Application, next: Application): boolean {
  return METADATA_NAMES.some((name) => JSON.stringify(old[name]) !== JSON.stringify(next[name]));
}

async function record(
  within: Transaction,
  type: AuditType,
  { id, client_id }: Application,
  cx: Context,
): Promise<void> {
  await countUntoldChange(within);
  await appendAudit(within, {
    at: cx.now,
    type,
    actor: client_id,
    target: client_id,
    address: cx.address,
    detail: { id },
  });
}
