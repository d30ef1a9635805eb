/** The code that a person of a house in memory gets by mail, out of the Outbox, for an application that asks for one. */
import { findApplication } from '../../server/directory/applications.ts';
import { SIGN_IN_DESK } from '../../server/engine/sign-in-desk.ts';
import { readMailText } from '../../server/mail/outbox.ts';
import type { House } from './house.ts';

/** Throws Error where none was sent. The mails before are those of others. */
export async function codeByMail(house: House, client_id: string, email: string): Promise<string> {
  const cx = await house.context();
  const application = await findApplication(house.store, client_id);
  if (application === undefined) throw new Error(`no application ${client_id}`);
  const known = new Set((await mailsOf(house)).map(({ id }) => id));
  await SIGN_IN_DESK.sendCode(application, email, cx);
  const sent = (await mailsOf(house)).find(({ id }) => !known.has(id));
  const text = sent && (await readMailText(house.store, sent, cx.secrets, cx.now));
  const [, first, last] = /(\d{3}) (\d{3})/.exec(text ?? '') ?? [];
  if (first === undefined || last === undefined) throw new Error(`no code for ${email}`);
  return first + last;
}

async function mailsOf(house: House) {
  return (await house.store.collection('mails').list({ limit: 100 })).items;
}
