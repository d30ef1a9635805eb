/**
 * What a hook answered, once it is known to have signed it: for whom the token is and what goes into it, or why there is none.
 * Whether that person exists and may have it is asked by whoever asked the hook.
 */
import { isJsonObject } from '../spec/json-object.ts';
import { isRegisteredClaim } from '../spec/registered-claims.ts';
import { isScopeName } from '../spec/scope.ts';
import type { Json, JsonObject } from '../spec/vocabulary.ts';

/** Whom a hook names: the application itself, or a person by one of their names. */
export type HookSubject =
  | { readonly kind: 'client' }
  | { readonly kind: 'user'; readonly by: 'sub' | 'username' | 'email'; readonly value: string };

/** What a hook may refuse with: the words that are not ours alone to say. RFC 6749 §5.2, RFC 8707 §2 */
export const HOOK_ERRORS = [
  'invalid_request',
  'invalid_grant',
  'unauthorized_client',
  'invalid_scope',
  'invalid_target',
] as const;
export type HookError = (typeof HOOK_ERRORS)[number];

export type HookAnswer =
  | {
      readonly kind: 'granted';
      readonly subject: HookSubject;
      /** What was offered, where absent. */
      readonly scope?: readonly string[];
      readonly claims: JsonObject;
    }
  | { readonly kind: 'refused'; readonly error: HookError; readonly description: string }
  /** `why` goes on from "its answer". */
  | { readonly kind: 'unusable'; readonly why: string };

/** The question that it has to be the answer to. */
export interface Answering {
  readonly issuer: string;
  readonly jti: string;
  /** No other scope may come back. */
  readonly scope: readonly string[];
}

const MEMBERS: ReadonlySet<string> = new Set([
  'aud',
  'in_reply_to',
  'iss',
  'iat',
  'exp',
  'jti',
  'subject',
  'scope',
  'claims',
  'error',
  'error_description',
]);
const MOST_CLAIMS = 20;
const LONGEST_CLAIMS = 4_096;

/** `payload` is what the hook signed. */
export function readHookAnswer(payload: JsonObject, asked: Answering): HookAnswer {
  const unknown = Object.keys(payload).find((name) => !MEMBERS.has(name));
  if (unknown !== undefined) return unusable(`has the member ${unknown.slice(0, 60)}, which nothing reads`);
  if (payload['aud'] !== asked.issuer) return unusable('has an aud that is not this issuer');
  if (payload['in_reply_to'] !== asked.jti) return unusable('answers another question: in_reply_to is not our jti');
  return payload['error'] === undefined ? readGranted(payload, asked) : readRefused(payload);
}

function readRefused({ error, error_description, ...others }: JsonObject): HookAnswer {
  const known = HOOK_ERRORS.find((word) => word === error);
  if (known === undefined) return unusable(`has an error that is none of ${HOOK_ERRORS.join(', ')}`);
  if (['subject', 'scope', 'claims'].some((name) => others[name] !== undefined)) return unusable('refuses and grants');
  const description = typeof error_description === 'string' ? error_description : 'refused by the office';
  return { kind: 'refused', error: known, description };
}

function readGranted(payload: JsonObject, asked: Answering): HookAnswer {
  const subject = readSubject(payload['subject']);
  if (subject === undefined) {
    return unusable('has no subject: "client", or an object with exactly one of sub, username and email');
  }
  const scope = readScope(payload['scope']);
  if (scope === 'malformed') return unusable('has a scope that is not a text of scope names');
  const beyond = scope?.find((name) => !asked.scope.includes(name));
  if (beyond !== undefined) return unusable(`has the scope ${beyond.slice(0, 60)}, which was not offered`);
  const { claims = {} } = payload;
  if (!isJsonObject(claims)) return unusable('has claims that are not an object');
  const fault = faultOf(claims);
  if (fault !== undefined) return unusable(fault);
  return { kind: 'granted', subject, claims, ...(scope === undefined ? {} : { scope }) };
}

function readSubject(subject: Json | undefined): HookSubject | undefined {
  if (subject === 'client') return { kind: 'client' };
  if (!isJsonObject(subject)) return undefined;
  const [[by, value] = [], another] = Object.entries(subject);
  if (another !== undefined || typeof value !== 'string' || value === '') return undefined;
  return by === 'sub' || by === 'username' || by === 'email' ? { kind: 'user', by, value } : undefined;
}

function readScope(scope: Json | undefined): readonly string[] | undefined | 'malformed' {
  if (scope === undefined) return undefined;
  if (typeof scope !== 'string') return 'malformed';
  const names = scope === '' ? [] : scope.split(' ');
  return names.every(isScopeName) ? [...new Set(names)] : 'malformed';
}

function faultOf(claims: JsonObject): string | undefined {
  const names = Object.keys(claims);
  if (names.length > MOST_CLAIMS) return `has more than ${MOST_CLAIMS} claims`;
  if (JSON.stringify(claims).length > LONGEST_CLAIMS) return `has claims of more than ${LONGEST_CLAIMS} characters`;
  const taken = names.find((name) => name === '' || isRegisteredClaim(name));
  return taken === undefined ? undefined : `has the claim ${taken || 'without a name'}, which it may not set`;
}

function unusable(why: string): HookAnswer {
  return { kind: 'unusable', why };
}
