/** Mail that nobody has got yet and an admin can help along: to be handed over, or stuck at its server. */
import { readSettings } from '../directory/settings.ts';
import { everyRecord } from '../directory/every-record.ts';
import { mailState } from '../mail/outbox.ts';
import type { Collections } from '../storage/store.ts';

/** Whole sentences; undefined where there is none. `now` is in epoch seconds. */
export async function waitingMail(
  records: Collections,
  now: number,
): Promise<{ readonly found: string; readonly advice: string } | undefined> {
  const { smtp_host } = await readSettings(records);
  let waiting = 0;
  for await (const mail of everyRecord(records.collection('mails'))) {
    const state = mailState(mail, now);
    const stuck = state === 'failed' || (state === 'waiting' && (smtp_host === '' || mail.error !== undefined));
    if (stuck) waiting += 1;
  }
  if (waiting === 0) return undefined;
  const [mails, wait] = waiting === 1 ? ['One mail', 'waits'] : [`${waiting} mails`, 'wait'];
  if (smtp_host === '') {
    const advice =
      'Under Settings, Outbox shows what each says and for whom. Hand it over, or enter a mail server there.';
    return { found: `${mails} ${wait} for you to hand over: no server sends mail.`, advice };
  }
  const advice = 'Under Settings, Outbox says what came in the way, and sends it again.';
  return { found: `${mails} could not be sent.`, advice };
}
