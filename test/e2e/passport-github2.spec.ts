/** passport-github2, unmodified, pointed at Lanyard's GitHub dialect by nothing but its addresses. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import express from 'express';
import passport from 'passport';
import { type Profile, Strategy } from 'passport-github2';
import { writeFile } from 'node:fs/promises';
import { officeDocument, officeFile, WEB_SECRET } from '../support/office.ts';
import { startServer } from '../support/start-server.ts';
import { allow, signIn } from './pages.ts';

test('passport-github2 signs a person in and reads the profile and the e-mail address', async ({ page }) => {
  const app = express();
  const server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const place = { callback: `${origin}/callback`, goodbye: `${origin}/bye` };
  const office = await officeFile(place);
  await writeFile(office, JSON.stringify(officeDocument(place)));
  const lanyard = await startServer({ args: ['--import', office] });
  try {
    const { issuer } = lanyard.ready;
    let signedIn: Profile | undefined;
    const strategy = new Strategy(
      {
        clientID: 'github-app',
        clientSecret: WEB_SECRET,
        callbackURL: place.callback,
        authorizationURL: `${issuer}/login/oauth/authorize`,
        tokenURL: `${issuer}/login/oauth/access_token`,
        userProfileURL: `${issuer}/api/v3/user`,
        userEmailURL: `${issuer}/api/v3/user/emails`,
        scope: ['read:user', 'user:email'],
      },
      (
        _accessToken: string,
        _refreshToken: string,
        profile: Profile,
        done: (error: unknown, user?: object) => void,
      ) => {
        signedIn = profile;
        done(null, profile);
      },
    );
    passport.use(strategy);
    app.get('/sign-in', passport.authenticate('github', { session: false }) as express.RequestHandler);
    app.get(
      '/callback',
      passport.authenticate('github', { session: false }) as express.RequestHandler,
      (_request, response) => {
        response.type('html').send('<p id="welcome">Welcome</p>');
      },
    );

    await page.goto(`${origin}/sign-in`);
    await signIn(page);
    await allow(page);
    await expect(page.locator('#welcome')).toBeVisible();

    expect(signedIn).toMatchObject({
      username: 'alice',
      displayName: 'Alice Example',
      emails: [{ value: 'alice@example.lan' }],
    });
    expect(Number.isSafeInteger(Number(signedIn?.id))).toBe(true);
  } finally {
    await lanyard.stop();
    server.closeAllConnections();
    server.close();
  }
});
