/** The requests of the benchmark's applications, as any client makes them. What they are measured with is loads.ts. */
import { HttpPerson } from '../support/http-person.ts';
import type { Candidate } from './candidate.ts';
import { CALLBACK, CHALLENGE, PERSON, PERSONAL_SCOPE, SCOPE, SECRET, VERIFIER, WEB } from './office.ts';

export type Answer = Readonly<Record<string, unknown>>;

export const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

export function authorizationOf(client_id: string): string {
  return `Basic ${Buffer.from(`${client_id}:${SECRET}`).toString('base64')}`;
}

export const CLIENT_CREDENTIALS = new URLSearchParams({ grant_type: 'client_credentials', scope: SCOPE }).toString();

/** Without the code, which comes last. */
export const REDEMPTION = `${new URLSearchParams({
  grant_type: 'authorization_code',
  redirect_uri: CALLBACK,
  code_verifier: VERIFIER,
}).toString()}&code=`;

export function authorizationUrl({ metadata }: Pick<Candidate, 'metadata'>): URL {
  const query = new URLSearchParams({
    client_id: WEB,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: PERSONAL_SCOPE,
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  });
  return new URL(`${metadata.authorization_endpoint}?${query.toString()}`);
}

/** Signs in, or goes on in the session that `person` has; answers the tokens. */
export async function signIn(candidate: Candidate, person = new HttpPerson(candidate.issuer)): Promise<Answer> {
  const asked = await person.open(authorizationUrl(candidate).href);
  const arrived = asked.left === undefined ? await person.submit(asked, PERSON) : asked;
  const code = arrived.left?.searchParams.get('code');
  if (code === undefined || code === null)
    throw new Error(`${candidate.name} gave no code: ${arrived.html.slice(0, 300)}`);
  return post(candidate.metadata.token_endpoint, WEB, REDEMPTION + code);
}

export function machineToken({ metadata }: Candidate, client_id: string): Promise<Answer> {
  return post(metadata.token_endpoint, client_id, CLIENT_CREDENTIALS);
}

export function introspect({ metadata }: Candidate, token: string): Promise<Answer> {
  return post(metadata.introspection_endpoint, 'bench-opaque', `token=${token}`);
}

/** Throws with the whole answer unless it is 200. */
export async function post(url: string, client_id: string, body: string): Promise<Answer> {
  return read(
    await fetch(url, { method: 'POST', headers: { ...FORM, Authorization: authorizationOf(client_id) }, body }),
  );
}

export async function get(url: string, access_token?: string): Promise<Answer> {
  return read(
    await fetch(url, access_token === undefined ? {} : { headers: { Authorization: `Bearer ${access_token}` } }),
  );
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.url} answers ${response.status} ${text.slice(0, 500)}`);
  return JSON.parse(text) as Answer;
}

/** Throws when the member is no string. */
export function textIn(answer: Answer, member: string): string {
  const value = answer[member];
  if (typeof value === 'string' && value !== '') return value;
  throw new Error(`there is no ${member} in ${JSON.stringify(answer)}`);
}
