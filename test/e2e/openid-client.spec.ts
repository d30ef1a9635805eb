/** openid-client, unmodified, through a whole flow in a real browser: over http on loopback and over TLS with files. */
import { expect } from '@playwright/test';
import * as client from 'openid-client';
import { WEB_SECRET } from '../support/office.ts';
import { allow, signIn } from './pages.ts';
import { test, TRANSPORTS } from './transports.ts';

for (const transport of TRANSPORTS) {
  const { over, insecure } = transport;

  test.describe(over, () => {
    test.use({ transport });

    test('openid-client discovers, signs in, refreshes, introspects, revokes and signs out', async ({
      page,
      parties: { application, server },
    }) => {
      const issuer = new URL(server.ready.issuer);
      expect(issuer.protocol).toBe(insecure ? 'http:' : 'https:');
      const config = await client.discovery(issuer, 'web-app', WEB_SECRET, undefined, {
        execute: insecure ? [client.allowInsecureRequests] : [],
      });
      const pkceCodeVerifier = client.randomPKCECodeVerifier();
      const expectedState = client.randomState();
      const expectedNonce = client.randomNonce();
      const to = client.buildAuthorizationUrl(config, {
        redirect_uri: application.callback,
        scope: 'openid profile email groups offline_access',
        code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
        code_challenge_method: 'S256',
        state: expectedState,
        nonce: expectedNonce,
      });

      await page.goto(to.href);
      await signIn(page);
      await allow(page);
      const callback = await application.nextCallback();

      const tokens = await client.authorizationCodeGrant(config, callback, {
        pkceCodeVerifier,
        expectedState,
        expectedNonce,
      });
      const claims = tokens.claims();
      expect(claims).toMatchObject({ name: 'Alice Example', email: 'alice@example.lan', groups: ['staff'] });

      const userinfo = await client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '');
      expect(userinfo).toMatchObject({ preferred_username: 'alice', email_verified: true, groups: ['staff'] });

      const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
      expect(refreshed.access_token).not.toBe(tokens.access_token);
      expect(refreshed.refresh_token).not.toBe(tokens.refresh_token);

      const seen = await client.tokenIntrospection(config, refreshed.access_token);
      expect(seen).toMatchObject({ active: true, client_id: 'web-app', username: 'alice' });
      await client.tokenRevocation(config, refreshed.access_token);
      expect(await client.tokenIntrospection(config, refreshed.access_token)).toEqual({ active: false });

      await page.goto(
        client.buildEndSessionUrl(config, {
          id_token_hint: refreshed.id_token ?? '',
          post_logout_redirect_uri: application.goodbye,
          state: 'see-you',
        }).href,
      );
      expect(page.url()).toBe(`${application.goodbye}?state=see-you`);

      await page.goto(
        client.buildAuthorizationUrl(config, { ...Object.fromEntries(to.searchParams), prompt: 'none' }).href,
      );
      expect((await application.nextCallback()).searchParams.get('error')).toBe('login_required');
    });
  });
}
