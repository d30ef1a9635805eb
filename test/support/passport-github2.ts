/** A site that signs people in with passport-github2, unmodified, pointed at Lanyard by nothing but its addresses. */
import { type Profile, Strategy } from 'passport-github2';
import { type PassportSite, startPassportSite } from './passport-site.ts';

export interface GithubSite extends PassportSite<Profile> {
  /** To be called before anybody comes. */
  registerAt(issuer: string, client: { readonly client_id: string; readonly client_secret: string }): void;
}

export async function startGithubSite(): Promise<GithubSite> {
  const site = await startPassportSite<Profile>();
  return {
    ...site,
    registerAt(issuer, { client_id, client_secret }) {
      const addresses = {
        authorizationURL: `${issuer}/login/oauth/authorize`,
        tokenURL: `${issuer}/login/oauth/access_token`,
        userProfileURL: `${issuer}/api/v3/user`,
        userEmailURL: `${issuer}/api/v3/user/emails`,
      };
      const scope = ['read:user', 'user:email'];
      const ours = { clientID: client_id, clientSecret: client_secret, callbackURL: site.callback };
      site.use(new Strategy({ ...ours, ...addresses, scope }, site.verify));
    },
  };
}
