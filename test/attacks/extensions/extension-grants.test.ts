/**
 * Grants of the office's own (RFC 6749 §4.5, §5.2): what is wrong with a request is refused before the hook hears of it, what
 * the hook refuses is said in its words, and whatever it may not say is no token.
 */
import { generateKeyPairSync } from 'node:crypto';
import { createRemoteJWKSet } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOOK_ERRORS } from '../../../server/hooks/read-answer.ts';
import { adminClient, botCredentials } from '../../admin/admin-client.ts';
import { type Lie, type OfficeHook, startOfficeHook } from '../../support/office-hook.ts';
import { type AttackedOffice, basic, post, SECRET } from '../office.ts';
import { DOORS, proofFor, startExtensions, toToken } from './office.ts';
import { alsoWith, but, complaints, type Refusal, refuses, send, type Sent, without } from './refusals.ts';

const BADGE = 'https://office.example/grants/badge';

let office: AttackedOffice;
let hook: OfficeHook;
beforeAll(async () => {
  office = await startExtensions();
  const client = adminClient(office.origin, await botCredentials(office.origin));
  hook = await startOfficeHook({
    keys: createRemoteJWKSet(new URL('/oauth2/jwks', office.origin)),
    issuer: office.origin,
  });
  const made = await client('createExtensionGrant', {
    body: { grant_type: BADGE, name: 'Badge', hook_uri: hook.hook_uri },
  });
  hook.useKey(made.body.answer_key ?? '');
  const carol = { username: 'carol', email: 'carol@example.lan', email_verified: false };
  await client('createUser', { body: carol });
  const may = { redirect_uris: [], grant_types: [BADGE], scope: 'openid things:read offline_access' };
  await client('createApplication', { body: { ...may, client_id: 'door', client_secret: SECRET } });
  await client('createApplication', { body: { ...may, client_id: 'gate', token_endpoint_auth_method: 'none' } });
});
afterAll(async () => {
  await hook.stop();
  await office.stop();
});

/** What a person with a badge brings; the hook tells the truth again. */
const asks = async (): Promise<Sent> => {
  hook.lie(undefined);
  return toToken('door', { grant_type: BADGE, badge: '4711', seal: 'canary-of-a-badge' });
};

describe('a request', () => {
  const bad = (what: string, change: Refusal['change'], error: string, status = 400): Refusal => ({
    what,
    change,
    status,
    error,
  });
  refuses(() => office.origin, asks, [
    bad('for a grant of nobody', but({ grant_type: `${BADGE}s` }), 'unsupported_grant_type'),
    bad('for the grant in capitals', but({ grant_type: BADGE.toUpperCase() }), 'unsupported_grant_type'),
    bad(
      'of an application that is not switched on for it',
      but({}, { authorization: basic('trusted') }),
      'unauthorized_client',
    ),
    bad('of nobody', without('authorization'), 'invalid_client', 401),
    {
      ...bad(
        'of an application with a wrong secret',
        but({}, { authorization: basic('door', 'x') }),
        'invalid_client',
        401,
      ),
      challenge: /^Basic /,
    },
    bad('for a scope that is not open', but({ scope: 'doors:open' }), 'invalid_scope'),
    bad('for the office', but({ scope: 'lanyard:admin' }), 'invalid_scope'),
    bad('for an API that is not its own', but({ resource: DOORS }), 'invalid_target'),
    bad('with what the hook reads there twice', alsoWith('badge', '4712'), 'invalid_request'),
    bad(
      'with a proof of another address',
      async (right) => {
        const dpop = await proofFor(office.origin, { htu: `${office.origin}/oauth2/par` });
        return but({}, { dpop })(right);
      },
      'invalid_dpop_proof',
    ),
  ]);

  it('that is refused is none of the hook’s business', async () => {
    const right = await asks();
    const before = hook.asked.length;
    const changes = [but({ scope: 'doors:open' }), but({ resource: DOORS }), without('authorization')];
    for (const change of changes) expect((await send(office.origin, change(right))).status).toBeGreaterThanOrEqual(400);
    expect(hook.asked.length).toBe(before);
    expect((await send(office.origin, right)).status).toBe(200);
    expect(hook.asked.length).toBe(before + 1);
    expect(JSON.stringify(hook.asked)).not.toContain(SECRET);
  });
});

/** A row whose hook answers otherwise; the next `asks` makes it truthful again. */
function lying(what: string, lie: Lie, error = 'temporarily_unavailable', status = 503): Refusal {
  return {
    what,
    change: (right) => {
      hook.lie(lie);
      return right;
    },
    status,
    error,
    burns: true,
  };
}

describe('a hook that refuses', () => {
  const refusing = { subject: undefined, scope: undefined, claims: undefined };
  refuses(() => office.origin, asks, [
    ...HOOK_ERRORS.map((error) => lying(`with ${error}`, { claims: { ...refusing, error } }, error, 400)),
    lying(
      'in words that no header could carry',
      { claims: { ...refusing, error: 'invalid_grant', error_description: 'no\r\nSet-Cookie: "x"\\é' } },
      'invalid_grant',
      400,
    ),
    lying(
      'in a thousand words',
      { claims: { ...refusing, error: 'invalid_grant', error_description: 'word '.repeat(1000) } },
      'invalid_grant',
      400,
    ),
    lying(
      'with a number for a description',
      { claims: { ...refusing, error: 'invalid_grant', error_description: 7 } },
      'invalid_grant',
      400,
    ),
    lying('with an error that is not its own to say', { claims: { ...refusing, error: 'invalid_client' } }),
    lying('with an error of nobody', { claims: { ...refusing, error: 'tired' } }),
    { what: 'a badge of nobody', change: but({ badge: '0000' }), status: 400, error: 'invalid_grant' },
  ]);
});

describe('a hook that names', () => {
  const naming = (what: string, subject: unknown, error?: string, status?: number) =>
    lying(what, { claims: { subject } }, error, status);
  refuses(() => office.origin, asks, [
    naming('nobody who is here', { username: 'nobody' }, 'invalid_grant', 400),
    naming('an id of nobody', { sub: 'nobody' }, 'invalid_grant', 400),
    naming('an object’s own', { username: '__proto__' }, 'invalid_grant', 400),
    naming('a service account', { username: 'bot' }, 'invalid_grant', 400),
    naming('an address that nobody verified', { email: 'carol@example.lan' }, 'invalid_grant', 400),
    naming('nothing', undefined),
    naming('two people', { username: 'alice', email: 'bob@example.lan' }),
    naming('a list of people', ['alice']),
    naming('a text', 'alice'),
    naming('a number', { sub: 1 }),
  ]);

  it('a person or itself in the same words, whether there is none or they may not', async () => {
    const right = await asks();
    const told = async (subject: object) => {
      hook.lie({ claims: { subject } });
      return (await send(office.origin, right)).text;
    };
    expect(await told({ username: 'nobody' })).toBe(await told({ email: 'carol@example.lan' }));
  });

  it('an application that proved nothing gets no token for that', async () => {
    const machine = { claims: { subject: 'client', scope: undefined, claims: undefined } };
    hook.lie(machine);
    const open = { path: '/oauth2/token', fields: { grant_type: BADGE, client_id: 'gate', badge: '4711' } };
    const expected = { status: 400, error: 'unauthorized_client' };
    expect(complaints(await send(office.origin, open), expected, open)).toEqual([]);
    const proved = await send(office.origin, toToken('door', { grant_type: BADGE, badge: '4711' }));
    expect(proved.status).toBe(200);
    hook.lie(undefined);
    expect((await send(office.origin, open)).status).toBe(200);
  });
});

const JWT = { 'content-type': 'application/jwt' };
const stranger = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });

describe('a hook whose answer can’t be used', () => {
  refuses(() => office.origin, asks, [
    lying('signed by somebody else', { key: stranger.toString() }),
    lying('signed by nobody', { respond: (to) => to.writeHead(200, JWT).end('eyJhbGciOiJub25lIn0.e30.') }),
    lying('of another type', { header: { typ: 'at+jwt' } }),
    lying('to another question', { claims: { in_reply_to: 'of-yesterday' } }),
    lying('for another office', { claims: { aud: 'https://other.test' } }),
    lying('for a wider scope', { claims: { scope: 'openid doors:open' } }),
    lying('for the office', { claims: { scope: 'lanyard:admin' } }),
    lying('for renewal', { claims: { scope: 'openid offline_access' } }),
    lying('with a claim that is ours', { claims: { claims: { sub: 'somebody-else' } } }),
    lying('with a member that nothing reads', { claims: { admin: true } }),
    lying('in JSON', {
      respond: (to) => to.writeHead(200, { 'content-type': 'application/json' }).end('{"subject":"client"}'),
    }),
    lying('refusing without a signature', { respond: (to) => to.writeHead(400).end('{"error":"invalid_grant"}') }),
    lying('leading elsewhere', { respond: (to) => to.writeHead(307, { location: `${office.origin}/` }).end() }),
    lying('faulty', { respond: (to) => to.writeHead(500).end('canary-of-the-hook') }),
    lying('broken off', { respond: (to) => void to.destroy() }),
    lying('too long', { respond: (to) => to.writeHead(200, JWT).end('a'.repeat(70_000)) }),
    lying('never there', { respond: () => undefined }),
  ]);

  it('keeps what the hook said from the application', async () => {
    const right = await asks();
    hook.lie({ respond: (to) => to.writeHead(500).end('canary-of-the-hook') });
    const { text } = await send(office.origin, right);
    expect(text).not.toMatch(/canary|127\.0\.0\.1|badge/);
    expect((await send(office.origin, await asks())).status).toBe(200);
  });
});

it('an answer is good for the one question: it can’t be sent again', async () => {
  const right = await asks();
  expect((await send(office.origin, right)).status).toBe(200);
  const before = String(hook.asked.at(-1)?.['jti']);
  hook.lie({ claims: { in_reply_to: before } });
  expect((await send(office.origin, right)).status).toBe(503);
  hook.lie(undefined);
  expect((await send(office.origin, right)).status).toBe(200);
});

it('brings no ID token, nothing to renew, and nothing that an exchange takes for more', async () => {
  const { body } = await send(office.origin, await asks());
  expect(Object.keys(body).toSorted()).toEqual(['access_token', 'expires_in', 'scope', 'token_type']);
  const again = await post(
    office.origin,
    '/oauth2/token',
    { grant_type: 'refresh_token', refresh_token: String(body['access_token']) },
    { authorization: basic('door') },
  );
  expect(again.body['error']).toBe('unauthorized_client');
});
