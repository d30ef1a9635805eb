/**
 * Asks a web address of the office about one token: a JWT that we sign goes there, a JWT that it signs comes back. What both
 * say is told in build/decisions/extension-grants.md, because people write the other end.
 */
import { CLIENT_SIGNING_ALGORITHMS, verifyByKeys } from '../keys/verify-by-client.ts';
import type { GuardedFetch } from '../outbound/guarded-fetch.ts';
import { OutboundError } from '../outbound/outbound-error.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { ExtensionGrant } from '../storage/records/extension-grants.ts';
import { type HookAnswer, readHookAnswer } from './read-answer.ts';

export interface HookQuestion {
  readonly extension: Pick<ExtensionGrant, 'grant_type' | 'hook_uri' | 'jwks'>;
  readonly issuer: string;
  readonly client: {
    readonly client_id: string;
    readonly client_name: string;
    /** How it proved who it is; `none` where it did not. */
    readonly token_endpoint_auth_method: string;
  };
  /** What the application sent for this grant, without what it proves itself by. */
  readonly parameters: Readonly<Record<string, string>>;
  /** What can be granted: as much as the application may have and asked for. */
  readonly scope: readonly string[];
  readonly audience: readonly string[];
}

export interface HookParts {
  readonly fetch: GuardedFetch;
  sign(typ: string, claims: JsonObject): Awaitable<string>;
  /** A text that nobody can guess. */
  random(): string;
  /** Epoch seconds. */
  readonly now: number;
}

/** `silent`: it could not be asked, or did not answer in time; `why` names host and reason, for the operator. */
export type HookOutcome = HookAnswer | { readonly kind: 'silent'; readonly why: string };

export const REQUEST_TYPE = 'lanyard-grant-request+jwt';
export const ANSWER_TYPE = 'lanyard-grant-answer+jwt';

/** Longer than any answer is waited for, so that a clock that is some seconds off does no harm. */
const QUESTION_LIVES_S = 60;
const MOST_ANSWER_BYTES = 65_536;
/** Public applications are anybody: a hook that hangs must not take every place from keys and from logouts. */
const MOST_AT_ONCE = 8;

/** Never throws for what the other side does. RFC 6749 §4.5 */
export async function askHook(question: HookQuestion, parts: HookParts): Promise<HookOutcome> {
  const jti = parts.random();
  const { extension, issuer, client, parameters, scope, audience } = question;
  const jwt = await parts.sign(REQUEST_TYPE, {
    iss: issuer,
    aud: extension.hook_uri,
    jti,
    iat: parts.now,
    exp: parts.now + QUESTION_LIVES_S,
    grant_type: extension.grant_type,
    client: { ...client },
    parameters,
    scope: scope.join(' '),
    audience,
  });
  const told = await post(extension.hook_uri, jwt, parts.fetch);
  if (told.kind !== 'told') return told;
  const signed = await verifyByKeys(told.jwt, extension.jwks, CLIENT_SIGNING_ALGORITHMS);
  if (signed.kind === 'refused') return { kind: 'unusable', why: signed.why };
  if (signed.header['typ'] !== ANSWER_TYPE) return { kind: 'unusable', why: `has a typ that is not ${ANSWER_TYPE}` };
  return readHookAnswer(signed.payload, { issuer, jti, scope });
}

type Told = { readonly kind: 'told'; readonly jwt: string } | Extract<HookOutcome, { kind: 'silent' | 'unusable' }>;

async function post(url: string, jwt: string, fetch: GuardedFetch): Promise<Told> {
  const asked = { url, jwt, entered_by: 'admin', accept: ['application/jwt'], redirects: 0 } as const;
  const bounds = { most_bytes: MOST_ANSWER_BYTES, most_at_once: MOST_AT_ONCE };
  try {
    const { status, body } = await fetch({ ...asked, ...bounds });
    if (status >= 500) return { kind: 'silent', why: `it answered ${status}` };
    if (status !== 200) return { kind: 'unusable', why: `has the status ${status}; a refusal is a signed 200 too` };
    return { kind: 'told', jwt: body.toString('utf8').trim() };
  } catch (thrown) {
    if (!(thrown instanceof OutboundError)) throw thrown;
    const away = thrown.code === 'unreachable' || thrown.code === 'too_slow';
    return { kind: away ? 'silent' : 'unusable', why: thrown.message };
  }
}
