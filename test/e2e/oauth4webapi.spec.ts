/** oauth4webapi, unmodified and by hand, with Basic authentication: over http on loopback and over TLS with files. */
import { expect } from '@playwright/test';
import * as oauth from 'oauth4webapi';
import { WEB_SECRET } from '../support/office.ts';
import { allow, signIn } from './pages.ts';
import { test, TRANSPORTS } from './transports.ts';

for (const transport of TRANSPORTS) {
  const { over, insecure } = transport;

  const options = { [oauth.allowInsecureRequests]: insecure };

  test.describe(over, () => {
    test.use({ transport });

    test('oauth4webapi discovers, signs in, refreshes, introspects, revokes and signs out', async ({
      page,
      parties: { application, server },
    }) => {
      const issuer = new URL(server.ready.issuer);
      const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
      const oauthOnly = await oauth.discoveryRequest(issuer, { ...options, algorithm: 'oauth2' });
      expect(await oauth.processDiscoveryResponse(issuer, oauthOnly)).toEqual(as);

      const client: oauth.Client = { client_id: 'web-app' };
      const auth = oauth.ClientSecretBasic(WEB_SECRET);
      const verifier = oauth.generateRandomCodeVerifier();
      const nonce = oauth.generateRandomNonce();
      const to = new URL(as.authorization_endpoint ?? '');
      to.search = new URLSearchParams({
        client_id: 'web-app',
        redirect_uri: application.callback,
        response_type: 'code',
        scope: 'openid email offline_access',
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        nonce,
      }).toString();

      await page.goto(to.href);
      await signIn(page);
      await allow(page);
      const params = oauth.validateAuthResponse(as, client, await application.nextCallback(), oauth.expectNoState);

      const redeemed = await oauth.authorizationCodeGrantRequest(
        as,
        client,
        auth,
        params,
        application.callback,
        verifier,
        options,
      );
      const tokens = await oauth.processAuthorizationCodeResponse(as, client, redeemed, {
        expectedNonce: nonce,
        requireIdToken: true,
      });
      const { sub } = oauth.getValidatedIdTokenClaims(tokens) ?? { sub: '' };

      const shown = await oauth.userInfoRequest(as, client, tokens.access_token, options);
      expect(await oauth.processUserInfoResponse(as, client, sub, shown)).toEqual({
        sub,
        email: 'alice@example.lan',
        email_verified: true,
      });

      const renewed = await oauth.refreshTokenGrantRequest(as, client, auth, tokens.refresh_token ?? '', options);
      const fresh = await oauth.processRefreshTokenResponse(as, client, renewed);
      expect(fresh.scope).toBe('openid email offline_access');

      const seen = await oauth.introspectionRequest(as, client, auth, fresh.access_token, options);
      expect(await oauth.processIntrospectionResponse(as, client, seen)).toMatchObject({ active: true, sub });
      await oauth.processRevocationResponse(
        await oauth.revocationRequest(as, client, auth, fresh.refresh_token ?? '', options),
      );
      const gone = await oauth.introspectionRequest(as, client, auth, fresh.access_token, options);
      expect(await oauth.processIntrospectionResponse(as, client, gone)).toEqual({ active: false });

      await page.goto(as.end_session_endpoint ?? '');
      await page.locator('#lanyard-logout-yes').click();
      await expect(page.locator('#lanyard-signed-out')).toBeVisible();
    });
  });
}
