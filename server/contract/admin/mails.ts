/** Mail on its way out, as the admin API shows it. What it says is told by one operation alone, which is written down. */
import { z } from 'zod';
import { checkEmail, MAIL_ENDS, MAIL_REASONS } from '../../spec/mail.ts';
import { checkedString } from '../configuration-fields.ts';
import { listQuery, moment } from './listing.ts';

export const MAIL_STATES = ['waiting', 'sent', 'handed_over', 'failed', 'expired', ...MAIL_ENDS] as const;

export const mailView = z.object({
  id: z.string(),
  to: z.string(),
  subject: z.string(),
  why: z.enum(MAIL_REASONS),
  user_id: z.string().nullable().describe('For whom; null where it is for nobody of the office.'),
  username: z.string().nullable().describe('The user_id where the person is gone.'),
  state: z
    .enum(MAIL_STATES)
    .describe(
      'waiting: to be sent by itself, or, without a mail server, to be handed over. Worth nothing any more are expired, used, superseded (a newer one took its place) and spoiled (too many wrong codes were typed).',
    ),
  readable: z.boolean().describe('Whether what it says can still be opened.'),
  tries: z.int(),
  created_at: moment,
  expires_at: moment.describe('Until then what it says is worth something; then it is gone.'),
  tried_at: moment.nullable(),
  next_try_at: moment.nullable().describe('Null where nothing is sent: no more tries, or no mail server.'),
  answer: z.string().nullable().describe('What the mail server said at the last try.'),
  error: z.string().nullable().describe('What came in the way at the last try.'),
  sent_at: moment.nullable(),
  opened_at: moment.nullable().describe('When an admin first read it.'),
  opened_by: z.string().nullable(),
  handed_over_at: moment.nullable(),
  handed_over_by: z.string().nullable(),
});

export const mailQuery = listQuery.extend({
  state: z.enum(MAIL_STATES).describe('Only those.').exactOptional(),
});

export const openedMail = z.object({ mail: mailView, text: z.string() });

export const testMailInput = z.strictObject({ to: checkedString('The address to send it to.', checkEmail) });
