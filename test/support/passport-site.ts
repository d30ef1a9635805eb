/** A site that signs people in by a strategy of passport's, unmodified, and by nothing of ours. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import passport, { type Strategy } from 'passport';
import { broughtBack } from './brought-back.ts';

export interface PassportSite<P> {
  /** Where a browser begins; it ends at `callback`, which shows `#welcome` to whoever is signed in. */
  readonly sign_in: string;
  readonly callback: string;
  /** What a strategy is told to do with whom it found. */
  verify(accessToken: string, refreshToken: string, profile: P, done: (error: unknown, user?: object) => void): void;
  /** To be called before anybody comes; it takes the place of the one before. */
  use(strategy: Strategy): void;
  /** Whom the last sign-in was of. */
  signedIn(): P | undefined;
  stop(): void;
}

export async function startPassportSite<P extends object>(): Promise<PassportSite<P>> {
  let authenticate: express.RequestHandler = (_request, response) => void response.sendStatus(503);
  let signedIn: P | undefined;
  const app = express();
  app.get('/sign-in', (...to) => authenticate(...to));
  app.get(
    '/callback',
    (...to) => authenticate(...to),
    (_request, response) => void response.type('html').send('<p id="welcome">Welcome</p>'),
  );
  const server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    sign_in: `${origin}/sign-in`,
    callback: `${origin}/callback`,
    verify(_accessToken, _refreshToken, profile, done) {
      signedIn = profile;
      done(null, profile);
    },
    use(strategy) {
      signedIn = undefined;
      const passports = new passport.Passport().use('the-one', strategy);
      authenticate = passports.authenticate('the-one', { session: false }) as express.RequestHandler;
    },
    signedIn: () => signedIn,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Alice goes through the site's sign-in, without a browser. Throws Error where she isn't welcome in the end, with what the site says. */
export async function signInAtSite<P>(site: PassportSite<P>): Promise<P | undefined> {
  const sent = await fetch(site.sign_in, { redirect: 'manual' });
  const back = await broughtBack(sent.headers.get('location') ?? '');
  const page = await (await fetch(back)).text();
  if (!page.includes('id="welcome"')) throw new Error(`the site says ${page.slice(0, 400)}`);
  return site.signedIn();
}
