/**
 * What Ory's JSON of a client means for an application here. What Lanyard can't keep and would hold it to less is refused by
 * name; what it does anyway, or more strictly, may be said.
 */
import { invalidFields } from '../../admin/problem-error.ts';
import type { OryClient } from '../../contract/facades/ory.ts';
import { secretMatches } from '../../directory/machine-secrets.ts';
import { secretsInForce } from '../../directory/application-ends.ts';
import { grantTypesBehind } from '../../spec/response-type.ts';
import { type JsonObject, RESPONSE_TYPE_NAMES } from '../../spec/vocabulary.ts';
import type { Application, Settings } from '../../storage/records/directory.ts';
import { lifespanFields } from './lifespans.ts';

/** As a schema of the admin API reads them: what is undefined is not said, null takes away. */
export type Fields = Readonly<Record<string, unknown>>;

/** What stands under the same name in both, and may be missing. */
const SAME = [
  'token_endpoint_auth_signing_alg',
  'jwks_uri',
  'request_uris',
  'request_object_signing_alg',
  'subject_type',
  'sector_identifier_uri',
  'client_uri',
  'logo_uri',
  'policy_uri',
  'tos_uri',
  'contacts',
  'frontchannel_logout_uri',
  'frontchannel_logout_session_required',
  'backchannel_logout_uri',
  'backchannel_logout_session_required',
] as const satisfies readonly (keyof OryClient & keyof Application)[];

/** What Hydra gives a client that says nothing of it. */
const HYDRAS = { grant_types: ['authorization_code'], scope: 'openid offline_access offline' };

/** For a new application. Throws ProblemError invalid. */
export function newFields(client: OryClient, settings: Settings): Fields {
  refuseUnkept(client);
  const removable = Object.entries(mayBeMissing(client, undefined, settings)).filter(([, value]) => value !== null);
  return {
    ...(isEmpty(client.client_id) ? {} : { client_id: client.client_id }),
    ...(isEmpty(client.client_secret) ? {} : { client_secret: client.client_secret }),
    ...(isEmpty(client.client_name) ? {} : { client_name: client.client_name }),
    dialect: 'ory',
    ...alwaysThere(client),
    ...Object.fromEntries(removable),
    ...(client.skip_consent === true ? { consent: 'skip' } : {}),
    ...programData(client, {}, {}),
  };
}

/** For one that is there: what is not said is taken back, but what Ory has no word for stays. Throws ProblemError invalid. */
export function replacedFields(client: OryClient, old: Application, settings: Settings): Fields {
  refuseUnkept(client);
  refuseOthers(client, old);
  const asked = old.consent === 'skip' ? { consent: 'remember' } : {};
  return {
    client_name: isEmpty(client.client_name) ? old.client_id : client.client_name,
    ...alwaysThere(client),
    ...mayBeMissing(client, old, settings),
    ...(client.skip_consent === true ? { consent: 'skip' } : asked),
    ...programData(client, old.program_data ?? {}, { program_data: null }),
  };
}

/** Ory's two stand beside what other programs keep. `none` is what is said where nothing is left. */
function programData({ owner, metadata }: OryClient, before: JsonObject, none: Fields): Fields {
  const { owner: _owner, metadata: _metadata, ...others } = before;
  const kept = {
    ...others,
    ...(isEmpty(owner) ? {} : { owner }),
    ...(isEmpty(metadata) ? {} : { metadata }),
  };
  return Object.keys(kept).length === 0 ? none : { program_data: kept };
}

function alwaysThere(client: OryClient): Fields {
  const { token_endpoint_auth_method: method, access_token_strategy: strategy } = client;
  const grant_types = client.grant_types ?? HYDRAS.grant_types;
  return {
    redirect_uris: client.redirect_uris ?? [],
    post_logout_redirect_uris: client.post_logout_redirect_uris ?? [],
    web_origins: client.allowed_cors_origins ?? [],
    grant_types,
    ...responseTypes(client.response_types ?? [], grant_types),
    scope: client.scope ?? HYDRAS.scope,
    audience: client.audience ?? [],
    token_endpoint_auth_method: isEmpty(method) ? 'client_secret_basic' : method,
    // Hydra has no word for it, and here no client does without both.
    ...(method === 'none' ? { require_pkce: true } : {}),
    access_token_format: isEmpty(strategy) ? 'opaque' : strategy,
  };
}

function mayBeMissing(client: OryClient, old: Application | undefined, settings: Settings): Fields {
  const { jwks, userinfo_signed_response_alg: alg } = client;
  return {
    ...Object.fromEntries(SAME.map((name) => [name, isEmpty(client[name]) ? null : client[name]])),
    jwks: jwks === undefined || jwks === null || Object.keys(jwks).length === 0 ? null : jwks,
    userinfo_signed_response_alg: isEmpty(alg) || alg === 'none' ? null : alg,
    ...lifespanFields(client, old, settings),
  };
}

/** Throws ProblemError invalid for what would be lost, and matters. */
function refuseUnkept({ client_secret_expires_at, access_token_strategy }: OryClient): void {
  const strategies = ['', 'opaque', 'jwt'];
  const faults = [
    ...((client_secret_expires_at ?? 0) === 0
      ? []
      : [fault('client_secret_expires_at', 'must be 0: a secret lasts until it is replaced')]),
    ...(strategies.includes(access_token_strategy ?? '')
      ? []
      : [fault('access_token_strategy', 'must be opaque or jwt')]),
  ];
  if (faults.length > 0) throw invalidFields(faults);
}

/** What can't be given to somebody else by a change. Throws ProblemError invalid. */
function refuseOthers({ client_id }: OryClient, old: Application): void {
  if (isEmpty(client_id) || client_id === old.client_id) return;
  throw invalidFields([fault('client_id', 'must be that of the address: it never changes')]);
}

/** What a change would put in the place of the secret; undefined where none is said, or one that is in force already. */
export function newSecretIn({ client_secret }: OryClient, old: Application, now: number): string | undefined {
  if (client_secret === undefined || client_secret === null || client_secret === '') return undefined;
  return secretsInForce(old, now).some(({ hash }) => secretMatches(client_secret, hash)) ? undefined : client_secret;
}

function fault(name: string, reason: string) {
  return { path: [name], reason };
}

/** How Ory writes that nothing is said. */
function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

/** `id_token code` is `code id_token`. OAuth 2.0 Multiple Response Types §3 */
function inOurOrder(response_type: string): string {
  const words = response_type.split(' ').toSorted().join(' ');
  return RESPONSE_TYPE_NAMES.find((name) => name.split(' ').toSorted().join(' ') === words) ?? response_type;
}

/**
 * Without those that are worth nothing at Hydra either, because the client isn't registered for the grant behind them, and
 * without `token`, by which nobody could tell whose it is. Where nothing is left that a grant needs, all stay, to be refused.
 */
function responseTypes(said: readonly string[], grant_types: readonly string[]): Fields {
  const types = said.map(inOurOrder);
  const left = types.filter((type) => type !== 'token' && isBacked(type, grant_types));
  const needed = grant_types.some((name) => name === 'authorization_code' || name === 'implicit');
  if (types.length === 0) return {};
  return { response_types: left.length === 0 && needed ? types : left };
}

/** What nobody knows is refused where all of a client is read. */
function isBacked(type: string, grant_types: readonly string[]): boolean {
  const known = RESPONSE_TYPE_NAMES.find((name) => name === type);
  return known === undefined || grantTypesBehind(known).every((name) => grant_types.includes(name));
}
