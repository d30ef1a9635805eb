/** Sign-outs that an application was to be told of, by Lanyard (back-channel) or in the browser (front-channel), as the admin API shows them. */
import { z } from 'zod';
import { moment } from './listing.ts';

export const logoutDeliveryView = z.object({
  id: z.string(),
  sid: z.string().describe('The session that ended.'),
  user_id: z.string(),
  username: z.string().describe('The user_id where the person is gone.'),
  by: z
    .enum(['server', 'browser'])
    .describe('browser: its page was opened in a frame there, and nobody hears what came of it.'),
  state: z.enum(['waiting', 'told', 'failed']).describe('waiting: it will be tried, or tried again, by itself.'),
  tries: z.int(),
  ended_at: moment.describe('When the session ended.'),
  tried_at: moment.nullable().describe('When it was last tried.'),
  status: z.int().nullable().describe('The HTTP status that the application answered, where it answered.'),
  error: z.string().nullable().describe('What came in the way.'),
  next_try_at: moment.nullable(),
});
