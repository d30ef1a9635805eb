/** Challenges and verifiers of a sign-in program in the wrong hands, too late, twice, and without the token of an admin. */
import { Configuration, OAuth2Api } from '@ory/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CALLBACK, type OryOffice, SECRET, startOryOffice } from '../support/ory-office.ts';
import { challengeIn, type OryVisitor, oryVisitor, PROGRAM, refusal } from '../support/ory-visitor.ts';

let office: OryOffice;
let desk: OryVisitor;
beforeAll(async () => {
  office = await startOryOffice({ program: PROGRAM });
  desk = await oryVisitor(office);
}, 120_000);
afterAll(() => office?.stop());

describe('challenges and verifiers', () => {
  test('are told apart: unknown, of another kind, answered, used', async () => {
    const person = desk.someone();
    const loginChallenge = await desk.loginFor(person);
    for (const challenge of ['x', `${loginChallenge}x`, loginChallenge.slice(1)]) {
      const { status, data } = await refusal(desk.ory.getOAuth2LoginRequest({ loginChallenge: challenge }));
      expect([status, data['error']]).toEqual([404, 'not_found']);
    }
    expect(await refusal(desk.ory.getOAuth2ConsentRequest({ consentChallenge: loginChallenge }))).toMatchObject({
      status: 404,
    });
    expect(await refusal(desk.acceptConsent(loginChallenge))).toMatchObject({ status: 404 });
    expect(await refusal(desk.ory.acceptOAuth2LogoutRequest({ logoutChallenge: loginChallenge }))).toMatchObject({
      status: 404,
    });
    const first = await desk.acceptLogin(loginChallenge);
    const { request_url } = (await desk.ory.getOAuth2LoginRequest({ loginChallenge: await desk.loginFor(person) }))
      .data;
    expect(await refusal(desk.ory.getOAuth2LoginRequest({ loginChallenge }))).toMatchObject({
      status: 410,
      data: { redirect_to: request_url },
    });
    // Until the browser is back the program may say something else; what it said before is void.
    const second = await desk.acceptLogin(loginChallenge);
    const replaced = await person.open(first);
    expect([replaced.status, replaced.left, replaced.html]).toEqual([
      400,
      undefined,
      expect.stringContaining('start again'),
    ]);
    const consentChallenge = challengeIn((await person.open(second)).left, 'consent');
    expect(await refusal(desk.acceptLogin(loginChallenge))).toMatchObject({
      status: 410,
      data: { redirect_to: request_url },
    });
    const again = await person.open(second);
    expect([again.status, again.left]).toEqual([400, undefined]);
    const done = await desk.acceptConsent(consentChallenge);
    expect((await person.open(done)).left?.searchParams.has('code')).toBe(true);
    const replay = await person.open(done);
    expect([replay.status, replay.left]).toEqual([400, undefined]);
    expect(await refusal(desk.acceptConsent(consentChallenge))).toMatchObject({
      status: 410,
      data: { redirect_to: request_url },
    });
  });

  test('a verifier is worth nothing in another browser, and takes nothing from the one that left', async () => {
    const [victim, attacker] = [desk.someone(), desk.someone()];
    const redirect_to = await desk.acceptLogin(await desk.loginFor(attacker));
    await desk.begin(victim);
    for (const browser of [victim, desk.someone()]) {
      const refused = await browser.open(redirect_to);
      expect([refused.status, refused.left]).toEqual([400, undefined]);
      expect(browser.cookieHeader()).not.toContain('session');
    }
    const consentChallenge = challengeIn((await attacker.open(redirect_to)).left, 'consent');
    const code = await desk.acceptConsent(consentChallenge);
    expect((await victim.open(code)).left).toBeUndefined();
    expect((await attacker.open(code)).left?.searchParams.has('code')).toBe(true);
  });

  test('of two who bring one verifier at once, one goes on', async () => {
    const person = desk.someone();
    const redirect_to = await desk.acceptLogin(await desk.loginFor(person));
    const stops = await Promise.all(Array.from({ length: 8 }, () => person.open(redirect_to)));
    expect(stops.filter(({ left }) => left !== undefined)).toHaveLength(1);
  });

  test('a verifier with another secret, of another kind or twice is refused', async () => {
    const person = desk.someone();
    const to = new URL(await desk.acceptLogin(await desk.loginFor(person)));
    const verifier = to.searchParams.get('login_verifier') ?? '';
    const tampered = [
      { login_verifier: `${verifier.split('.')[0]}.${'x'.repeat(43)}` },
      { login_verifier: verifier.split('.')[0] ?? '' },
      { login_verifier: 'x.y' },
      { consent_verifier: verifier },
    ];
    for (const query of tampered) {
      const url = `${to.origin}${to.pathname}?${new URLSearchParams(query as Record<string, string>).toString()}`;
      expect([query, (await person.open(url)).status]).toEqual([query, 400]);
    }
    expect((await person.open(`${to.href}&login_verifier=${verifier}`)).status).toBe(400);
    challengeIn((await person.open(to.href)).left, 'consent');
  });

  test('the consent of one application is none of another, whatever the address says', async () => {
    const person = desk.someone();
    const back = await person.open(await desk.acceptLogin(await desk.loginFor(person)));
    const to = new URL(await desk.acceptConsent(challengeIn(back.left, 'consent')));
    to.searchParams.set('client_id', 'other');
    const { left } = await person.open(to.href);
    const code = left?.searchParams.get('code') ?? '';
    const fields = { grant_type: 'authorization_code', code, redirect_uri: CALLBACK, client_secret: SECRET };
    expect(await office.token({ ...fields, client_id: 'other' })).toMatchObject({ status: 400 });
    expect(await office.token({ ...fields, client_id: 'desk' })).toMatchObject({ status: 200 });
  });

  test('only a token that is for them, or an admin’s, opens the calls', async () => {
    const loginChallenge = await desk.loginFor(desk.someone());
    const calls = (accessToken: string) => {
      const as = new OAuth2Api(new Configuration({ basePath: office.origin(), accessToken }));
      return [
        as.getOAuth2LoginRequest({ loginChallenge }),
        as.acceptOAuth2LoginRequest({ loginChallenge, acceptOAuth2LoginRequest: { subject: 'emp-17' } }),
        as.rejectOAuth2LoginRequest({ loginChallenge }),
        as.getOAuth2ConsentRequest({ consentChallenge: 'x' }),
        as.acceptOAuth2ConsentRequest({ consentChallenge: 'x' }),
        as.rejectOAuth2ConsentRequest({ consentChallenge: 'x' }),
        as.getOAuth2LogoutRequest({ logoutChallenge: 'x' }),
        as.acceptOAuth2LogoutRequest({ logoutChallenge: 'x' }),
        as.rejectOAuth2LogoutRequest({ logoutChallenge: 'x' }),
        as.acceptUserCodeRequest({ deviceChallenge: 'x' }),
      ];
    };
    for (const [token, status] of [
      ['', 401],
      ['nonsense', 401],
      [await office.clerk(), 401],
    ] as const) {
      const told = await Promise.all(calls(token).map(refusal));
      expect(told.map((each) => each.status)).toEqual(told.map(() => status));
    }
    const bare = await fetch(`${office.origin()}/admin/oauth2/auth/requests/login?login_challenge=${loginChallenge}`);
    expect(bare.status).toBe(401);
    expect((await desk.ory.getOAuth2LoginRequest({ loginChallenge })).data.skip).toBe(false);
  });
});

test('what is under way survives a restart of the server', async () => {
  const person = desk.someone();
  const loginChallenge = await desk.loginFor(person);
  await office.restart();
  const back = await person.open(await desk.acceptLogin(loginChallenge));
  const to = await desk.acceptConsent(challengeIn(back.left, 'consent'));
  await office.restart();
  expect((await person.open(to)).left?.searchParams.has('code')).toBe(true);
  expect((await person.open(to)).left).toBeUndefined();
}, 120_000);
