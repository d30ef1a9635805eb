/** Auth0's libraries, unmodified and over TLS, that exchange a token of the office's own: a hook of the office decides. */
import { expect, type Page, test } from '@playwright/test';
import { AuthenticationClient } from 'auth0/legacy';
import { createRemoteJWKSet } from 'jose';
import { makeAnswerKey } from '../../server/keys/answer-key.ts';
import { type Auth0Page, startAuth0Page } from '../support/auth0-page.ts';
import { startOfficeHook } from '../support/office-hook.ts';
import { startServer } from '../support/start-server.ts';
import { writeOffice } from '../support/write-office.ts';
import { TLS_FILES, TRUSTING, WITH_TLS } from './tls-files.ts';

test.use(TRUSTING);

const BADGE = 'https://office.example/grants/badge';
const SECRET = 'desk-secret-desk-secret-desk-0001';
const ISSUED = { issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' };

interface Parties {
  readonly application: Auth0Page;
  readonly domain: string;
}

/** `signs_in`: whether the hook's people count as signed in. */
async function withHook(signs_in: boolean, work: (parties: Parties) => Promise<void>): Promise<void> {
  const application = await startAuth0Page('@auth0/auth0-spa-js', TLS_FILES);
  const { private_key, jwks } = await makeAnswerKey();
  let lanyard = 'https://not-yet.test';
  const hook = await startOfficeHook({
    keys: (...asked) => createRemoteJWKSet(new URL(`${lanyard}/.well-known/jwks.json`))(...asked),
    get issuer() {
      return `${lanyard}/`;
    },
  });
  hook.useKey(private_key);
  const registered = { dialect: 'auth0', redirect_uris: [], grant_types: [BADGE], scope: 'openid profile email' };
  const office = await writeOffice({
    lanyard: 1,
    users: [{ username: 'bob', email: 'bob@example.lan', email_verified: true }],
    extension_grants: [{ grant_type: BADGE, hook_uri: hook.hook_uri, jwks, signs_in }],
    applications: [
      {
        ...registered,
        client_id: 'spa',
        client_name: 'Door',
        token_endpoint_auth_method: 'none',
        web_origins: [application.origin],
      },
      { ...registered, client_id: 'desk', client_name: 'Desk', client_secret: SECRET },
    ],
  });
  const server = await startServer({ args: ['--import', office, ...WITH_TLS] });
  lanyard = server.ready.issuer;
  const domain = new URL(lanyard).host;
  application.options = { domain, clientId: 'spa' };
  try {
    await work({ application, domain });
  } finally {
    await server.stop();
    await hook.stop();
    application.stop();
  }
}

const EXCHANGED = `{ subject_token: 'a-token-of-theirs', subject_token_type: '${BADGE}', badge: '4712' }`;

const call = (page: Page, code: string) =>
  page.evaluate(`${code}.catch((error) => ({ refused: error.message }))`) as Promise<Record<string, unknown>>;

test('auth0-spa-js signs a person in by an exchange where the hook’s people count as signed in', async ({ page }) => {
  await withHook(true, async ({ application }) => {
    await page.goto(`${application.origin}/`);
    const told = await call(page, `client.loginWithCustomTokenExchange(${EXCHANGED})`);
    expect(told).toMatchObject({ ...ISSUED, access_token: expect.any(String), id_token: expect.any(String) });
    expect(await call(page, 'client.getUser()')).toMatchObject({ nickname: 'bob', email: 'bob@example.lan' });
    const lost = EXCHANGED.replace('4712', 'lost');
    expect(await call(page, `client.loginWithCustomTokenExchange(${lost})`)).toEqual({
      refused: 'this badge was reported lost',
    });
  });
});

test('auth0-spa-js and auth0 (node) exchange a token without a sign-in where they do not', async ({ page }) => {
  await withHook(false, async ({ application, domain }) => {
    await page.goto(`${application.origin}/`);
    const told = await call(page, `client.customTokenExchange(${EXCHANGED})`);
    expect(told).toMatchObject({ ...ISSUED, access_token: expect.any(String) });
    expect(told).not.toHaveProperty('id_token');
    expect(await call(page, `client.loginWithCustomTokenExchange(${EXCHANGED})`)).toHaveProperty('refused');
    expect(await call(page, 'client.isAuthenticated()')).toBe(false);

    const desk = new AuthenticationClient({ domain, clientId: 'desk', clientSecret: SECRET });
    const exchange = { subject_token: 'a-token-of-theirs', subject_token_type: BADGE, audience: '', badge: '4712' };
    const { access_token, ...others } = await desk.tokenExchange.exchangeToken(exchange);
    expect([access_token, others]).toEqual([expect.any(String), expect.objectContaining(ISSUED)]);
    await expect(desk.tokenExchange.exchangeToken({ ...exchange, badge: 'lost' })).rejects.toThrow('reported lost');
  });
});
