/** The terms of APIs: who is not let in hears invalid_target (RFC 8707 §2), what hangs on a group invalid_scope (RFC 6749 §5.2). */
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminClient, botCredentials } from '../../admin/admin-client.ts';
import type { Browser } from '../browser.ts';
import { type AttackedOffice, BOB, basic, codeFor, post } from '../office.ts';
import { CLOSED, FILES, LEDGER, startExtensions, toToken, withCode } from './office.ts';
import { alsoWith, but, complaints, type Refusal, refuses, send } from './refusals.ts';

let office: AttackedOffice;
/** In the group of the ledger, and in none. */
let alice: Browser;
let bob: Browser;
beforeAll(async () => {
  office = await startExtensions();
  [alice, bob] = await Promise.all([office.signedIn(), office.signedIn(BOB)]);
});
afterAll(() => office.stop());

const target = (what: string, change: Refusal['change']): Refusal => ({
  what,
  change,
  status: 400,
  error: 'invalid_target',
});

describe('an API that names its applications', () => {
  const machine = async () => toToken('shut-out', { grant_type: 'client_credentials', resource: FILES });
  refuses(() => office.origin, machine, [
    target('is not open to another, which is registered for it', but({ resource: CLOSED })),
    target('is not open as an audience', but({ resource: undefined, audience: CLOSED })),
    target('is not open beside one that is', alsoWith('resource', CLOSED)),
    target('is not open where nothing is named', but({ resource: undefined })),
  ]);

  const redeems = async () => {
    const { refresh_token } = await tokensOfFiles();
    return toToken('shut-out', { grant_type: 'refresh_token', refresh_token: String(refresh_token), resource: FILES });
  };
  const tokensOfFiles = async () => {
    const code = await codeFor(alice, { client_id: 'shut-out', scope: 'openid offline_access' });
    return (await send(office.origin, toToken('shut-out', { ...withCode(code), resource: FILES }))).body;
  };
  refuses(() => office.origin, redeems, [
    target('is not open to a refresh', but({ resource: CLOSED })),
    target('is not open to a refresh that names nothing', but({ resource: undefined })),
  ]);

  it('is open to those', async () => {
    const told = await send(office.origin, toToken('let-in', { grant_type: 'client_credentials', resource: CLOSED }));
    expect(told.status).toBe(200);
  });
});

describe('APIs whose tokens differ', () => {
  const one = async () => toToken('termed', { grant_type: 'client_credentials', scope: 'files:read', resource: FILES });
  refuses(() => office.origin, one, [
    target('have none for both', alsoWith('resource', LEDGER)),
    target('have none for all that there are', but({ resource: undefined })),
  ]);

  it('say what theirs is and how long it lives, which is never longer than the office’s', async () => {
    const code = await codeFor(alice, { client_id: 'termed', scope: 'openid ledger:write' });
    const { body } = await send(office.origin, toToken('termed', { ...withCode(code), resource: LEDGER }));
    const token = String(body['access_token']);
    expect(body['expires_in']).toBe(300);
    expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
    const { exp = 0, iat = 0, aud } = decodeJwt(token);
    expect({ lives: exp - iat, aud }).toEqual({ lives: 300, aud: LEDGER });
  });
});

describe('a scope that only a group gets', () => {
  it('is no machine’s', async () => {
    const right = toToken('termed', { grant_type: 'client_credentials', scope: 'files:read', resource: FILES });
    const wrong = but({ scope: 'ledger:write', resource: LEDGER })(right);
    expect(complaints(await send(office.origin, wrong), { status: 400, error: 'invalid_scope' }, wrong)).toEqual([]);
    expect((await send(office.origin, right)).status).toBe(200);
  });

  it('is left out for whoever is in none of its groups, at each step', async () => {
    const scopes = async (browser: Browser) => {
      const code = await codeFor(browser, { client_id: 'termed', scope: 'openid offline_access ledger:write' });
      const { body } = await send(office.origin, toToken('termed', { ...withCode(code), resource: LEDGER }));
      const refresh = { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']), resource: LEDGER };
      return [body['scope'], (await send(office.origin, toToken('termed', refresh))).body['scope']];
    };
    expect(await scopes(alice)).toEqual(Array.from({ length: 2 }, () => 'openid offline_access ledger:write'));
    expect(await scopes(bob)).toEqual(Array.from({ length: 2 }, () => 'openid offline_access'));
  });

  it('leaves a token that is out with the group', async () => {
    const client = adminClient(office.origin, await botCredentials(office.origin));
    const code = await codeFor(alice, { client_id: 'termed', scope: 'openid offline_access ledger:write' });
    const { body } = await send(office.origin, toToken('termed', { ...withCode(code), resource: LEDGER }));
    const scope = async () => {
      const asked = { token: String(body['access_token']) };
      return (await post(office.origin, '/oauth2/introspect', asked, { authorization: basic('termed') })).body['scope'];
    };
    expect(await scope()).toContain('ledger:write');
    const [person] = (await client('listUsers', { query: { q: 'alice' } })).body.items;
    const path = { id: person?.id ?? '' };
    await client('changeUser', { path, body: { groups: [] } });
    expect(await scope()).toBe('openid offline_access');
    const refresh = toToken('termed', {
      grant_type: 'refresh_token',
      refresh_token: String(body['refresh_token']),
      resource: LEDGER,
    });
    const widened = but({ scope: 'ledger:write' })(refresh);
    expect(complaints(await send(office.origin, widened), { status: 400, error: 'invalid_scope' }, widened)).toEqual(
      [],
    );
    await client('changeUser', { path, body: { groups: ['staff'] } });
    expect((await send(office.origin, widened)).status).toBe(200);
  });
});
