/** What the panel says of refusals of a real server: why, what to do, and where. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { modelOfFlow } from '../../../renderer/tracer/flow-model.ts';
import type { WhyRefused } from '../../../renderer/tracer/why-refused.ts';
import { CALLBACK, type LiveOffice, openLiveOffice, SECRET } from '../../trace/live-office.ts';

let office: LiveOffice;
beforeAll(async () => {
  office = await openLiveOffice();
});
afterAll(() => office.stop());

/** What is said of the newest flow's last refusal, after `work`. */
async function saidOf(work: () => Promise<unknown>): Promise<WhyRefused | undefined> {
  const stream = await office.watch();
  await work();
  await stream.until(() => stream.events().some(({ kind }) => kind === 'http'));
  const [flow] = await office.flows();
  stream.close();
  const { arrows } = modelOfFlow((await office.flow(flow?.flow_id ?? '')).events);
  return arrows.findLast(({ refused }) => refused !== undefined)?.refused;
}

const authorize = (fields: Readonly<Record<string, string>>) => {
  const asked = { client_id: 'wiki', response_type: 'code', scope: 'openid', redirect_uri: CALLBACK, ...fields };
  return fetch(`${office.issuer}/oauth2/authorize?${new URLSearchParams(asked).toString()}`, { redirect: 'manual' });
};

const redeem = (fields: Readonly<Record<string, string>>) =>
  fetch(`${office.issuer}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'authorization_code', client_id: 'wiki', ...fields }),
  });

const part = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');

describe('a refusal says why, what to do and where', () => {
  it('without PKCE: the setting that needs it', async () => {
    expect(await saidOf(() => authorize({}))).toMatchObject({
      why: expect.stringContaining('sent no PKCE'),
      todo: expect.stringContaining('turn “Needs PKCE” off'),
      place: { screen: 'application', field: 'require_pkce' },
    });
  });

  it('with a wrong secret, to a code that is known: its client id and secret', async () => {
    const said = await saidOf(async () => {
      const { callback } = await (await office.application()).arrive();
      await redeem({ code: callback.searchParams.get('code') ?? '', client_secret: 'wrong-wrong-wrong-wrong-wrong' });
    });
    expect(said).toMatchObject({
      why: expect.stringContaining('the client id or the secret that it sent is wrong'),
      place: { screen: 'application' },
    });
  });

  it.each([
    ['a client id that nobody has', { client_id: 'nobody' }, 'No application here has the client id', 'applications'],
    ['another redirect address', { redirect_uri: `${CALLBACK}/` }, 'not among its redirect addresses', 'application'],
  ] as const)('%s', async (_, fields, why, screen) => {
    const said = await saidOf(() => authorize(fields));
    expect(said).toMatchObject({ why: expect.stringContaining(why), place: { screen } });
  });

  it('a code that nobody issued: no place, because nothing is set wrong', async () => {
    const said = await saidOf(() => redeem({ code: 'made-up', client_secret: SECRET }));
    expect(said).toMatchObject({ why: expect.stringContaining('no longer good') });
    expect(said?.place).toBeUndefined();
  });

  it('a wrong password', async () => {
    const said = await saidOf(async () => {
      const application = await office.application();
      await application.signIn((await application.begin()).page, 'not-the-password');
    });
    expect(said).toMatchObject({ why: 'The username or the password was wrong.', place: { screen: 'people' } });
  });

  it.each([
    [
      'a signed request that stands at no address',
      { request_uri: 'http://127.0.0.1:1/request' },
      '(request_uri)',
      'request_uris',
    ],
    ['another address than those', { request_uri: 'http://127.0.0.1:1/other' }, 'not among those', 'request_uris'],
    [
      'keys that can’t be read',
      { request: `${part({ alg: 'ES256' })}.${part({ iss: 'signer' })}.AA` },
      '(jwks_uri)',
      'jwks_uri',
    ],
    ['a request that nobody signed', { request: `${part({ alg: 'none' })}.e30.` }, 'signed request', 'jwks_uri'],
  ])('%s', async (_, fields, why, field) => {
    const said = await saidOf(() => authorize({ client_id: 'signer', ...fields }));
    expect(said).toMatchObject({ why: expect.stringContaining(why), place: { screen: 'application', field } });
  });

  it('says what came in the way at the address', async () => {
    const said = await saidOf(() => authorize({ client_id: 'signer', request_uri: 'http://127.0.0.1:1/request' }));
    expect(said?.why).toContain('What it found: 127.0.0.1:1: could not be asked (ECONNREFUSED).');
  });

  it('anything else in the words of the answer', async () => {
    const said = await saidOf(() => authorize({ code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }));
    expect(said?.why).toBe("Lanyard answered: code_challenge_method is 'plain'; only S256 is accepted.");
  });

  it('and nothing of a sign-in that went well', async () => {
    expect(await saidOf(async () => (await office.application()).arrive())).toBeUndefined();
  });
});
