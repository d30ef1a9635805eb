/** What is wrong with a password that somebody chose on a page of the account and typed twice. */
import { checkObviousPassword } from '../directory/obvious-passwords.ts';
import { checkNewPassword } from '../spec/new-password.ts';
import type { Params } from '../spec/params.ts';

/** By the field that is at fault; empty where it will do. */
export function chosenPasswordErrors(params: Params, username: string): Readonly<Record<string, string>> {
  const chosen = params.get('new_password') ?? '';
  const reason = checkNewPassword(chosen) ?? checkObviousPassword(chosen, username);
  if (reason !== undefined) return { new_password: `This ${reason}.` };
  if (params.get('new_password_again') !== chosen) return { new_password_again: 'This is not the same password.' };
  return {};
}
