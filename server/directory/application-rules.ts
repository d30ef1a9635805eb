/** Which fields of an application contradict each other, and which names another holds already. */
import { checkPostLogoutRedirectUri, checkRedirectUri, checkWebOrigin } from '../spec/registered-uri.ts';
import { hasCode, hasTokens } from '../spec/response-type.ts';
import { checkReserved } from '../spec/username.ts';
import { type GrantType, JWT_BEARER_GRANT, TOKEN_EXCHANGE_GRANT } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Collections } from '../storage/store.ts';

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
  const names = [...(await reservedNames(collections, application)), ...(await takenNames(collections, application))];
  return [...contradictions(application), ...uriFaults(application), ...names];
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

/** What only an application may do that proves who it is, and where that is said. */
const NOT_PUBLIC: ReadonlyMap<GrantType, string> = new Map([
  ['client_credentials', 'RFC 6749 §4.4'],
  [TOKEN_EXCHANGE_GRANT, 'RFC 8693 §5'],
  [JWT_BEARER_GRANT, 'RFC 7523 §5'],
]);

function contradictions(application: Application): readonly ApplicationFault[] {
  const { grant_types, token_endpoint_auth_method } = application;
  const byCode = grant_types.includes('authorization_code');
  const faults: ApplicationFault[] = [];
  faults.push(...mismatchedTypes(application));
  if (token_endpoint_auth_method === 'none') {
    const proved = grant_types.filter((name) => NOT_PUBLIC.has(name));
    for (const name of proved) {
      faults.push(
        invalid('grant_types', `has ${name}, which a public application may not use (${NOT_PUBLIC.get(name)})`),
      );
    }
  }
  if (token_endpoint_auth_method === 'none' && byCode && !application.require_pkce) {
    faults.push(
      invalid(
        'require_pkce',
        'is false, but nothing else protects the codes of a public application (RFC 9700 §2.1.1)',
      ),
    );
  }
  return [...faults, ...keyFaults(application), ...sectorFaults(application)];
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

/** RFC 7591 §2: jwks and jwks_uri exclude each other. */
function keyFaults(application: Application): readonly ApplicationFault[] {
  const { token_endpoint_auth_method: method, token_endpoint_auth_signing_alg: alg, jwks, jwks_uri } = application;
  const faults: ApplicationFault[] = [];
  if (jwks !== undefined && jwks_uri !== undefined) {
    faults.push(invalid('jwks', 'stands beside jwks_uri; keys are in one place (RFC 7591 §2)'));
  }
  if (method === 'private_key_jwt' && jwks === undefined && jwks_uri === undefined) {
    faults.push(invalid('jwks', 'is missing, and so is jwks_uri: private_key_jwt needs its public keys (RFC 7523 §3)'));
  }
  const expected = alg === 'HS256' ? 'client_secret_jwt' : 'private_key_jwt';
  const signs = method === 'private_key_jwt' || method === 'client_secret_jwt';
  if (alg !== undefined && signs && method !== expected) {
    faults.push(
      invalid('token_endpoint_auth_signing_alg', `is ${alg}, which belongs to ${expected} and not to ${method}`),
    );
  }
  return faults;
}

/** Response types and grant types that need each other. RFC 7591 §2.1 */
function mismatchedTypes({ grant_types, response_types }: Application): readonly ApplicationFault[] {
  const faults: ApplicationFault[] = [];
  const byCode = grant_types.includes('authorization_code');
  const inFront = grant_types.includes('implicit');
  const withCode = response_types.filter(hasCode);
  const withTokens = response_types.filter(hasTokens);
  if (byCode && withCode.length === 0) {
    faults.push(invalid('response_types', 'lacks code, which the authorization_code grant needs (RFC 7591 §2.1)'));
  }
  if (!byCode && withCode.length > 0) {
    faults.push(
      invalid(
        'response_types',
        `has ${withCode.join(', ')}, which nobody could redeem without the authorization_code grant (RFC 7591 §2.1)`,
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

/** A client_id that is somebody's id would make its own tokens look like theirs: both stand as `sub`. RFC 9068 §5 */
async function takenNames(collections: Collections, application: Application): Promise<readonly ApplicationFault[]> {
  const { id, client_id, slug } = application;
  const faults: ApplicationFault[] = [];
  const [namesake] = await collections.collection('applications').find('client_id', client_id);
  if (namesake !== undefined && namesake.id !== id) faults.push(conflict('client_id', 'is taken'));
  const [user, account] = await Promise.all([
    collections.collection('users').get(client_id),
    collections.collection('service_accounts').get(client_id),
  ]);
  if (user !== undefined || account !== undefined) {
    faults.push(
      conflict('client_id', 'is the id of a person or a service account, whose tokens could not be told apart'),
    );
  }
  const [holder] = slug === undefined ? [] : await collections.collection('applications').find('slug', slug);
  if (holder !== undefined && holder.id !== id)
    faults.push(conflict('slug', `is taken by the application ${holder.client_id}`));
  return faults;
}

function invalid(field: keyof Application, reason: string): ApplicationFault {
  return { code: 'invalid', field, reason };
}

function conflict(field: keyof Application, reason: string): ApplicationFault {
  return { code: 'conflict', field, reason };
}
