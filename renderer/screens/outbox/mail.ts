/** Mail in the words of the panel. */
import type { Answered } from '../../../server/contract/admin/types.ts';
import type { State } from '../../components/state-word.tsx';

export type Mail = Answered<'retryMail'>;

export const WHY_WORDS: Readonly<Record<Mail['why'], string>> = {
  test: 'A test mail',
  sign_in_code: 'A code to sign in',
  sign_in_link: 'A link to sign in',
  new_password: 'A link to a new password',
};

export const STATE_WORDS: Readonly<Record<Mail['state'], { readonly word: string; readonly look: State }>> = {
  waiting: { word: 'Waiting', look: 'waiting' },
  sent: { word: 'Sent', look: 'good' },
  handed_over: { word: 'Handed over', look: 'good' },
  failed: { word: 'Not sent', look: 'danger' },
  expired: { word: 'Over', look: 'quiet' },
  used: { word: 'Used', look: 'quiet' },
  superseded: { word: 'Replaced by a newer one', look: 'quiet' },
  spoiled: { word: 'Ended by wrong codes', look: 'quiet' },
};
