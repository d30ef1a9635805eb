/** Consents: what a person allowed an application, remembered until it is withdrawn. Whether it is asked at all is the application's `consent`. */
import { uniteScopes } from '../spec/scope.ts';
import type { Consent, ConsentedApi } from '../storage/records/flow.ts';
import type { Collections, Transaction } from '../storage/store.ts';
import { ADMIN_SCOPE } from './scopes.ts';

/** A person's answer to one request. */
export interface ConsentDecision {
  readonly user_id: string;
  readonly client_id: string;
  /** The APIs that were shown: a yes is for these, a no for all. */
  readonly audience: readonly string[];
  readonly allowed: readonly string[];
  readonly declined: readonly string[];
  /** From when on it is asked again; absent where it holds until it is withdrawn. */
  readonly ask_from?: number;
}

export function findConsent(
  collections: Collections,
  user_id: string,
  client_id: string,
): Promise<Consent | undefined> {
  return collections.collection('consents').get(consentId(user_id, client_id));
}

/** The consent as it stands after a decision: what was allowed is added to what was, what was declined leaves it. Pure. */
export function consentAfter(before: Consent | undefined, decision: ConsentDecision, now: number): Consent {
  const { user_id, client_id, audience, allowed, declined, ask_from } = decision;
  const left = (names: readonly string[]) => names.filter((name) => allowed.includes(name) || !declined.includes(name));
  const scope = left(uniteScopes(before?.scope ?? [], allowed));
  const kept = (before?.apis ?? []).map((api) => ({ ...api, scope: left(api.scope) }));
  return {
    id: consentId(user_id, client_id),
    user_id,
    client_id,
    scope,
    declined: uniteScopes(before?.declined ?? [], declined).filter((name) => !scope.includes(name)),
    apis: [
      ...kept.filter((api) => !audience.includes(api.audience)),
      ...audience.map((name) => allowedWith(name, kept, allowed)),
    ],
    ...(ask_from === undefined ? {} : { ask_from }),
    created_at: before?.created_at ?? now,
    updated_at: now,
  };
}

function allowedWith(audience: string, before: readonly ConsentedApi[], allowed: readonly string[]): ConsentedApi {
  const known = before.find((api) => api.audience === audience)?.scope ?? [];
  return { audience, scope: uniteScopes(known, allowed) };
}

/**
 * The first of `audience` for which some of `scope` was never allowed, whatever was allowed for others: two APIs may call
 * different things by one name. Pure. RFC 8707 §3
 */
export function apiNotAllowed(
  { apis = [], declined }: Consent,
  audience: readonly string[],
  scope: readonly string[],
): string | undefined {
  return audience.find((name) => {
    const api = apis.find((known) => known.audience === name);
    return api === undefined || !scope.every((each) => api.scope.includes(each) || declined.includes(each));
  });
}

/** What is remembered of a decision: rights over the office are asked for each time. */
export function withoutAdmin(scope: readonly string[]): readonly string[] {
  return scope.filter((name) => name !== ADMIN_SCOPE);
}

function namesNothing({ allowed, declined }: ConsentDecision): boolean {
  return allowed.length + declined.length === 0;
}

export async function rememberConsent(
  within: Transaction,
  answer: ConsentDecision,
  now: number,
): Promise<Consent | undefined> {
  const decision = { ...answer, allowed: withoutAdmin(answer.allowed), declined: withoutAdmin(answer.declined) };
  // A yes to no scope at all is one: that the application learns who somebody is.
  if (namesNothing(decision) && !namesNothing(answer)) return undefined;
  const consents = within.collection('consents');
  const before = await consents.get(consentId(decision.user_id, decision.client_id));
  if (before !== undefined) return consents.update(before.id, (old) => consentAfter(old, decision, now));
  const consent = consentAfter(undefined, decision, now);
  await consents.insert(consent);
  return consent;
}

/** Whether there was one. What was issued under it stops at its next use: the access policy asks for the consent. */
export async function withdrawConsent(within: Transaction, user_id: string, client_id: string): Promise<boolean> {
  return within.collection('consents').remove(consentId(user_id, client_id));
}

/** Withdraws everything that a person allowed. Answers how many applications it was. */
export function withdrawConsentsOfUser(within: Transaction, user_id: string): Promise<number> {
  return withdrawFound(within, 'user_id', user_id);
}

/** Withdraws what anybody allowed an application. Answers how many people it was. */
export function withdrawConsentsForApplication(within: Transaction, client_id: string): Promise<number> {
  return withdrawFound(within, 'client_id', client_id);
}

async function withdrawFound(within: Transaction, index: 'user_id' | 'client_id', value: string): Promise<number> {
  const consents = within.collection('consents');
  const found = await consents.find(index, value);
  for (const { id } of found) await consents.remove(id);
  return found.length;
}

/** User ids are UUIDs and client_ids hold no space, so the two parts cannot run into each other. */
function consentId(user_id: string, client_id: string): string {
  return `${user_id} ${client_id}`;
}
