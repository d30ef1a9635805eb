/** RFC 6749 §4.3 and §5.2: everything that a password does not prove is one answer, and nobody may ask who wasn't let. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ALICE, type AttackedOffice, basic, BOB } from '../office.ts';
import { DOORS, SETTINGS, startExtensions, toToken } from './office.ts';
import { alsoWith, but, complaints, type Refusal, refuses, send, without } from './refusals.ts';

let office: AttackedOffice;
beforeAll(async () => {
  office = await startExtensions({ login_attempts_per_minute: 1000 });
});
afterAll(() => office.stop());

const asks = async () => toToken('old', { grant_type: 'password', ...ALICE });

const unproved = (what: string, fields: Readonly<Record<string, string>>): Refusal => ({
  what,
  change: but(fields),
  status: 400,
  error: 'invalid_grant',
});

describe('a person', () => {
  refuses(() => office.origin, asks, [
    unproved('with a wrong password', { password: 'guessed-guessed-guessed' }),
    unproved('with the password of somebody else', { password: BOB.password }),
    unproved('who is nobody', { username: 'nobody-at-all' }),
    unproved('who is an object’s own', { username: '__proto__' }),
    unproved('who is a service account', { username: 'bot', password: 'canary-app-password-0123456789abcdef' }),
    unproved('of ten thousand letters', { username: 'a'.repeat(10_000) }),
    unproved('with a password of ten thousand letters', { password: 'a'.repeat(10_000) }),
    unproved('with a nought in the password', { password: `${ALICE.password}\0` }),
    { what: 'without a name', change: but({ username: undefined }), status: 400, error: 'invalid_request' },
    { what: 'without a password', change: but({ password: undefined }), status: 400, error: 'invalid_request' },
    { what: 'with an empty password', change: but({ password: '' }), status: 400, error: 'invalid_request' },
    { what: 'with two names', change: alsoWith('username', 'bob'), status: 400, error: 'invalid_request' },
    { what: 'with two passwords', change: alsoWith('password', 'x'), status: 400, error: 'invalid_request' },
  ]);

  it('who is nobody is told word for word what a wrong password is told', async () => {
    const [nobody, wrong] = await Promise.all(
      [{ username: 'nobody' }, { password: 'wrong' }].map(async (fields) =>
        send(office.origin, but(fields)(await asks())),
      ),
    );
    expect(nobody?.text).toBe(wrong?.text);
  });
});

describe('an application', () => {
  refuses(() => office.origin, asks, [
    { what: 'that says nothing', change: without('authorization'), status: 401, error: 'invalid_client' },
    {
      what: 'with a wrong secret',
      change: but({}, { authorization: basic('old', 'x') }),
      status: 401,
      error: 'invalid_client',
      challenge: /^Basic /,
    },
    {
      what: 'that is not switched on for it',
      change: but({}, { authorization: basic('trusted') }),
      status: 400,
      error: 'unauthorized_client',
    },
    {
      what: 'without a secret that is not switched on for it',
      change: (right) => but({ client_id: 'open' })(without('authorization')(right)),
      status: 400,
      error: 'unauthorized_client',
    },
    { what: 'for a scope that is not open', change: but({ scope: 'doors:open' }), status: 400, error: 'invalid_scope' },
    { what: 'for the office', change: but({ scope: 'lanyard:admin' }), status: 400, error: 'invalid_scope' },
    { what: 'for an API that is not its own', change: but({ resource: DOORS }), status: 400, error: 'invalid_target' },
    {
      what: 'for a single act',
      change: but({ authorization_details: '[{"type":"payment","amount":"1","payee":"x"}]' }),
      status: 400,
      error: 'invalid_authorization_details',
    },
  ]);
});

it('is offered by no office that has not said so', async () => {
  expect(SETTINGS.legacy_grants).toBe(true);
  const strict = await startExtensions({ legacy_grants: false });
  try {
    const sent = await asks();
    const told = await send(strict.origin, sent);
    expect(complaints(told, { status: 400, error: 'unsupported_grant_type' }, sent)).toEqual([]);
    expect((await send(office.origin, sent)).status).toBe(200);
  } finally {
    await strict.stop();
  }
});
