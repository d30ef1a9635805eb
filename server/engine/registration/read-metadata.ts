/** Reads what an application says of itself when it registers: every value checked, and what it left out filled in. */
import type { NewApplication } from '../../directory/applications.ts';
import { BUILT_IN_SCOPES, OFFICE_SCOPES } from '../../directory/scopes.ts';
import { type ClientKeys, tidyClientKeys } from '../../spec/client-keys.ts';
import { isJsonObject } from '../../spec/json-object.ts';
import { isLoopback } from '../../spec/loopback.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import { joinScope, parseScope } from '../../spec/scope.ts';
import type { Context } from '../context.ts';
import { findMistyped } from './ignored-metadata.ts';
import { CLIENT_METADATA, METADATA_NAMES, type MetadataName } from './client-metadata.ts';

/** The fields of an application that follow from metadata; every name that can be absent is there, so that a replacement clears it. */
export type RegisteredFields = Pick<NewApplication, MetadataName | 'require_pkce'>;

export interface ScopesToHave {
  readonly most: readonly string[];
  readonly unasked: readonly string[];
}

/** Scopes about people: what an application that nobody knows may ask for. Further ones an admin adds. */
export const STRANGERS_SCOPES: readonly string[] = [...BUILT_IN_SCOPES.keys()].filter(
  (name) => !OFFICE_SCOPES.includes(name),
);
/** Of these, what one gets that names none: what OpenID Connect defines. Groups tell of the office, and are to be asked for. */
const UNASKED_SCOPES = STRANGERS_SCOPES.filter((name) => name !== 'groups');
const OPEN_SCOPES: ScopesToHave = { most: STRANGERS_SCOPES, unasked: UNASKED_SCOPES };

/**
 * `scopes` are those that it may have: what it asks for beyond them is left out, and all of `unasked` is taken for asked
 * where it names none. Throws invalid_redirect_uri and invalid_client_metadata. RFC 7591 §3.2.2
 */
export function readMetadata(body: unknown, cx: Context, scopes: ScopesToHave = OPEN_SCOPES): RegisteredFields {
  if (!isJsonObject(body)) throw metadataError('the body must be a JSON object');
  const given = new Map<MetadataName, unknown>();
  for (const name of METADATA_NAMES) {
    const value = Object.hasOwn(body, name) ? body[name] : undefined;
    // RFC 7591 §2 and RFC 7592 §2.2 take null for omitted.
    if (value === undefined || value === null) continue;
    const reason = CLIENT_METADATA[name](value, cx);
    if (reason !== undefined) throw faultOf(name, reason);
    given.set(name, value);
  }
  const mistyped = findMistyped(body);
  if (mistyped !== undefined) throw faultOf(mistyped.name, mistyped.reason);
  // Each was checked by the row of its name.
  return complete(Object.fromEntries(given) as RegisteredFields, scopes);
}

function complete(given: RegisteredFields, scopes: ScopesToHave): RegisteredFields {
  const { grant_types = ['authorization_code'], redirect_uris = [], token_endpoint_auth_method: method } = given;
  const byBrowser = (given.response_types ?? []).length > 0 || grant_types.includes('authorization_code');
  if (byBrowser && redirect_uris.length === 0) throw faultOf('redirect_uris', 'must name at least one address');
  for (const uri of redirect_uris) {
    const reason = unfitFor(given.application_type, grant_types, uri);
    if (reason !== undefined) throw faultOf('redirect_uris', reason);
  }
  const token_endpoint_auth_method = method ?? 'client_secret_basic';
  return {
    ...given,
    redirect_uris,
    grant_types,
    token_endpoint_auth_method,
    client_name: given.client_name ?? nameFrom(redirect_uris),
    scope: scopeFrom(given.scope, grant_types, scopes),
    ...(given.jwks === undefined ? {} : { jwks: tidyClientKeys(given.jwks as ClientKeys) }),
    // There is no metadata for it, and libraries of the book send none where a secret and a nonce protect the code.
    require_pkce: token_endpoint_auth_method === 'none',
  };
}

/**
 * A private-use scheme is kept from web applications only where the browser would bring it tokens: programs of the command
 * line call themselves web (oidc-agent does), and nobody is held back by a word that anybody may choose.
 * OIDC Registration §2 (application_type), RFC 8252 §7
 */
function unfitFor(
  application_type: RegisteredFields['application_type'],
  grant_types: readonly string[],
  uri: string,
): string | undefined {
  const { protocol, hostname } = new URL(uri);
  if (protocol === 'https:') return undefined;
  if (protocol === 'http:') {
    return isLoopback(hostname)
      ? undefined
      : 'has an http address; it must be https, but on the computer itself (loopback)';
  }
  return application_type === 'web' && grant_types.includes('implicit')
    ? `has the scheme ${protocol}, which a web application may not use beside the grant type implicit`
    : undefined;
}

/** People see it on the sign-in page; the host is what codes are sent to. */
function nameFrom([first]: readonly string[]): string {
  const host = first === undefined ? '' : new URL(first).hostname;
  return host === '' ? 'An application without a name' : host;
}

/** RFC 7591 §2 */
function scopeFrom(asked: string | undefined, grant_types: readonly string[], { most, unasked }: ScopesToHave): string {
  const offline = grant_types.includes('refresh_token');
  const named = asked === undefined ? unasked : parseScope(asked).filter((name) => most.includes(name));
  return joinScope(named.filter((name) => name !== 'offline_access' || offline));
}

/** `hint` is for the operator. */
export function faultOf(name: string, reason: string, hint?: string): OAuthError {
  const code = name === 'redirect_uris' ? 'invalid_redirect_uri' : 'invalid_client_metadata';
  return new OAuthError(code, `${name} ${reason}`, hint === undefined ? {} : { hint });
}

export function metadataError(description: string): OAuthError {
  return new OAuthError('invalid_client_metadata', description);
}
