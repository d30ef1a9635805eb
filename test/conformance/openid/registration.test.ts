/** The registration endpoint over HTTPS beyond what the plans ask of it: bodies, methods, replacement, approval. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ClientKey, makeClientKey } from '../../support/client-jwt.ts';
import { type Body, clientMetadata, type Provider, startProvider } from './dynamic-support.ts';
import { checkStays } from './dynamic-variant.ts';

let op: Provider;
let key: ClientKey;

beforeAll(async () => {
  key = await makeClientKey('RS256', 'first');
  op = await startProvider();
});

afterAll(() => op.stop());

const wanted = (changes: Body = {}): Body => ({ ...clientMetadata(op, key), ...changes });

describe('oidcc-registration-sector-bad, one by one', () => {
  it.each<[string, unknown]>([
    ['lacks the redirect URI', ['https://elsewhere.test/callback']],
    ['is no list', { redirect_uris: [] }],
    ['is a list of other things', [1, null]],
    ['is too large', ['x'.repeat(70_000)]],
    ['is null', null],
  ])('the document %s', async (_what, document) => {
    op.serve('/bad.json', document);
    const { status, body } = await op.register(wanted({ sector_identifier_uri: `${op.party}/bad.json` }));
    expect([status, body['error']]).toEqual([400, 'invalid_client_metadata']);
  });
});

describe('the registration endpoint over HTTP', () => {
  const endpoint = () => String(op.metadata['registration_endpoint']);
  const post = (body: string | Uint8Array<ArrayBuffer>, type = 'application/json') =>
    op.call(endpoint(), { method: 'POST', body, headers: { 'content-type': type } });

  it.each<[string, string | Uint8Array<ArrayBuffer>, string, number]>([
    ['no JSON', '{', 'application/json', 400],
    ['a name twice', '{"redirect_uris":[],"redirect_uris":[]}', 'application/json', 400],
    ['__proto__', '{"__proto__":{}}', 'application/json', 400],
    ['an abyss', '['.repeat(10_000), 'application/json', 400],
    ['bytes that are not UTF-8', new Uint8Array([0x7b, 0xff, 0x7d]), 'application/json', 400],
    ['a form', 'redirect_uris=x', 'application/x-www-form-urlencoded', 415],
    ['text', '{}', 'text/plain', 415],
    ['a megabyte', `{"client_name":"${'x'.repeat(1_000_000)}"}`, 'application/json', 413],
    ['nothing', '', 'application/json', 400],
  ])('refuses %s', async (_what, body, type, status) => {
    const answer = await post(body, type);
    expect([answer.status, answer.body['error']]).toEqual([status, 'invalid_client_metadata']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('answers its methods and no other, and stores nothing of its answers', async () => {
    const { status, headers } = await op.call(endpoint(), { method: 'PATCH' });
    expect([status, headers.get('allow')]).toEqual([405, 'POST, GET, PUT, DELETE, HEAD']);
    const { headers: made } = await op.register(wanted());
    expect(made.get('cache-control')).toBe('no-store');
  });

  it('a client replaces its registration and ends it', async () => {
    const client = await op.registered(wanted());
    const headers = { authorization: `Bearer ${client.registration_access_token}`, 'content-type': 'application/json' };
    const body = JSON.stringify(wanted({ client_id: client.client_id, client_name: 'Renamed' }));
    const replaced = await op.call(client.registration_client_uri, { method: 'PUT', headers, body });
    expect(replaced).toMatchObject({ status: 200, body: { client_name: 'Renamed' } });
    const { authorization } = headers;
    const ended = await op.call(client.registration_client_uri, { method: 'DELETE', headers: { authorization } });
    expect(ended.status).toBe(204);
    expect((await op.call(client.registration_client_uri, { headers: { authorization } })).status).toBe(401);
    checkStays(await op.open(client, {}));
  });

  it('with approval an application waits until an admin approves', async () => {
    await op.admin('PATCH', '/settings', { dynamic_registration: 'approval' });
    const client = await op.registered(wanted({ client_name: 'A waiting client' }));
    checkStays(await op.open(client, {}));
    const { body } = await op.admin('GET', '/applications?q=A+waiting+client');
    const [listed] = body['items'] as readonly Body[];
    expect(listed).toMatchObject({ registered_by: 'itself', awaits_approval: true, disabled: true });
    const approved = await op.admin('POST', `/applications/${String(listed?.['id'])}/approve`);
    expect(approved).toMatchObject({ status: 200, body: { awaits_approval: false, disabled: false } });
    expect((await op.redeem(client, await op.signIn(client), key)).status).toBe(200);
    await op.admin('PATCH', '/settings', { dynamic_registration: 'off' });
    expect((await op.register(wanted())).status).toBe(403);
    await op.admin('PATCH', '/settings', { dynamic_registration: 'open' });
  });
});
