/** The modules of the plans for RP-initiated and back-channel logout, by the Foundation's testName. */
import { decodeJwt, decodeProtectedHeader, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { expect, vi } from 'vitest';
import type { HttpPerson, Stop } from '../../support/http-person.ts';
import { authorize, checkErrorCallback, checkErrorPage, finish, type Finished } from './checks.ts';
import { checkMetadata } from './metadata.ts';
import { GOODBYE, LOGOUT_PATH } from './provider.ts';
import { type Params, random, requestOf, textOf, type Variant } from './relying-party.ts';

type Modules = Readonly<Record<string, (variant: Variant) => Promise<void>>>;

const SIGNED_OUT = /^(login_required|interaction_required)$/;
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** 128 characters. */
const longState = () => random().repeat(4);

function endSession({ provider }: Variant, person: HttpPerson, params: Params): Promise<Stop> {
  return person.open(`${textOf(provider.metadata['end_session_endpoint'])}?${new URLSearchParams(params)}`);
}

/** Nobody is signed in in this browser any more. */
async function checkSignedOut(variant: Variant, person: HttpPerson): Promise<void> {
  const request = requestOf(variant, { prompt: 'none' });
  const { callback, pages } = await authorize(variant, person, request);
  checkErrorCallback(variant, request, callback, SIGNED_OUT);
  expect(pages).toEqual([]);
}

/** The person went on as nothing had happened. */
async function checkSignedIn(variant: Variant, { person, claims }: Finished): Promise<void> {
  const again = await finish(variant, { person, changes: { prompt: 'none' } });
  expect(again.claims.sub).toBe(claims.sub);
}

function checkGoodbye({ left }: Stop, params: Params): void {
  expect(left?.href).toBe(`${GOODBYE}${Object.keys(params).length === 0 ? '' : `?${new URLSearchParams(params)}`}`);
}

/** A request that may lead nowhere: a page of ours says so, and the person stays signed in. */
const refuses =
  (params: (finished: Finished, variant: Variant) => Params | Promise<Params>) =>
  async (variant: Variant): Promise<void> => {
    const finished = await finish(variant);
    checkErrorPage(await endSession(variant, finished.person, await params(finished, variant)));
    await checkSignedIn(variant, finished);
  };

/** A request that anybody could have sent: the person is asked, and a yes ends on the page that says so. */
const asksFirst =
  (params: () => Params) =>
  async (variant: Variant): Promise<void> => {
    const finished = await finish(variant);
    const question = await endSession(variant, finished.person, params());
    expect([question.status, question.left]).toEqual([200, undefined]);
    expect(question.html).toContain('id="lanyard-logout-yes"');
    await checkSignedIn(variant, finished);
    const done = await finished.person.submit(question, { decision: 'yes' });
    expect([done.status, done.left]).toEqual([200, undefined]);
    expect(done.html).toContain('id="lanyard-signed-out"');
    await checkSignedOut(variant, finished.person);
  };

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

async function signedBySomebodyElse({ claims, id_token }: Finished): Promise<string> {
  const { privateKey } = await generateKeyPair('RS256');
  const { kid = '' } = decodeProtectedHeader(id_token);
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid }).sign(privateKey);
}

export const RP_INITIATED_LOGOUT: Modules = {
  async 'oidcc-rp-initiated-logout-discovery-endpoint-verification'(variant) {
    await checkMetadata(variant);
    expect(variant.provider.metadata['end_session_endpoint']).toMatch(/^https:\/\//);
  },

  async 'oidcc-rp-initiated-logout'(variant) {
    const { person, id_token } = await finish(variant);
    const state = longState();
    expect(state.length).toBe(128);
    const params = { id_token_hint: id_token, post_logout_redirect_uri: GOODBYE, state };
    checkGoodbye(await endSession(variant, person, params), { state });
    await checkSignedOut(variant, person);
  },

  async 'oidcc-rp-initiated-logout-no-state'(variant) {
    const { person, id_token } = await finish(variant);
    const params = { id_token_hint: id_token, post_logout_redirect_uri: GOODBYE };
    checkGoodbye(await endSession(variant, person, params), {});
    await checkSignedOut(variant, person);
  },

  'oidcc-rp-initiated-logout-bad-post-logout-redirect-uri': refuses(({ id_token }) => ({
    id_token_hint: id_token,
    post_logout_redirect_uri: `${GOODBYE}${random()}`,
    state: longState(),
  })),

  'oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri': refuses(({ id_token }) => ({
    id_token_hint: id_token,
    post_logout_redirect_uri: `${GOODBYE}?foo=bar`,
    state: longState(),
  })),

  'oidcc-rp-initiated-logout-no-id-token-hint': refuses(() => ({
    post_logout_redirect_uri: GOODBYE,
    state: longState(),
  })),

  'oidcc-rp-initiated-logout-bad-id-token-hint': refuses(async (finished) => ({
    id_token_hint: await signedBySomebodyElse(finished),
    post_logout_redirect_uri: GOODBYE,
    state: longState(),
  })),

  'oidcc-rp-initiated-logout-modified-id-token-hint': refuses(({ claims }) => ({
    id_token_hint: `${part({ alg: 'none' })}.${part(claims)}.`,
    post_logout_redirect_uri: GOODBYE,
    state: longState(),
  })),

  'oidcc-rp-initiated-logout-no-params': asksFirst(() => ({})),
  'oidcc-rp-initiated-logout-only-state': asksFirst(() => ({ state: longState() })),

  async 'oidcc-rp-initiated-logout-no-post-logout-redirect-uri'(variant) {
    const { person, id_token } = await finish(variant);
    const done = await endSession(variant, person, { id_token_hint: id_token, state: longState() });
    expect([done.status, done.left]).toEqual([200, undefined]);
    expect(done.html).toContain('id="lanyard-signed-out"');
    await checkSignedOut(variant, person);
  },
};

/** The clients of other variants hear of their own sign-outs at the same place. */
function isFor(client_id: string, form: URLSearchParams): boolean {
  return decodeJwt(form.get('logout_token') ?? '').aud === client_id;
}

export const BACKCHANNEL_LOGOUT: Modules = {
  async 'oidcc-backchannel-logout-discovery-endpoint-verification'(variant) {
    await checkMetadata(variant);
    expect(variant.provider.metadata).toMatchObject({
      end_session_endpoint: expect.stringMatching(/^https:\/\//) as string,
      backchannel_logout_supported: true,
      backchannel_logout_session_supported: true,
    });
  },

  async 'oidcc-backchannel-rp-initiated-logout'(variant) {
    const { provider, client } = variant;
    const { person, id_token, claims } = await finish(variant);
    expect(claims['sid']).toEqual(expect.any(String));
    const state = longState();
    const params = { id_token_hint: id_token, post_logout_redirect_uri: GOODBYE, state };
    checkGoodbye(await endSession(variant, person, params), { state });
    const [sent] = await vi.waitFor(() => {
      const found = provider.backchannel.at(LOGOUT_PATH).filter(({ form }) => isFor(client.client_id, form));
      expect(found.length).toBe(1);
      return found;
    }, 30_000);
    expect(sent).toMatchObject({ method: 'POST', content_type: 'application/x-www-form-urlencoded' });
    expect([...(sent?.form.keys() ?? [])]).toEqual(['logout_token']);
    const { payload } = await jwtVerify(sent?.form.get('logout_token') ?? '', provider.keys, {
      issuer: provider.issuer,
      audience: client.client_id,
      algorithms: [String(decodeProtectedHeader(id_token).alg)],
      typ: 'logout+jwt',
      requiredClaims: ['iat', 'exp', 'jti', 'events'],
    });
    expect([payload.sub, payload['sid']]).toEqual([claims.sub, claims['sid']]);
    expect(payload['events']).toEqual({ [EVENT]: {} });
    expect(payload).not.toHaveProperty('nonce');
    await checkSignedOut(variant, person);
  },
};
