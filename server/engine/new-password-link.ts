/**
 * A link to a new password: sent to whoever asks in a person's name, good once and for an hour, in whatever browser they read
 * their mail. It signs nobody in; with it the person gets a password that nobody else knows, and is signed out everywhere.
 */
import { appendAudit } from '../audit/append.ts';
import { takeAttempts } from '../directory/attempts.ts';
import { countUntoldChange } from '../directory/directory-version.ts';
import { endGrantsOfUser } from '../directory/grants.ts';
import { hashSecret } from '../directory/machine-secrets.ts';
import { endPanelSessionsOfUser } from '../directory/panel-sessions.ts';
import { endSessionsOfUser } from '../directory/sessions.ts';
import { removeAppPasswordsOf } from '../directory/user-app-passwords.ts';
import { changeUser, findUserByName } from '../directory/users.ts';
import { NEW_PASSWORD_LIVES_S, newPasswordMail } from '../mail/mail-words.ts';
import { usernameKey } from '../spec/username.ts';
import type { Application, User } from '../storage/records/directory.ts';
import type { MailProof } from '../storage/records/mail-proofs.ts';
import type { Collections } from '../storage/store.ts';
import type { Context } from './context.ts';
import { nameInMail } from './application-view.ts';
import {
  askCounters,
  consume,
  groundsOf,
  isOver,
  isStillOf,
  type MailAsked,
  proofId,
  sendProof,
} from './mail-proof.ts';

const LONGEST_LINK = 100;
export const NEW_PASSWORD_PATH = '/account/new-password';

/** The same answer for everybody. */
export async function askForNewPassword(
  application: Pick<Application, 'client_name' | 'registration'>,
  who: string,
  cx: Context,
): Promise<MailAsked> {
  const taken = await takeAttempts(cx.store, askCounters(who, cx), cx.now);
  if (!taken.allowed) return { kind: 'too-many-attempts', retry_after_s: taken.retry_after_s };
  const found = await findUserByName(cx.store, who);
  const user = found !== undefined && mayByMail(found, cx) ? found : undefined;
  const token = cx.secrets.random();
  const proof: MailProof = {
    id: proofId(`new password ${usernameKey(who)}`),
    ...(user === undefined ? {} : { user_id: user.id, grounds: groundsOf('password', user) }),
    kind: 'password',
    secret_hash: hashSecret(token),
    tries: 0,
    expires_at: cx.now + NEW_PASSWORD_LIVES_S,
  };
  const letter = {
    to: user?.email ?? who,
    user_id: user?.id ?? '',
    office: cx.settings.issuer_name,
    application: nameInMail(application),
  };
  const mail = newPasswordMail(letter, `${cx.urls.house(NEW_PASSWORD_PATH)}?link=${token}`);
  await sendProof({ proof, user, mail }, cx);
  return { kind: 'asked' };
}

/** Whose password it may set; undefined for what is no such link, or no good one any more. */
export async function findNewPasswordLink(
  link: string,
  cx: Context,
  collections: Collections = cx.store,
): Promise<{ readonly proof: MailProof; readonly user: User } | undefined> {
  if (link.length > LONGEST_LINK) return undefined;
  const [proof] = await collections.collection('mail_proofs').find('link', hashSecret(link));
  if (proof?.kind !== 'password' || proof.user_id === undefined || isOver(proof, cx.now)) return undefined;
  const user = await collections.collection('users').get(proof.user_id);
  return isStillOf(proof, user) && mayByMail(user, cx) ? { proof, user } : undefined;
}

/** Whether it was done: not where the link was used meanwhile. */
export async function setNewPassword(link: string, password_hash: string, cx: Context): Promise<boolean> {
  return cx.store.transaction(async (within) => {
    const found = await findNewPasswordLink(link, cx, within);
    if (found === undefined) return false;
    const { proof, user } = found;
    await consume(within, proof, cx.now);
    await changeUser(within, user.id, { password_hash }, cx.now);
    // Whoever knew the old password may have let themselves and applications in, and made app passwords.
    const panel_sessions_ended = await endPanelSessionsOfUser(within, user.id);
    const sessions_ended = await endSessionsOfUser(within, user.id, cx.now);
    const grants_ended = await endGrantsOfUser(within, user.id, 'the password was reset', cx.now);
    const app_passwords_ended = await removeAppPasswordsOf(within, user.id);
    await countUntoldChange(within);
    await appendAudit(within, {
      at: cx.now,
      type: 'user.password_reset',
      actor: user.username,
      target: user.username,
      address: cx.address,
      detail: { id: user.id, sessions_ended, panel_sessions_ended, grants_ended, app_passwords_ended },
    });
    return true;
  });
}

/**
 * Never an admin's: whoever reads their mail would administer the office. Whom the office's own program brought has no password
 * here, and must not get one.
 */
function mayByMail(user: User, { settings }: Context): boolean {
  if (!settings.new_password_by_mail || user.disabled || user.admin || user.external_subject !== undefined)
    return false;
  return user.email !== undefined && user.email_verified;
}
