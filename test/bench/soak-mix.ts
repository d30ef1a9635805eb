/** The mix of the soak: applications and people at work, whose tokens are issued, used and replaced as long as it lasts. */
import { HttpPerson } from '../support/http-person.ts';
import type { Candidate } from './candidate.ts';
import { introspection, opaqueTokens, userinfo } from './kinds.ts';
import { authorizationOf, authorizationUrl, FORM, REDEMPTION, signIn, textIn } from './oauth-client.ts';
import { DOCUMENT, WEB } from './office.ts';
import type { Kind, Plan } from './plan.ts';

export const ACCESS_TOKEN_S = 60;
export const REFRESH_TOKEN_S = 120;
/** Tokens are used no longer than that before their end. */
const MARGIN_S = 15;
const FIRST_FAMILIES = 128;
const MOST_VALUES = 1_000;
/** New families, in parts of all requests: enough to replace those that end. */
const CODE_FLOWS = 0.002;

/** Short lives, so that after two minutes as many tokens end as begin. */
export const SOAK_DOCUMENT = {
  ...DOCUMENT,
  settings: {
    ...DOCUMENT.settings,
    access_token_lifetime_s: ACCESS_TOKEN_S,
    refresh_token_lifetime_s: REFRESH_TOKEN_S,
  },
};

/** Signs a person in, often enough that refreshing can begin at once. */
export async function soakMix(candidate: Candidate): Promise<Pick<Plan, 'kinds' | 'pools'>> {
  const person = new HttpPerson(candidate.issuer);
  const refresh: string[] = [];
  const personal: string[] = [];
  for (let family = 0; family < FIRST_FAMILIES; family += 1) {
    const answer = await signIn(candidate, person);
    refresh.push(textIn(answer, 'refresh_token'));
    personal.push(textIn(answer, 'access_token'));
  }
  const lived = { most: MOST_VALUES, lifetime_s: ACCESS_TOKEN_S - MARGIN_S };
  return {
    kinds: [
      { ...opaqueTokens(candidate, 'machine'), share: 0.3 },
      { ...introspection(candidate), share: 0.3, takes: 'machine' },
      { ...userinfo(candidate), share: 0.2, takes: 'personal' },
      { ...refreshing(candidate), share: 0.2 },
      { ...authorizing(candidate, person), share: CODE_FLOWS },
      { ...redeeming(candidate), share: CODE_FLOWS },
    ],
    pools: {
      machine: { ...lived, values: [], once: false },
      personal: { ...lived, values: personal, once: false },
      // What is refreshed late in a family ends with it, before its own time.
      refresh: { values: refresh, once: true, most: MOST_VALUES, lifetime_s: REFRESH_TOKEN_S - ACCESS_TOKEN_S },
      code: { values: [], once: true, most: MOST_VALUES, lifetime_s: MARGIN_S },
    },
  };
}

const FOUND = { refresh: '"refresh_token":"([^"]+)"', personal: '"access_token":"([^"]+)"' };

function refreshing(candidate: Candidate): Kind {
  return {
    ...atTokenEndpoint(candidate),
    name: 'refresh',
    takes: 'refresh',
    body: 'grant_type=refresh_token&refresh_token={value}',
  };
}

function redeeming(candidate: Candidate): Kind {
  return { ...atTokenEndpoint(candidate), name: 'redemption', takes: 'code', body: `${REDEMPTION}{value}` };
}

function atTokenEndpoint({ metadata }: Candidate): Omit<Kind, 'name'> {
  return {
    share: 1,
    method: 'POST',
    path: new URL(metadata.token_endpoint).pathname,
    headers: { ...FORM, Authorization: authorizationOf(WEB) },
    expects: [200],
    gives: FOUND,
  };
}

function authorizing(candidate: Candidate, person: HttpPerson): Kind {
  const url = authorizationUrl(candidate);
  return {
    name: 'authorization',
    share: 1,
    method: 'GET',
    path: url.pathname + url.search,
    headers: { Cookie: person.cookieHeader() },
    expects: [302, 303],
    gives: { code: '[?&]code=([^&\\s]+)' },
  };
}
