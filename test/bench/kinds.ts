/** The kinds of request that the load generator is given, against either candidate. */
import type { Candidate } from './candidate.ts';
import { authorizationOf, CLIENT_CREDENTIALS, FORM, machineToken, signIn, textIn } from './oauth-client.ts';
import type { Kind } from './plan.ts';

/** client_credentials of the application with opaque tokens; `pool`: where the tokens go. */
export function opaqueTokens({ metadata }: Pick<Candidate, 'metadata'>, pool?: string): Kind {
  return {
    name: 'client_credentials opaque',
    share: 1,
    method: 'POST',
    path: new URL(metadata.token_endpoint).pathname,
    headers: { ...FORM, Authorization: authorizationOf('bench-opaque') },
    body: CLIENT_CREDENTIALS,
    expects: [200],
    ...(pool === undefined ? {} : { gives: { [pool]: '"access_token":"([^"]+)"' } }),
  };
}

/** Of one token that lives. */
export async function introspections(candidate: Candidate): Promise<Kind> {
  const token = textIn(await machineToken(candidate, 'bench-opaque'), 'access_token');
  return { ...introspection(candidate), body: `token=${token}` };
}

export async function userinfos(candidate: Candidate): Promise<Kind> {
  const token = textIn(await signIn(candidate), 'access_token');
  return { ...userinfo(candidate), headers: { Authorization: `Bearer ${token}` } };
}

/** Of whatever token the plan has at hand, in place of `{value}`. */
export function introspection({ metadata }: Pick<Candidate, 'metadata'>): Kind {
  return {
    name: 'introspection',
    share: 1,
    method: 'POST',
    path: new URL(metadata.introspection_endpoint).pathname,
    headers: { ...FORM, Authorization: authorizationOf('bench-opaque') },
    body: 'token={value}',
    expects: [200],
  };
}

export function userinfo({ metadata }: Pick<Candidate, 'metadata'>): Kind {
  return {
    name: 'userinfo',
    share: 1,
    method: 'GET',
    path: new URL(metadata.userinfo_endpoint).pathname,
    headers: { Authorization: 'Bearer {value}' },
    expects: [200],
  };
}
