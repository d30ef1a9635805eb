/** Whether the server that sends mail answers, in the way that was entered. Nobody is sent anything, and no password is used. */
import { readSettings } from '../../directory/settings.ts';
import { askMailServer } from '../../mail/send-by-smtp.ts';
import { isLoopback } from '../../spec/loopback.ts';
import { withRecords } from '../with-records.ts';
import type { Check, Finding } from './check.ts';

export const mail: Check = {
  name: 'mail',
  async run({ store }) {
    return withRecords(store, async (records) => {
      const {
        smtp_host: host,
        smtp_port: port,
        smtp_security: security,
        outbound_ca: ca,
      } = await readSettings(records);
      if (host === '') return [{ level: 'ok', found: 'No server sends mail: it waits in the Outbox of the panel.' }];
      const fault = await askMailServer({ host, port, security, username: '', password: undefined, ca });
      if (fault !== undefined) {
        const advice =
          'Until it can be, mail waits in the Outbox of the panel. Correct the mail server there, under Settings.';
        return [{ level: 'problem', found: `Mail can’t be sent: ${fault}.`, advice }];
      }
      const answers: Finding = { level: 'ok', found: `The mail server ${host}:${port} answers.` };
      return security === 'none' && !isLoopback(host) ? [answers, READABLE] : [answers];
    });
  },
};

const READABLE: Finding = {
  level: 'warning',
  found: 'Mail crosses the network unencrypted: whoever listens there can read codes and links.',
  advice: 'Choose STARTTLS or TLS for the mail server, in the panel under Settings.',
};
