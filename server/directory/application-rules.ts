/** Which fields of an application contradict each other, and which names another holds already. */
import type { ClientKey } from '../spec/client-keys.ts';
import {
  checkFrontchannelLogoutUri,
  checkPostLogoutRedirectUri,
  checkRedirectUri,
  checkWebOrigin,
} from '../spec/registered-uri.ts';
import { hasCode, hasTokens } from '../spec/response-type.ts';
import { parseScope } from '../spec/scope.ts';
import { checkReserved } from '../spec/username.ts';
import { type GrantType, JWT_BEARER_GRANT, TOKEN_EXCHANGE_GRANT } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Collections } from '../storage/store.ts';
import { pathNameFaults } from './application-path-names.ts';
import { SIGN_IN_PROGRAM_SCOPE } from './scopes.ts';

export interface ApplicationFault {
  readonly code: 'invalid' | 'conflict';
  readonly field: keyof Application;
  /** The position, where the field is a list and one value of it is at fault. */
  readonly index?: number;
  /** Completes "the field …". */
  readonly reason: string;
}

/** The first fault, or undefined. */
export async function findApplicationFault(
  collections: Collections,
  application: Application,
): Promise<ApplicationFault | undefined> {
  return (await findApplicationFaults(collections, application))[0];
}

export async function findApplicationFaults(
  collections: Collections,
  application: Application,
): Promise<readonly ApplicationFault[]> {
  const taken = await takenNames(collections, application);
  const inPaths = taken.some(({ field }) => field === 'slug') ? [] : await pathNameFaults(collections, application);
  const names = [...(await reservedNames(collections, application)), ...taken, ...inPaths];
  return [...contradictions(application), ...uriFaults(application), ...frontchannelFaults(application), ...names];
}

/** One that was registered before may keep its name. */
async function reservedNames(
  collections: Collections,
  { id, client_id }: Application,
): Promise<readonly ApplicationFault[]> {
  const reason = checkReserved(client_id);
  if (reason === undefined || (await collections.collection('applications').get(id)) !== undefined) return [];
  return [invalid('client_id', reason)];
}

/** What only an application may do that proves who it is. RFC 6749 §4.4, RFC 8693 §5, RFC 7523 §5 */
const NOT_PUBLIC: ReadonlySet<GrantType> = new Set(['client_credentials', TOKEN_EXCHANGE_GRANT, JWT_BEARER_GRANT]);

function contradictions(application: Application): readonly ApplicationFault[] {
  const { grant_types, token_endpoint_auth_method } = application;
  const byCode = grant_types.includes('authorization_code');
  const faults: ApplicationFault[] = [];
  faults.push(...mismatchedTypes(application));
  if (token_endpoint_auth_method === 'none') {
    const proved = grant_types.filter((name) => NOT_PUBLIC.has(name));
    for (const name of proved) {
      faults.push(invalid('grant_types', `has ${name}, which a public application may not use`));
    }
  }
  if (token_endpoint_auth_method === 'none' && byCode && !application.require_pkce) {
    faults.push(invalid('require_pkce', 'is false, but nothing else protects the codes of a public application'));
  }
  return [
    ...faults,
    ...keyFaults(application),
    ...signedRequestFaults(application),
    ...certificateFaults(application),
    ...sectorFaults(application),
    ...bindingFaults(application),
    ...scopeFaults(application),
  ];
}

/** Through an application a person would sign others in. */
function scopeFaults({ scope }: Application): readonly ApplicationFault[] {
  if (!parseScope(scope).includes(SIGN_IN_PROGRAM_SCOPE)) return [];
  return [invalid('scope', `has ${SIGN_IN_PROGRAM_SCOPE}, which only service accounts may have`)];
}

/** One sub for hosts that know nothing of each other would be no pairwise one. OIDC Core §8.1 */
function sectorFaults({
  subject_type,
  sector_identifier_uri,
  redirect_uris,
}: Application): readonly ApplicationFault[] {
  if (subject_type !== 'pairwise' || sector_identifier_uri !== undefined) return [];
  const hosts = new Set(redirect_uris.filter((uri) => URL.canParse(uri)).map((uri) => new URL(uri).host));
  if (hosts.size === 1) return [];
  return [invalid('sector_identifier_uri', 'is missing: redirect URIs of several hosts, or of none, name no sector')];
}

/** Nobody proves a key where a browser takes tokens along. RFC 9449 §5 */
function bindingFaults({ dpop_bound_access_tokens, response_types }: Application): readonly ApplicationFault[] {
  const open = response_types.filter((type) => type.split(' ').includes('token'));
  if (dpop_bound_access_tokens !== true || open.length === 0) return [];
  return [
    invalid('dpop_bound_access_tokens', `is true, but ${open.join(', ')} gives tokens to browsers, which prove no key`),
  ];
}

/** RFC 9101 §10.5: nobody could check what it signs. */
function signedRequestFaults(application: Application): readonly ApplicationFault[] {
  const { require_signed_request_object: required, jwks, jwks_uri } = application;
  if (required !== true || jwks !== undefined || jwks_uri !== undefined) return [];
  return [invalid('require_signed_request_object', 'needs its public keys, and there is neither jwks nor jwks_uri')];
}

/** RFC 7591 §2: jwks and jwks_uri exclude each other. */
function keyFaults(application: Application): readonly ApplicationFault[] {
  const { token_endpoint_auth_method: method, token_endpoint_auth_signing_alg: alg, jwks, jwks_uri } = application;
  const faults: ApplicationFault[] = [];
  if (jwks !== undefined && jwks_uri !== undefined) {
    faults.push(invalid('jwks', 'stands beside jwks_uri; keys are in one place'));
  }
  if (method === 'private_key_jwt' && jwks === undefined && jwks_uri === undefined) {
    faults.push(invalid('jwks', 'is missing, and so is jwks_uri: private_key_jwt needs its public keys'));
  }
  faults.push(...encryptionFaults(application));
  const expected = alg === 'HS256' ? 'client_secret_jwt' : 'private_key_jwt';
  const signs = method === 'private_key_jwt' || method === 'client_secret_jwt';
  if (alg !== undefined && signs && method !== expected) {
    faults.push(
      invalid('token_endpoint_auth_signing_alg', `is ${alg}, which belongs to ${expected} and not to ${method}`),
    );
  }
  return faults;
}

/** OIDC Registration §2: an enc goes with its alg, and what is encrypted for the application with keys of its own. */
function encryptionFaults(application: Application): readonly ApplicationFault[] {
  const { jwks, jwks_uri } = application;
  const keyless = jwks === undefined && jwks_uri === undefined;
  const { request_object_encryption_alg: ours, request_object_encryption_enc } = application;
  const inRequests =
    ours === undefined && request_object_encryption_enc !== undefined
      ? [invalid('request_object_encryption_enc', 'stands there without request_object_encryption_alg')]
      : [];
  const inAnswers = (['id_token', 'userinfo', 'authorization', 'introspection'] as const).flatMap((what) => {
    const [alg, enc] = [`${what}_encrypted_response_alg`, `${what}_encrypted_response_enc`] as const;
    if (application[alg] === undefined) {
      return application[enc] === undefined ? [] : [invalid(enc, `stands there without ${alg}`)];
    }
    return keyless ? [invalid(alg, 'needs a key to encrypt to, and there is neither jwks nor jwks_uri')] : [];
  });
  return [...inRequests, ...inAnswers];
}

/** RFC 8705 §2.1.2: one name. Tokens that go by way of the browser meet no certificate, and public applications have none. */
function certificateFaults(application: Application): readonly ApplicationFault[] {
  const { token_endpoint_auth_method: method, jwks, jwks_uri } = application;
  const faults: ApplicationFault[] = [];
  const [first, second] = CERTIFICATE_NAMES.filter((name) => application[name] !== undefined);
  if (first === undefined && method === 'tls_client_auth') {
    faults.push(
      invalid('tls_client_auth_subject_dn', 'is missing: tls_client_auth needs the one name that its certificate has'),
    );
  }
  if (first !== undefined && second !== undefined) {
    faults.push(invalid(second, `stands beside ${first}; exactly one of them is compared`));
  }
  if (method === 'self_signed_tls_client_auth' && jwks_uri === undefined && !jwks?.keys.some(hasCertificate)) {
    faults.push(invalid('jwks', 'has no certificate (x5c), and jwks_uri is missing: one of them tells its own'));
  }
  if (application.tls_client_certificate_bound_access_tokens !== true) return faults;
  if (method === 'none')
    faults.push(invalid(BOUND, 'is true, which a public application can’t be (no certificate is known)'));
  if (application.grant_types.includes('implicit')) {
    faults.push(invalid(BOUND, 'is true, but tokens by way of the browser (implicit) can’t be bound'));
  }
  return faults;
}

const BOUND = 'tls_client_certificate_bound_access_tokens';
const CERTIFICATE_NAMES = [
  'tls_client_auth_subject_dn',
  'tls_client_auth_san_dns',
  'tls_client_auth_san_uri',
  'tls_client_auth_san_ip',
  'tls_client_auth_san_email',
] as const;

function hasCertificate({ x5c }: ClientKey): boolean {
  return x5c !== undefined;
}

/** Response types and grant types that need each other. RFC 7591 §2.1 */
function mismatchedTypes({ grant_types, response_types }: Application): readonly ApplicationFault[] {
  const faults: ApplicationFault[] = [];
  const byCode = grant_types.includes('authorization_code');
  const inFront = grant_types.includes('implicit');
  const withCode = response_types.filter(hasCode);
  const withTokens = response_types.filter(hasTokens);
  if (byCode && withCode.length === 0) {
    faults.push(invalid('response_types', 'lacks code, which the authorization_code grant needs'));
  }
  if (!byCode && withCode.length > 0) {
    faults.push(
      invalid(
        'response_types',
        `has ${withCode.join(', ')}, which nobody could redeem without the authorization_code grant`,
      ),
    );
  }
  if (inFront && withTokens.length === 0) {
    faults.push(invalid('response_types', 'lacks a type with token or id_token, which the implicit grant needs'));
  }
  if (!inFront && withTokens.length > 0) {
    faults.push(invalid('response_types', `has ${withTokens.join(', ')}, which needs the grant type implicit`));
  }
  return faults;
}

function uriFaults(application: Application): readonly ApplicationFault[] {
  const lists = [
    ['redirect_uris', checkRedirectUri],
    ['post_logout_redirect_uris', checkPostLogoutRedirectUri],
    ['web_origins', checkWebOrigin],
  ] as const;
  return lists.flatMap(([field, check]) =>
    application[field].flatMap((uri, index) => {
      const reason = check(uri);
      return reason === undefined ? [] : [{ ...invalid(field, reason), index }];
    }),
  );
}

/** It ends nobody's session but its own where it stands beside a redirect URI. OIDC Front-Channel Logout §2 */
function frontchannelFaults({ frontchannel_logout_uri: uri, redirect_uris }: Application): readonly ApplicationFault[] {
  if (uri === undefined) return [];
  const reason = checkFrontchannelLogoutUri(uri);
  if (reason !== undefined) return [invalid('frontchannel_logout_uri', reason)];
  const origins = redirect_uris
    .filter((redirect) => URL.canParse(redirect))
    .map((redirect) => new URL(redirect).origin);
  if (origins.includes(new URL(uri).origin)) return [];
  return [
    invalid('frontchannel_logout_uri', `has the origin ${new URL(uri).origin}, which is that of none of redirect_uris`),
  ];
}

/** A client_id that is somebody's id would make its own tokens look like theirs: both stand as `sub`. RFC 9068 §5 */
async function takenNames(collections: Collections, application: Application): Promise<readonly ApplicationFault[]> {
  const { id, client_id, slug } = application;
  const faults: ApplicationFault[] = [];
  const [namesake] = await collections.collection('applications').find('client_id', client_id);
  if (namesake !== undefined && namesake.id !== id) faults.push(conflict('client_id', 'is taken'));
  const [user, [external], account] = await Promise.all([
    collections.collection('users').get(client_id),
    collections.collection('users').find('external_subject', client_id),
    collections.collection('service_accounts').get(client_id),
  ]);
  if (user !== undefined || external !== undefined || account !== undefined) {
    faults.push(
      conflict('client_id', 'is the id of a person or a service account, whose tokens could not be told apart'),
    );
  }
  const [holder] = slug === undefined ? [] : await collections.collection('applications').find('slug', slug);
  if (holder !== undefined && holder.id !== id)
    faults.push(conflict('slug', `is taken by the application ${holder.client_id}`));
  return [...faults, ...(await sharedPathName(collections, application))];
}

/** In paths of its dialect a slug stands where others have their client_id: two of one name would be one issuer. RFC 8414 §2 */
async function sharedPathName(
  collections: Collections,
  { id, client_id, slug, dialect }: Application,
): Promise<readonly ApplicationFault[]> {
  const applications = collections.collection('applications');
  const isAnother = (other: Application) => other.id !== id && other.dialect === dialect;
  if (slug === undefined) {
    const other = (await applications.find('slug', client_id)).find(isAnother);
    return other === undefined ? [] : [conflict('slug', `is missing: ${client_id} is that of ${other.client_id}`)];
  }
  const bare = (await applications.find('client_id', slug)).find(isAnother);
  return bare === undefined || bare.slug !== undefined
    ? []
    : [conflict('slug', `is the client_id of ${bare.client_name}, which has no slug`)];
}

function invalid(field: keyof Application, reason: string): ApplicationFault {
  return { code: 'invalid', field, reason };
}

function conflict(field: keyof Application, reason: string): ApplicationFault {
  return { code: 'conflict', field, reason };
}
