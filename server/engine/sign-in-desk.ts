/** What applications that have a sign-in form of their own may ask of the engine, for the REST calls of other products. */
import { findApplication } from '../directory/applications.ts';
import { paramsOf } from '../spec/params.ts';
import { MAIL_CODE_GRANT } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import { nameInMail } from './application-view.ts';
import { authenticateClient } from './authenticate-client.ts';
import type { Context } from './context.ts';
import { issueLoginTicket, type ProvenPerson } from './login-ticket.ts';
import { askByMail, type MailAsked, placeOfMailCode, proveByCode } from './mail-proof.ts';
import { askForNewPassword } from './new-password-link.ts';
import { LONGEST_USERNAME, provePassword } from './prove-password.ts';

/** What a person typed into an application's form. */
export interface TypedCredentials {
  readonly username: string;
  readonly typed: { readonly password: string } | { readonly code: string };
}

export type Proven =
  | ({ readonly kind: 'proved' } & ProvenPerson)
  | { readonly kind: 'wrong' | 'busy' }
  | { readonly kind: 'too-many-attempts'; readonly retry_after_s: number };

export interface SignInDesk {
  /** Whom a request comes from, proved where the application has something to prove it with. Throws OAuthError. */
  applicationOf(
    fields: readonly (readonly [string, string])[],
    authorization: string | undefined,
    cx: Context,
  ): Promise<Application | undefined>;
  /** An application that is known and not switched off, by its name alone. */
  named(client_id: string, cx: Context): Promise<Application | undefined>;
  /** Whether it may have codes sent, and take them. */
  takesCodes(application: Application, cx: Context): boolean;
  sendCode(application: Application, who: string, cx: Context): Promise<MailAsked>;
  /** Sends a link to a new password to whom that is allowed. */
  sendNewPassword(application: Application, who: string, cx: Context): Promise<MailAsked>;
  prove(application: Application, credentials: TypedCredentials, cx: Context): Promise<Proven>;
  ticketFor(person: ProvenPerson, application: Application, browser: string, cx: Context): Promise<string>;
}

const NO_COOKIES = { session: undefined, browser: undefined };

export const SIGN_IN_DESK: SignInDesk = {
  async applicationOf(fields, authorization, cx) {
    const params = paramsOf(fields);
    const request = { method: 'POST', params, authorization, cookies: NO_COOKIES, user_agent: '' } as const;
    const client = await authenticateClient(request, cx);
    return client.kind === 'application' ? client.application : undefined;
  },
  async named(client_id, cx) {
    const application = await findApplication(cx.store, client_id);
    return application?.disabled === false ? application : undefined;
  },
  takesCodes: ({ grant_types }, { settings }) =>
    settings.sign_in_by_mail !== 'off' && grant_types.includes(MAIL_CODE_GRANT),
  sendCode(application, typed, cx) {
    const who = typed.slice(0, LONGEST_USERNAME);
    const place = placeOfMailCode(application.client_id, who);
    return askByMail({ place, who, application: nameInMail(application), send: { kind: 'code' } }, cx);
  },
  sendNewPassword: (application, typed, cx) => askForNewPassword(application, typed.slice(0, LONGEST_USERNAME), cx),
  async prove({ client_id }, { username, typed }, cx) {
    const who = username.slice(0, LONGEST_USERNAME);
    if ('code' in typed) {
      const proven = await proveByCode(
        { place: placeOfMailCode(client_id, who), who, code: typed.code, client_id },
        cx,
      );
      if (proven.kind === 'proved') return { ...proven, amr: ['otp'] };
      return proven.kind === 'too-many-attempts' ? proven : { kind: 'wrong' };
    }
    const proof = await provePassword({ username: who, password: typed.password, client_id }, cx);
    if (proof.kind === 'proved') return { ...proof, amr: ['pwd'] };
    return proof.kind === 'wrong-credentials' ? { kind: 'wrong' } : proof;
  },
  ticketFor: (person, { client_id }, browser, cx) => issueLoginTicket(person, { client_id, browser }, cx),
};
