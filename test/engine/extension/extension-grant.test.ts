/** A grant of the office's own: what a hook says becomes a token, and what it may not say becomes none. */
import { generateKeyPairSync } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { createLocalJWKSet, decodeJwt, type JSONWebKeySet } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it, test, vi } from 'vitest';
import { createExtensionGrant } from '../../../server/directory/extension-grants.ts';
import { makeAnswerKey } from '../../../server/keys/answer-key.ts';
import type { Trace } from '../../../server/trace/trace.ts';
import { createRedaction } from '../../../server/trace/redact.ts';
import { parseParams } from '../../../server/spec/params.ts';
import type { ExtensionGrant } from '../../../server/storage/records/extension-grants.ts';
import { basic, buildHouse, type House, ORIGIN } from '../../support/house.ts';
import { type Lie, type OfficeHook, startOfficeHook } from '../../support/office-hook.ts';

const BADGE = 'https://office.example/grants/badge';
const THINGS = 'https://things.example.lan';

let house: House;
let hook: OfficeHook;
let extension: ExtensionGrant;

beforeAll(async () => {
  house = await buildHouse();
  const keys = createLocalJWKSet(house.keys.jwks() as unknown as JSONWebKeySet);
  hook = await startOfficeHook({ keys, issuer: ORIGIN });
  const { private_key, jwks } = await makeAnswerKey();
  hook.useKey(private_key);
  await house.addUser({ username: 'alice', email: 'alice@example.lan' });
  await house.addUser({ username: 'bob', email: 'bob@example.lan' });
  const { now } = house.clock;
  extension = await house.store.transaction(async (within) => {
    const scopes = [{ name: 'things:read' }, { name: 'things:write' }];
    const times = { created_at: now, updated_at: now };
    await within.collection('apis').insert({ id: 'things', audience: THINGS, name: 'Things', scopes, ...times });
    return createExtensionGrant(within, { grant_type: BADGE, name: 'Badge', hook_uri: hook.hook_uri, jwks }, now);
  });
  const may = { redirect_uris: [], grant_types: [BADGE], scope: 'openid profile offline_access things:read' } as const;
  await house.addApplication({ ...may, client_id: 'door', client_name: 'The door', audience: [THINGS] });
  await house.addApplication({ ...may, client_id: 'gate', access_token_format: 'jwt' });
  await house.addApplication({ ...may, client_id: 'open', token_endpoint_auth_method: 'none' });
  await house.addApplication({ ...may, client_id: 'other', grant_types: ['client_credentials'] });
});
afterEach(() => hook.lie(undefined));
afterAll(() => hook.stop());

const PUBLIC = { client_id: 'open' };
type Fields = Readonly<Record<string, string | undefined>>;
const ask = (fields: Fields = {}, client_id = 'door') =>
  house.post('token', { grant_type: BADGE, badge: '4711', ...fields }, { authorization: basic(client_id) });
const introspect = async (token: unknown) =>
  (await house.post('introspect', { token: String(token) }, { authorization: basic('door') })).body;
const update = (change: Partial<ExtensionGrant>) =>
  house.store.collection('extension_grants').update(extension.id, (old) => ({ ...old, ...change }));

describe('a hook that tells the truth', () => {
  it('names a person, narrows the scope and adds claims', async () => {
    const { status, body } = await ask();
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'openid things:read',
    });
    expect(await introspect(body['access_token'])).toMatchObject({
      active: true,
      username: 'alice',
      scope: 'openid things:read',
      aud: THINGS,
      'https://office.example/door': 7,
    });
  });

  it('brings an ID token where the office says that its people are signed in, and openid was granted', async () => {
    const bob = { badge: '4712', scope: 'openid profile' };
    expect((await ask(bob)).body).not.toHaveProperty('id_token');
    await update({ signs_in: true });
    try {
      const { body } = await ask(bob);
      const claims = decodeJwt(String(body['id_token']));
      expect(claims).toMatchObject({ iss: ORIGIN, aud: 'door', acr: 'urn:lanyard:acr:hook', sub: expect.any(String) });
      expect(claims).not.toHaveProperty('amr');
      expect(body).not.toHaveProperty('refresh_token');
      for (const fields of [{ ...bob, scope: 'things:read' }, { badge: 'machine' }]) {
        const without = await ask(fields);
        expect([without.status, without.body['id_token']]).toEqual([200, undefined]);
      }
    } finally {
      await update({ signs_in: false });
    }
  });

  it('puts its claims beside ours in a JWT, and introspection shows them too', async () => {
    const { body } = await ask({}, 'gate');
    const token = String(body['access_token']);
    expect(decodeJwt(token)).toMatchObject({ 'https://office.example/door': 7, client_id: 'gate', iss: ORIGIN });
    expect(await introspect(token)).toMatchObject({ active: true, 'https://office.example/door': 7 });
  });

  it('is told who asks for what, and nothing that the application proves itself by', async () => {
    const fields = { badge: '4711', client_id: 'door', client_secret: 'a-secret-of-the-application-0001' };
    const { status } = await house.post('token', { grant_type: BADGE, scope: 'openid things:read', ...fields });
    expect(status).toBe(200);
    const { now } = house.clock;
    expect(hook.asked.at(-1)).toEqual({
      iss: ORIGIN,
      aud: hook.hook_uri,
      jti: expect.any(String),
      iat: now,
      exp: now + 60,
      grant_type: BADGE,
      client: { client_id: 'door', client_name: 'The door', token_endpoint_auth_method: 'client_secret_post' },
      parameters: { badge: '4711' },
      scope: 'openid things:read',
      audience: [THINGS],
      address: '192.0.2.1',
    });
  });

  it('can name a person by an address that is theirs alone, however it is spelled', async () => {
    const { body } = await ask({ badge: '4712' });
    expect(await introspect(body['access_token'])).toMatchObject({ username: 'bob' });
    await house.addUser({ username: 'robert', email: 'Bob@example.lan' });
    expect((await ask({ badge: '4712' })).body).toMatchObject({ error: 'invalid_grant' });
  });

  it('can name the application itself, where that proved who it is', async () => {
    const { body } = await ask({ badge: 'machine' });
    expect(await introspect(body['access_token'])).toMatchObject({ sub: 'door', scope: 'things:read' });
    const open = await house.post('token', { grant_type: BADGE, badge: 'machine', client_id: 'open' });
    expect(open.body).toMatchObject({ error: 'unauthorized_client' });
    const person = await house.post('token', { grant_type: BADGE, badge: '4711', client_id: 'open' });
    expect(person.status).toBe(200);
  });

  it('can refuse in the words of RFC 6749', async () => {
    expect(await ask({ badge: 'lost' })).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: 'this badge was reported lost' },
    });
  });

  it('gets nothing offered that the application may not have, and never rights over the office or a renewal', async () => {
    expect((await ask({ scope: 'things:write' })).body).toMatchObject({ error: 'invalid_scope' });
    await ask({ badge: '4712' });
    expect(hook.asked.at(-1)?.['scope']).toBe('openid profile things:read');
    const api = await house.post(
      'token',
      { grant_type: BADGE, badge: '4711', resource: 'https://elsewhere.example' },
      { authorization: basic('door') },
    );
    expect(api.body).toMatchObject({ error: 'invalid_target' });
  });
});

const JWT = { 'content-type': 'application/jwt' };

/** What a hook might answer instead, and what the operator is told; the application learns that there is no answer. */
const UNUSABLE: readonly (readonly [name: string, lie: Lie])[] = [
  ['another issuer', { claims: { aud: 'https://elsewhere.example' } }],
  ['another question', { claims: { in_reply_to: 'of-yesterday' } }],
  ['no question', { claims: { in_reply_to: undefined } }],
  ['another type of JWT', { header: { typ: 'JWT' } }],
  ['a key that is not registered', { key: privatePem() }],
  ['a wider scope', { claims: { scope: 'openid things:write' } }],
  ['the admin scope', { claims: { scope: 'lanyard:admin' } }],
  ['a scope that is no text', { claims: { scope: ['openid'] } }],
  ['no subject', { claims: { subject: undefined } }],
  ['two subjects', { claims: { subject: { username: 'alice', email: 'bob@example.lan' } } }],
  ['a subject by number', { claims: { subject: { sub: 1 } } }],
  ['a subject by nothing that is known', { claims: { subject: { name: 'Alice' } } }],
  ['a registered claim', { claims: { claims: { email: 'boss@example.lan' } } }],
  ['a claim of ours', { claims: { claims: { grant_id: 'somebody-elses' } } }],
  ['a claim that programs stumble over', { claims: { claims: JSON.parse('{"__proto__":{"admin":true}}') as object } }],
  ['claims that are none', { claims: { claims: ['a'] } }],
  ['too many claims', { claims: { claims: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`c${n}`, n])) } }],
  ['too long claims', { claims: { claims: { essay: 'x'.repeat(5000) } } }],
  ['a member that nothing reads', { claims: { admin: true } }],
  ['an error that is not its to say', { claims: { error: 'invalid_client' } }],
  ['a refusal and a person', { claims: { error: 'invalid_grant' } }],
  ['a refusal without a signature', { respond: (to) => to.writeHead(400).end('{"error":"invalid_grant"}') }],
  ['an answer that nobody signed', { respond: (to) => to.writeHead(200, JWT).end('eyJhbGciOiJub25lIn0.e30.') }],
  ['no JWT', { respond: (to) => to.writeHead(200, JWT).end('hello') }],
  ['JSON', { respond: (to) => to.writeHead(200, { 'content-type': 'application/json' }).end('{}') }],
  ['a redirect', { respond: (to) => to.writeHead(302, { location: 'http://127.0.0.1:9/' }).end() }],
  ['more than 64 kB', { respond: (to) => to.writeHead(200, JWT).end('a'.repeat(70_000)) }],
  ['a fault of its own', { respond: (to) => to.writeHead(500).end() }],
  ['a closed connection', { respond: (to) => void to.destroy() }],
];

function privatePem(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

describe('a hook that does not', () => {
  test.each(UNUSABLE)('%s brings no token', async (_name, lie) => {
    hook.lie(lie);
    const before = (await house.store.collection('grants').list({ limit: 1000 })).items.length;
    const { status, body } = await ask();
    expect([status, body['error']]).toEqual([503, 'temporarily_unavailable']);
    expect((await house.store.collection('grants').list({ limit: 1000 })).items).toHaveLength(before);
    hook.lie(undefined);
    expect((await ask()).status).toBe(200);
  });

  it('that never answers is waited for five seconds', async () => {
    hook.lie({ respond: () => undefined });
    const began = performance.now();
    expect((await ask()).status).toBe(503);
    expect(performance.now() - began).toBeLessThan(7_000);
  }, 10_000);

  it('leaves room for what else is asked of other servers, however many ask it', async () => {
    const waiting: ServerResponse[] = [];
    hook.lie({ respond: (response) => void waiting.push(response) });
    const asking = Array.from({ length: 12 }, (_, network) =>
      house.post('token', { ...PUBLIC, grant_type: BADGE, badge: '4711' }, { address: `198.51.${network}.1` }),
    );
    await vi.waitFor(() => expect(waiting.length).toBe(8), { timeout: 4_500 });
    const { outbound } = await house.context();
    const url = `${hook.hook_uri}/another`;
    const other = outbound.fetch({ url, entered_by: 'admin', accept: [], most_bytes: 100, redirects: 0 });
    expect((await other).status).toBe(400);
    expect(waiting).toHaveLength(8);
    hook.lie({ respond: (response) => void response.writeHead(500).end() });
    for (const response of waiting) response.writeHead(500).end();
    const answers = await Promise.all(asking);
    expect(answers.filter(({ status }) => status === 503)).toHaveLength(12);
  }, 15_000);

  it('a hook that is gone brings no token', async () => {
    await update({ hook_uri: 'http://127.0.0.1:9/' });
    expect((await ask()).body).toMatchObject({ error: 'temporarily_unavailable' });
    await update({ hook_uri: hook.hook_uri });
  });

  it('names a person who is not here, or who is disabled, in the same words', async () => {
    const unknown = await ask({ badge: '4713' });
    const { id } = (await house.store.collection('users').find('username_key', 'alice'))[0]!;
    await house.store.collection('users').update(id, (user) => ({ ...user, disabled: true }));
    const disabled = await ask();
    await house.store.collection('users').update(id, (user) => ({ ...user, disabled: false }));
    expect(unknown.body).toEqual({
      error: 'invalid_grant',
      error_description: 'this account may not use this application',
    });
    expect(disabled).toEqual(unknown);
  });
});

describe('who may use it', () => {
  it('is who is registered for it, and nobody who is not', async () => {
    expect((await ask({}, 'other')).body).toMatchObject({ error: 'unauthorized_client' });
    expect((await ask({ grant_type: 'https://office.example/grants/none' })).body).toMatchObject({
      error: 'unsupported_grant_type',
    });
  });

  it('ends with the grant: nothing new, what is out is dead, and discovery is silent', async () => {
    const token = (await ask()).body['access_token'];
    const discovery = async () =>
      (await house.post('openid-configuration', {}, { method: 'GET' })).body['grant_types_supported'];
    expect(await discovery()).toContain(BADGE);
    await update({ disabled: true });
    house.clock.now += 1;
    expect((await ask()).body).toMatchObject({ error: 'unsupported_grant_type' });
    expect(await introspect(token)).toEqual({ active: false });
    expect(await discovery()).not.toContain(BADGE);
    await update({ disabled: false });
    expect(await introspect(token)).toMatchObject({ active: true });
  });

  it('ends with the application’s right to it', async () => {
    const token = (await ask()).body['access_token'];
    const { id } = (await house.store.collection('applications').find('client_id', 'door'))[0]!;
    await house.store.collection('applications').update(id, (app) => ({ ...app, grant_types: ['refresh_token'] }));
    expect(await introspect(token)).toMatchObject({ active: false });
    await house.store.collection('applications').update(id, (app) => ({ ...app, grant_types: [BADGE] }));
    expect(await introspect(token)).toMatchObject({ active: true });
  });
});

it('what it decides stands in the audit log, under the name of the grant', async () => {
  await ask();
  const { items } = await house.store.collection('audit_events').list({ limit: 1000 });
  expect(items.at(-1)).toMatchObject({
    type: 'grant.decided_by_hook',
    actor: 'alice',
    target: 'door',
    detail: { grant: 'Badge', scope: ['openid', 'things:read'] },
  });
});

it('a watcher sees the question as a step of its own, and nothing of what was brought along', async () => {
  const events: Parameters<Trace['emit']>[0][] = [];
  const redactor = createRedaction()();
  house.traced.trace = {
    clock: () => 0,
    emit: (event) => void events.push(event),
    join: () => undefined,
    end: () => undefined,
  };
  await ask({ badge: '4711', seal: 'canary-of-a-badge' });
  house.traced.trace = undefined;
  const steps = events.map((event) => redactor.redact(event));
  expect(steps.map((step) => (step as { name: string }).name)).toContain('ask-hook');
  expect(JSON.stringify(steps)).not.toContain('canary-of-a-badge');
  const form = redactor.redact(parseParams(`grant_type=${encodeURIComponent(BADGE)}&scope=openid&seal=canary`));
  expect(form).toEqual({ grant_type: BADGE, scope: 'openid', seal: expect.stringContaining('•••') });
  // What nobody knows beside a secret is hidden, too.
  const other = redactor.redact(parseParams('grant_type=client_credentials&seal=a'));
  expect(other).toMatchObject({ grant_type: 'client_credentials', seal: expect.stringContaining('•••') });
});
