/** Applications that sign instead of sending a secret: each request has an assertion of its own, which counts once. */
import { randomUUID } from 'node:crypto';
import type { Candidate } from './candidate.ts';
import { type Load, lua, luaTable } from './load.ts';
import { CLIENT_CREDENTIALS, FORM } from './oauth-client.ts';
import { SIGNED, signingKey } from './office.ts';
import { encodePart, fileOfLines, MOST_IN_A_ROUND, signEs256 } from './signed-lines.ts';

/** Seconds; no server here takes one that lives longer than ten minutes. */
const LIFETIME_S = 300;

const BODY = `${CLIENT_CREDENTIALS}&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=`;

export async function checkSigned(candidate: Candidate): Promise<void> {
  const [assertion = ''] = assertions(candidate, 1);
  const ask = async () => {
    const { token_endpoint } = candidate.metadata;
    const response = await fetch(token_endpoint, { method: 'POST', headers: FORM, body: BODY + assertion });
    return { status: response.status, text: await response.text() };
  };
  const { status, text } = await ask();
  if (status !== 200 || !/"access_token":"[A-Za-z0-9_-]{43,}"/.test(text))
    throw new Error(`no opaque token for an assertion: ${status} ${text}`);
  const again = await ask();
  if (again.status !== 401) throw new Error(`an assertion counts twice: ${again.status} ${again.text}`);
}

export async function signedLoad(candidate: Candidate): Promise<Load> {
  const file = await fileOfLines(assertions(candidate, MOST_IN_A_ROUND));
  return {
    url: candidate.metadata.token_endpoint,
    requests_per_operation: 1,
    lua: `local assertions = io.lines(${lua(file)})
local headers = ${luaTable(FORM)}
local body = ${lua(BODY)}
request = function()
  return wrk.format('POST', nil, headers, body .. assertions())
end`,
  };
}

function assertions({ metadata }: Candidate, count: number): readonly string[] {
  const { privateKey } = signingKey();
  const header = encodePart({ alg: 'ES256', kid: SIGNED });
  const iat = Math.floor(Date.now() / 1000);
  const claims = { iss: SIGNED, sub: SIGNED, aud: metadata.issuer, iat, exp: iat + LIFETIME_S };
  return Array.from({ length: count }, () => signEs256(header, { ...claims, jti: randomUUID() }, privateKey));
}
