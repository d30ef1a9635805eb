/** Trusted issuers in the admin API: added with keys in one place, changed, listed and removed, and each of it on record. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { API, type AttackedOffice, startOffice } from '../attacks/office.ts';
import { adminClient, botCredentials, type Client } from './admin-client.ts';

const JWKS = { keys: [{ kty: 'EC', crv: 'P-256', x: 'abc', y: 'def', kid: '1' }] };

let office: AttackedOffice;
let client: Client;
beforeAll(async () => {
  office = await startOffice();
  client = adminClient(office.origin, await botCredentials(office.origin));
});
afterAll(() => office.stop());

test('one is trusted with what it leaves out filled in, changed by merging, and trusted no more', async () => {
  const input = { issuer: 'https://partner.test', jwks_uri: 'https://partner.test/jwks', scope: 'things:read' };
  const made = await client('createTrustedIssuer', { body: { ...input, audience: [API] } });
  expect(made.status).toBe(201);
  const { id } = made.body;
  expect(made.body).toMatchObject({
    ...input,
    name: 'https://partner.test',
    subject_claim: 'sub',
    user_field: 'username',
    audience: [API],
    disabled: false,
  });
  const moved = await client('changeTrustedIssuer', {
    path: { id },
    body: { name: 'Partner', jwks_uri: null, jwks: JWKS, user_field: 'email', subject_claim: 'email' },
    headers: { 'if-match': made.etag },
  });
  expect(moved.body).toMatchObject({ name: 'Partner', jwks: JWKS, user_field: 'email', subject_claim: 'email' });
  expect(moved.body).not.toHaveProperty('jwks_uri');
  const stale = { path: { id }, body: { disabled: true }, headers: { 'if-match': made.etag } };
  expect((await client('changeTrustedIssuer', stale)).status).toBe(412);
  expect((await client('listTrustedIssuers', { query: { q: 'partner' } })).body.items).toEqual([moved.body]);
  expect((await client('removeTrustedIssuer', { path: { id } })).status).toBe(204);
  expect((await client('readTrustedIssuer', { path: { id } })).status).toBe(404);
  expect((await client('removeTrustedIssuer', { path: { id } })).status).toBe(204);
  const { items } = (await client('listAuditEvents', { query: { q: 'partner.test' } })).body;
  expect(items.map(({ type }) => type)).toEqual([
    'trusted_issuer.removed',
    'trusted_issuer.changed',
    'trusted_issuer.created',
  ]);
  expect(items[0]?.sentence).toContain('removed the trusted issuer https://partner.test');
});

test('one without keys, with keys in two places, with a private key, or known already is refused at its field', async () => {
  const refused = async (body: object) => {
    const { status, problem } = await client('createTrustedIssuer', { body });
    return [status, problem.errors?.map(({ pointer }) => pointer)];
  };
  expect(await refused({ issuer: 'https://a.test' })).toEqual([400, ['/jwks_uri']]);
  expect(await refused({ issuer: 'https://a.test', jwks: JWKS, jwks_uri: 'https://a.test/jwks' })).toEqual([
    400,
    ['/jwks'],
  ]);
  const secret = { keys: [{ ...JWKS.keys[0], d: 'abc' }] };
  expect(await refused({ issuer: 'https://a.test', jwks: secret })).toEqual([400, ['/jwks']]);
  expect(await refused({ issuer: 'https://a.test', jwks: JWKS, scope: 'nobody:knows' })).toEqual([400, ['/scope']]);
  expect(await refused({ issuer: 'https://a.test', jwks: JWKS, audience: ['x'] })).toEqual([400, ['/audience/0']]);
  expect((await client('createTrustedIssuer', { body: { issuer: 'https://b.test', jwks: JWKS } })).status).toBe(201);
  expect((await client('createTrustedIssuer', { body: { issuer: 'https://b.test', jwks: JWKS } })).status).toBe(409);
  const [known] = (await client('listTrustedIssuers')).body.items;
  const bare = await client('changeTrustedIssuer', { path: { id: known?.id ?? '' }, body: { jwks: null } });
  expect(bare.status).toBe(400);
});
