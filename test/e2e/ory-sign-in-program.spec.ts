/** An office's own login and consent application, written with Ory's client library, before a real browser: all of its pages. */
import { expect, type Page, test } from '@playwright/test';
import * as client from 'openid-client';
import { type ClientApplication, startClientApplication } from '../support/client-application.ts';
import { freePort } from '../support/free-port.ts';
import { type OryOffice, PROGRAM_PASSWORD, SECRET, startOryOffice } from '../support/ory-office.ts';
import { type SignInProgram, startSignInProgram } from '../support/sign-in-program.ts';
import { allow, signIn } from './pages.ts';

const SCOPE = 'openid email offline';

interface Parties {
  readonly application: ClientApplication;
  readonly program: SignInProgram;
  readonly office: OryOffice;
  readonly config: client.Configuration;
}

/** `settings`: where the office's own pages are Lanyard's after all. */
async function together(settings: object, act: (parties: Parties) => Promise<void>): Promise<void> {
  const application = await startClientApplication();
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const office = await startOryOffice({ program: url, callback: application.callback, settings });
  const program = await startSignInProgram(port, office.origin(), PROGRAM_PASSWORD);
  try {
    await act({ application, program, office, config: configOf(office.origin()) });
  } finally {
    await Promise.all([office.stop(), program.stop(), application.stop()]);
  }
}

function configOf(issuer: string): client.Configuration {
  const server = {
    issuer,
    authorization_endpoint: `${issuer}/oauth2/auth`,
    token_endpoint: `${issuer}/oauth2/token`,
    device_authorization_endpoint: `${issuer}/oauth2/device/auth`,
    end_session_endpoint: `${issuer}/oauth2/sessions/logout`,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
  };
  const config = new client.Configuration(server, 'desk', undefined, client.ClientSecretPost(SECRET));
  client.allowInsecureRequests(config);
  return config;
}

async function begin(page: Page, { application, config }: Parties, changes: Record<string, string> = {}) {
  const expectedState = client.randomState();
  const asked = { redirect_uri: application.callback, scope: SCOPE, state: expectedState, ...changes };
  await page.goto(client.buildAuthorizationUrl(config, asked).href);
  return {
    tokens: async () =>
      client.authorizationCodeGrant(config, await application.nextCallback(), { expectedState, idTokenExpected: true }),
  };
}

async function signInAtProgram(page: Page, { program }: Parties): Promise<void> {
  expect(page.url().startsWith(`${program.url}/login?login_challenge=`)).toBe(true);
  await page.locator('[name=person]').fill('emp-17');
  await page.locator('[name=password]').fill('open sesame');
  await page.locator('[name=remember]').check();
  await page.locator('#yes').click();
}

async function agreeAtProgram(page: Page, { program }: Parties): Promise<void> {
  expect(page.url().startsWith(`${program.url}/consent?consent_challenge=`)).toBe(true);
  await page.locator('[name=remember]').check();
  await page.locator('#yes').click();
}

test('a person of the office’s own signs in, comes again unasked, and signs out', async ({ page }) => {
  await together({}, async (parties) => {
    const { application, program, config } = parties;
    const first = await begin(page, parties);
    await signInAtProgram(page, parties);
    await agreeAtProgram(page, parties);
    const tokens = await first.tokens();
    expect(tokens.claims()).toMatchObject({ sub: 'emp-17', email: 'ida@office.example', acr: 'office', amr: ['pwd'] });
    const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
    expect(refreshed.claims()).toMatchObject({ sub: 'emp-17', email: 'ida@office.example' });

    const second = await begin(page, parties);
    await expect(page.locator('#here')).toBeVisible();
    expect((await second.tokens()).claims()).toMatchObject({ sub: 'emp-17', sid: tokens.claims()?.['sid'] });
    await begin(page, parties, { prompt: 'none' });
    expect((await application.nextCallback()).searchParams.get('error')).toBeNull();

    const goodbye = client.buildEndSessionUrl(config, { id_token_hint: tokens.id_token ?? '' });
    await page.goto(goodbye.href);
    await page.locator('#no').click();
    await expect(page.locator('#stayed')).toBeVisible();
    await page.goto(goodbye.href);
    await page.locator('#yes').click();
    await expect(page.locator('#lanyard-signed-out')).toBeVisible();
    await begin(page, parties);
    expect(page.url().startsWith(`${program.url}/login?`)).toBe(true);
  });
});

test('a no at either page reaches the application', async ({ page }) => {
  await together({}, async (parties) => {
    await begin(page, parties);
    await page.locator('#no').click();
    const refused = (await parties.application.nextCallback()).searchParams;
    expect([refused.get('error'), refused.get('error_description')]).toEqual(['access_denied', 'not today']);
    await begin(page, parties);
    await signInAtProgram(page, parties);
    await page.locator('#no').click();
    expect((await parties.application.nextCallback()).searchParams.get('error')).toBe('access_denied');
  });
});

test('a device is let in by way of the office’s own pages', async ({ page }) => {
  await together({}, async (parties) => {
    const { config, program } = parties;
    const codes = await client.initiateDeviceAuthorization(config, { scope: 'openid' });
    await page.goto(codes.verification_uri);
    expect(page.url().startsWith(`${program.url}/device?device_challenge=`)).toBe(true);
    await page.locator('[name=user_code]').fill(codes.user_code);
    await page.locator('#yes').click();
    await signInAtProgram(page, parties);
    await agreeAtProgram(page, parties);
    await expect(page.locator('#lanyard-device-done')).toBeVisible();
    const tokens = await client.pollDeviceAuthorizationGrant(config, { ...codes, interval: 0 });
    expect(tokens.claims()).toMatchObject({ sub: 'emp-17', aud: 'desk' });
  });
});

test('Lanyard’s own sign-in page leads to the office’s own consent page, whose form-action lets it', async ({
  page,
}) => {
  await together({ login_url: '' }, async (parties) => {
    const { tokens } = await begin(page, parties);
    await signIn(page);
    await agreeAtProgram(page, parties);
    const claims = (await tokens()).claims();
    expect(claims).toMatchObject({ email: 'alice@example.lan' });
    expect(claims?.sub).not.toBe('alice');
  });
});

test('the office’s own sign-in page leads to Lanyard’s own consent page', async ({ page }) => {
  await together({ consent_url: '' }, async (parties) => {
    const { tokens } = await begin(page, parties);
    await signInAtProgram(page, parties);
    await allow(page);
    expect((await tokens()).claims()).toMatchObject({ sub: 'emp-17', acr: 'office' });
  });
});
