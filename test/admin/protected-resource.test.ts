/** The admin API as a protected resource: a client that knows its address alone finds out how to get in. RFC 9728 */
import * as oauth from 'oauth4webapi';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { APP_PASSWORD, type AttackedOffice, startOffice } from '../attacks/office.ts';
import { adminClient, bareChallenge, send } from './admin-client.ts';

const insecure = { [oauth.allowInsecureRequests]: true };

let office: AttackedOffice;
beforeAll(async () => {
  office = await startOffice();
});
afterAll(() => office.stop());

const apiOf = ({ origin }: AttackedOffice) => new URL(`${origin}/api/v1`);

test('its metadata is found by the library, and says whom to ask for which scope', async () => {
  const response = await oauth.resourceDiscoveryRequest(apiOf(office), { ...insecure });
  const resource = await oauth.processResourceDiscoveryResponse(apiOf(office), response);
  expect(resource).toMatchObject({
    resource: `${office.origin}/api/v1`,
    authorization_servers: [office.origin],
    scopes_supported: ['lanyard:admin'],
    bearer_methods_supported: ['header'],
  });
});

test('whoever brings nothing, or nothing good, is told where that stands', async () => {
  const told = await send(office.origin, 'readSettings');
  expect(told.headers.get('www-authenticate')).toBe(bareChallenge(office.origin));
  const url = /resource_metadata="([^"]+)"/.exec(told.headers.get('www-authenticate') ?? '')?.[1];
  expect((await fetch(url ?? '')).status).toBe(200);
  const bad = await send(office.origin, 'readSettings', { headers: { authorization: 'Bearer guessed' } });
  expect(bad.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token", resource_metadata="http/);
});

test('a token that is meant for it alone opens it, and no other address may be named', async () => {
  const resource = apiOf(office).href;
  const ask = async (audience: string): Promise<Record<string, string>> => {
    const fields = { grant_type: 'client_credentials', username: 'bot', password: APP_PASSWORD };
    const body = new URLSearchParams({ ...fields, scope: 'lanyard:admin', resource: audience });
    const response = await fetch(`${office.origin}/oauth2/token`, { method: 'POST', body });
    return (await response.json()) as Record<string, string>;
  };
  const client = adminClient(office.origin, { authorization: `Bearer ${(await ask(resource))['access_token']}` });
  expect((await client('readSettings')).status).toBe(200);
  expect(await ask(`${resource}/users`)).toMatchObject({ error: 'invalid_target' });
});
