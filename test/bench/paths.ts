/** The table of what is measured: each path makes its load against either candidate, by the same steps. */
import { HttpPerson } from '../support/http-person.ts';
import type { Candidate } from './candidate.ts';
import { type Load, lua, luaTable, sameRequest } from './load.ts';
import { CALLBACK, CHALLENGE, PERSON, PERSONAL_SCOPE, SCOPE, SECRET, VERIFIER, WEB } from './office.ts';

export interface Path {
  readonly name: string;
  /** `connections`: how many requests are under way at once. */
  prepare(candidate: Candidate, connections: number): Promise<Load>;
}

export const PATHS: readonly Path[] = [
  { name: 'client_credentials ES256 JWT', prepare: (candidate) => tokenLoad(candidate, 'bench-es256') },
  { name: 'client_credentials RS256 JWT', prepare: (candidate) => tokenLoad(candidate, 'bench-rs256') },
  { name: 'client_credentials opaque', prepare: (candidate) => tokenLoad(candidate, 'bench-opaque') },
  { name: 'introspection', prepare: introspectionLoad },
  { name: 'userinfo', prepare: userinfoLoad },
  { name: 'refresh', prepare: refreshLoad },
  { name: 'code flow in a session', prepare: codeFlowLoad },
  { name: 'discovery', prepare: ({ issuer }) => getLoad(`${issuer}/.well-known/openid-configuration`) },
  { name: 'jwks', prepare: ({ metadata }) => getLoad(metadata.jwks_uri) },
];

const FORM = { 'Content-Type': 'application/x-www-form-urlencoded' };

function basic(client_id: string): string {
  return `Basic ${Buffer.from(`${client_id}:${SECRET}`).toString('base64')}`;
}

function once(url: string, source: string): Load {
  return { url, lua: source, requests_per_operation: 1 };
}

function tokenLoad({ metadata }: Candidate, client_id: string): Promise<Load> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', scope: SCOPE }).toString();
  return Promise.resolve(
    once(metadata.token_endpoint, sameRequest('POST', { ...FORM, Authorization: basic(client_id) }, body)),
  );
}

async function introspectionLoad(candidate: Candidate): Promise<Load> {
  const headers = { ...FORM, Authorization: basic('bench-opaque') };
  const answer = await post(candidate.metadata.token_endpoint, headers, {
    grant_type: 'client_credentials',
    scope: SCOPE,
  });
  const body = new URLSearchParams({ token: answer['access_token'] ?? '' }).toString();
  return once(candidate.metadata.introspection_endpoint, sameRequest('POST', headers, body));
}

async function userinfoLoad(candidate: Candidate): Promise<Load> {
  const { access_token = '' } = await signIn(candidate);
  return once(candidate.metadata.userinfo_endpoint, sameRequest('GET', { Authorization: `Bearer ${access_token}` }));
}

function getLoad(url: string): Promise<Load> {
  return Promise.resolve(once(url, sameRequest('GET', {})));
}

/** Every answer brings the next token; there are more families than connections, so none is used twice. */
async function refreshLoad(candidate: Candidate, connections: number): Promise<Load> {
  const person = new HttpPerson(candidate.issuer);
  const tokens: string[] = [];
  for (let family = 0; family < connections * 2; family += 1) {
    const { refresh_token } = await signIn(candidate, person);
    if (refresh_token === undefined) throw new Error(`${candidate.name} gave no refresh token`);
    tokens.push(refresh_token);
  }
  const headers = luaTable({ ...FORM, Authorization: basic(WEB) });
  return once(
    candidate.metadata.token_endpoint,
    `local waiting = {${tokens.map(lua).join(',')}}
local headers = ${headers}
request = function()
  local token = table.remove(waiting)
  return wrk.format('POST', nil, headers, 'grant_type=refresh_token&refresh_token=' .. token)
end
response = function(status, _, body)
  local token = body:match('"refresh_token":"([^"]+)"')
  if token then table.insert(waiting, 1, token) end
end`,
  );
}

/** An authorization request in a session, then the redemption of its code: two requests an operation. */
async function codeFlowLoad(candidate: Candidate): Promise<Load> {
  const person = new HttpPerson(candidate.issuer);
  await signIn(candidate, person);
  const authorize = new URL(authorizationUrl(candidate));
  const headers = luaTable({ ...FORM, Authorization: basic(WEB) });
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    redirect_uri: CALLBACK,
    code_verifier: VERIFIER,
  });
  return {
    url: candidate.metadata.token_endpoint,
    requests_per_operation: 2,
    lua: `local codes = {}
local headers = ${headers}
local asking = ${luaTable({ Cookie: person.cookieHeader() })}
local authorize = ${lua(authorize.pathname + authorize.search)}
local redeem = ${lua(`${body.toString()}&code=`)}
request = function()
  local code = table.remove(codes)
  if code then return wrk.format('POST', nil, headers, redeem .. code) end
  return wrk.format('GET', authorize, asking)
end
response = function(status, headers)
  local location = headers['Location'] or headers['location']
  local code = location and location:match('[?&]code=([^&]+)')
  if code then table.insert(codes, code) end
end`,
  };
}

function authorizationUrl({ metadata }: Candidate): string {
  const query = new URLSearchParams({
    client_id: WEB,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: PERSONAL_SCOPE,
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
  });
  return `${metadata.authorization_endpoint}?${query.toString()}`;
}

async function signIn(
  candidate: Candidate,
  person = new HttpPerson(candidate.issuer),
): Promise<Record<string, string>> {
  const asked = await person.open(authorizationUrl(candidate));
  const arrived = asked.left === undefined ? await person.submit(asked, PERSON) : asked;
  const code = arrived.left?.searchParams.get('code');
  if (code === undefined || code === null)
    throw new Error(`${candidate.name} gave no code: ${arrived.html.slice(0, 300)}`);
  const fields = { grant_type: 'authorization_code', redirect_uri: CALLBACK, code_verifier: VERIFIER, code };
  return post(candidate.metadata.token_endpoint, { ...FORM, Authorization: basic(WEB) }, fields);
}

async function post(
  url: string,
  headers: Record<string, string>,
  fields: Record<string, string>,
): Promise<Record<string, string>> {
  const response = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(fields).toString() });
  const body = (await response.json()) as Record<string, string>;
  if (!response.ok) throw new Error(JSON.stringify(body));
  return body;
}
