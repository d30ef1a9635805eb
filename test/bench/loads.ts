/** How each path is loaded: the same steps against either candidate, as a script for wrk. */
import { HttpPerson } from '../support/http-person.ts';
import type { Candidate } from './candidate.ts';
import { type Load, lua, luaTable, sameRequest } from './load.ts';
import {
  authorizationOf,
  authorizationUrl,
  CLIENT_CREDENTIALS,
  FORM,
  machineToken,
  REDEMPTION,
  signIn,
  textIn,
} from './oauth-client.ts';
import { WEB } from './office.ts';

function once(url: string, source: string): Load {
  return { url, lua: source, requests_per_operation: 1 };
}

export function tokenLoad(client_id: string): (candidate: Candidate) => Promise<Load> {
  const source = sameRequest('POST', { ...FORM, Authorization: authorizationOf(client_id) }, CLIENT_CREDENTIALS);
  return ({ metadata }) => Promise.resolve(once(metadata.token_endpoint, source));
}

export async function introspectionLoad(candidate: Candidate): Promise<Load> {
  const token = textIn(await machineToken(candidate, 'bench-opaque'), 'access_token');
  const headers = { ...FORM, Authorization: authorizationOf('bench-opaque') };
  return once(candidate.metadata.introspection_endpoint, sameRequest('POST', headers, `token=${token}`));
}

export async function userinfoLoad(candidate: Candidate): Promise<Load> {
  const token = textIn(await signIn(candidate), 'access_token');
  return once(candidate.metadata.userinfo_endpoint, sameRequest('GET', { Authorization: `Bearer ${token}` }));
}

export function discoveryLoad({ issuer }: Candidate): Promise<Load> {
  return Promise.resolve(once(`${issuer}/.well-known/openid-configuration`, sameRequest('GET', {})));
}

export function jwksLoad({ metadata }: Candidate): Promise<Load> {
  return Promise.resolve(once(metadata.jwks_uri, sameRequest('GET', {})));
}

/** Every answer brings the next token; there are more families than connections, so none is used twice. */
export async function refreshLoad(candidate: Candidate, connections: number): Promise<Load> {
  const person = new HttpPerson(candidate.issuer);
  const tokens: string[] = [];
  for (let family = 0; family < connections * 2; family += 1) {
    tokens.push(textIn(await signIn(candidate, person), 'refresh_token'));
  }
  const headers = luaTable({ ...FORM, Authorization: authorizationOf(WEB) });
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
  if token then table.insert(waiting, 1, token) else wrong = wrong + 1 end
end`,
  );
}

/** An authorization request in a session, then the redemption of its code: two requests an operation. */
export async function codeFlowLoad(candidate: Candidate): Promise<Load> {
  const person = new HttpPerson(candidate.issuer);
  await signIn(candidate, person);
  const authorize = authorizationUrl(candidate);
  return {
    url: candidate.metadata.token_endpoint,
    requests_per_operation: 2,
    lua: `local codes = {}
local headers = ${luaTable({ ...FORM, Authorization: authorizationOf(WEB) })}
local asking = ${luaTable({ Cookie: person.cookieHeader() })}
local authorize = ${lua(authorize.pathname + authorize.search)}
local redeem = ${lua(REDEMPTION)}
request = function()
  local code = table.remove(codes)
  if code then return wrk.format('POST', nil, headers, redeem .. code) end
  return wrk.format('GET', authorize, asking)
end
response = function(status, headers, body)
  local location = headers['Location'] or headers['location']
  local code = location and location:match('[?&]code=([^&]+)')
  if code then table.insert(codes, code)
  elseif not body:find('"id_token"', 1, true) then wrong = wrong + 1 end
end`,
  };
}
