/** The terms of an API hold for a token of it by whichever grant that comes. */
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminClient, botCredentials, type Client } from '../admin/admin-client.ts';
import type { Browser } from '../attacks/browser.ts';
import { type Call, CALLS } from '../attacks/calls.ts';
import { API, type AttackedOffice, given, post } from '../attacks/office.ts';
import { startOfficeOfEveryGrant } from '../attacks/office-of-every-grant.ts';

const SCOPE = 'openid offline_access things:read things:write';

let office: AttackedOffice;
let client: Client;
let alice: Browser;
let api_id: string;
beforeAll(async () => {
  office = await startOfficeOfEveryGrant(({ applications, trusted_issuers, ...document }) => ({
    ...document,
    groups: [{ name: 'staff' }, { name: 'board' }],
    apis: [
      {
        audience: API,
        scopes: [{ name: 'things:read' }, { name: 'things:write', allowed_groups: ['board'] }],
        access_token_format: 'jwt',
        access_token_signed_response_alg: 'ES256',
        access_token_lifetime_s: 300,
      },
    ],
    applications: applications.map((application) => ({ ...application, scope: SCOPE, audience: [API] })),
    trusted_issuers: trusted_issuers.map((issuer) => ({ ...issuer, scope: SCOPE, audience: [API] })),
  }));
  client = adminClient(office.origin, await botCredentials(office.origin));
  alice = await office.signedIn();
  api_id = (await client('listApis', { query: {} })).body.items[0]!.id;
});
afterAll(() => office.stop());

/** A request that would succeed, for all that the application may have. */
async function prepare(call: Call) {
  const { scope: _all, ...parameters } = await call.parameters({ origin: office.origin, alice });
  return given(Object.fromEntries(Object.entries(parameters).map(([name, { value }]) => [name, value])));
}

const send = (fields: URLSearchParams) => post(office.origin, '/oauth2/token', fields);

describe.each(CALLS.filter(({ endpoint }) => endpoint === 'token'))('$what', (call) => {
  it('looks and lives as the API says, without the scopes of others’ groups', async () => {
    const { status, body } = await send(await prepare(call));
    expect({ status, body }).toMatchObject({ status: 200, body: { expires_in: 300 } });
    const token = body['access_token'] ?? '';
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    const { iat = 0, exp, aud, scope } = decodeJwt(token);
    expect({ aud, lives: Number(exp) - iat }).toEqual({ aud: API, lives: 300 });
    expect(scope).not.toContain('things:write');
  });

  it('is refused to an application that the API does not list', async () => {
    const fields = await prepare(call);
    await client('changeApi', { path: { id: api_id }, body: { allowed_applications: ['rp1'] } });
    const answer = await send(fields);
    await client('changeApi', { path: { id: api_id }, body: { allowed_applications: [] } });
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_target' } });
    expect((await send(await prepare(call))).status).toBe(200);
  });
});
