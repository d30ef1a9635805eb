/** What a grant came from where no person answered on a page, judged in the place of their session and their consent. */
import { missingScopes, parseScope } from '../spec/scope.ts';
import { JWT_BEARER_GRANT, MAIL_CODE_GRANT, TOKEN_EXCHANGE_GRANT } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { ExtensionGrant } from '../storage/records/extension-grants.ts';
import type { Grant } from '../storage/records/flow.ts';
import type { TrustedIssuer } from '../storage/records/trusted-issuers.ts';
import type { Behind, UserParties } from './parties.ts';
import { type Refusal, refused, refusedApplication, refusedScope } from './refusal.ts';
import { isInForce, opensApplication } from './user-app-passwords.ts';

type Before = (exchanged: UserParties) => Refusal | undefined;

/** `before` asks the one question of the parties whose token was exchanged; `now` in epoch seconds. */
export function originRefusal(
  { grant, behind }: UserParties,
  application: Application,
  scope: readonly string[],
  { before, now }: { readonly before: Before; readonly now: number },
): Refusal | undefined {
  switch (behind?.kind) {
    case undefined:
      return refused('the grant is not valid', 'nothing stands behind it');
    case 'exchange':
      return exchangeRefusal(grant, behind.parties, application, before);
    case 'password':
      return passwordRefusal(behind.allowed, application);
    case 'mail':
      return mailRefusal(behind.allowed, application);
    case 'assertion':
      return issuerRefusal(behind.issuer, application, scope);
    case 'extension':
      return extensionRefusal(behind.extension, application);
    case 'app_password':
      return appPasswordRefusal(behind, grant, application, now);
    default:
      return behind satisfies never;
  }
}

/** Office and application both have to allow it, for as long as it counts. */
function passwordRefusal(allowed: boolean, application: Application): Refusal | undefined {
  if (!allowed) return refused('the grant is not valid', 'the office lets applications take no passwords any more');
  return application.grant_types.includes('password') ? undefined : refusedApplication('it may take no passwords');
}

function mailRefusal(allowed: boolean, application: Application): Refusal | undefined {
  if (!allowed) return refused('the grant is not valid', 'the office lets nobody sign in by mail any more');
  return application.grant_types.includes(MAIL_CODE_GRANT)
    ? undefined
    : refusedApplication('it may take no codes from mail');
}

/** What was vouched for ends with the trust. RFC 7523 §3 */
function issuerRefusal(
  issuer: TrustedIssuer | undefined,
  application: Application,
  scope: readonly string[],
): Refusal | undefined {
  if (!application.grant_types.includes(JWT_BEARER_GRANT)) return refusedApplication('it may take no assertions');
  if (issuer === undefined || issuer.disabled)
    return refused('the grant is not valid', 'its issuer is trusted no more');
  const beyond = missingScopes(scope, parseScope(issuer.scope));
  return beyond.length > 0 ? refusedScope(`the issuer does not vouch for ${beyond.join(' ')}`) : undefined;
}

/** An exchanged token is worth what the one before it is worth, while the application may still exchange. RFC 8693 §1.1 */
function exchangeRefusal(
  grant: Grant | undefined,
  parties: UserParties | undefined,
  application: Application,
  before: Before,
): Refusal | undefined {
  if (!application.grant_types.includes(TOKEN_EXCHANGE_GRANT)) return refusedApplication('it may exchange no tokens');
  if (grant?.act === undefined && application.token_exchange_impersonation !== true) {
    return refusedApplication('it may act for a person only under its own name');
  }
  if (parties === undefined) return refused('the grant is not valid', 'what was exchanged is gone');
  return before(parties);
}

/** What a hook granted ends with the grant of the office's own, and with the application's right to use it. */
function extensionRefusal(extension: ExtensionGrant | undefined, application: Application): Refusal | undefined {
  if (extension === undefined || extension.disabled) {
    return refused('the grant is not valid', 'the office has switched its kind of grant off');
  }
  return application.grant_types.includes(extension.grant_type)
    ? undefined
    : refusedApplication(`it may not use ${extension.grant_type}`);
}

/** What was got with an app password ends with it, and with what it was made for. */
function appPasswordRefusal(
  { app_password, allowed }: Behind & { readonly kind: 'app_password' },
  grant: Grant | undefined,
  application: Application,
  now: number,
): Refusal | undefined {
  if (!allowed) return refused('the grant is not valid', 'the office lets people have no app passwords any more');
  if (app_password === undefined || !isInForce(app_password, now)) {
    return refused('the grant is not valid', 'the app password has ended');
  }
  if (app_password.user_id !== grant?.user_id)
    return refused('the grant is not valid', 'the app password is another’s');
  if (!opensApplication(app_password, application)) {
    return refused('the grant is not valid', 'the app password is for something else');
  }
  return application.dialect === grant.dialect ? undefined : refusedApplication('it speaks another dialect now');
}
