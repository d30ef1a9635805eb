/** A site that signs people in with passport-github2, unmodified, pointed at Lanyard by nothing but its addresses. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import passport from 'passport';
import type { Profile, Strategy } from 'passport-github2';

export interface GithubSite {
  readonly sign_in: string;
  readonly callback: string;
  /** To be called before anybody comes. */
  registerAt(issuer: string, client: { readonly client_id: string; readonly client_secret: string }): void;
  signedIn(): Profile | undefined;
  stop(): void;
}

/** Shows `#welcome` to whoever is signed in. */
export async function startGithubSite(Passport: typeof Strategy): Promise<GithubSite> {
  const app = express();
  const passports = new passport.Passport();
  const server = createServer(app);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const callback = `${origin}/callback`;
  let signedIn: Profile | undefined;
  const authenticate = () => passports.authenticate('github', { session: false }) as express.RequestHandler;
  app.get('/sign-in', authenticate());
  app.get('/callback', authenticate(), (_request, response) => {
    response.type('html').send('<p id="welcome">Welcome</p>');
  });
  return {
    sign_in: `${origin}/sign-in`,
    callback,
    registerAt(issuer, { client_id, client_secret }) {
      const addresses = {
        authorizationURL: `${issuer}/login/oauth/authorize`,
        tokenURL: `${issuer}/login/oauth/access_token`,
        userProfileURL: `${issuer}/api/v3/user`,
        userEmailURL: `${issuer}/api/v3/user/emails`,
      };
      const scope = ['read:user', 'user:email'];
      const options = { clientID: client_id, clientSecret: client_secret, callbackURL: callback, ...addresses, scope };
      type Done = (error: unknown, user?: object) => void;
      const verify = (_access: string, _refresh: string, profile: Profile, done: Done) => {
        signedIn = profile;
        done(null, profile);
      };
      passports.use(new Passport(options, verify));
    },
    signedIn: () => signedIn,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
