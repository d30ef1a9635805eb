/** What the admin API does with mail that goes out. */
import { pageOf } from './listing.ts';
import { mailQuery, mailView, openedMail, testMailInput } from './mails.ts';
import type { Operation } from './operation.ts';

export const MAIL_OPERATIONS = {
  listMails: {
    method: 'GET',
    path: '/api/v1/mails',
    tag: 'Outbox',
    summary: 'Lists the mail of the last days, newest first: what waits, what was sent, what was not.',
    access: 'admin',
    query: mailQuery,
    answer: { status: 200, schema: pageOf(mailView) },
  },
  openMail: {
    method: 'POST',
    path: '/api/v1/mails/{id}/open',
    tag: 'Outbox',
    summary: 'Tells what a mail says, which may hold a code or a link; who did so stands in the audit log.',
    access: 'recent_admin',
    answer: { status: 200, schema: openedMail },
  },
  handOverMail: {
    method: 'POST',
    path: '/api/v1/mails/{id}/hand-over',
    tag: 'Outbox',
    summary: 'Notes that a mail was given to whom it is for: it is not sent any more, and nobody can read it again.',
    access: 'admin',
    answer: { status: 200, schema: mailView },
  },
  retryMail: {
    method: 'POST',
    path: '/api/v1/mails/{id}/retry',
    tag: 'Outbox',
    summary: 'Sends a mail at once that was not sent yet; nothing happens where it is done or over.',
    access: 'admin',
    answer: { status: 200, schema: mailView },
  },
  sendTestMail: {
    method: 'POST',
    path: '/api/v1/mails/test',
    tag: 'Outbox',
    summary: 'Puts a test mail into the Outbox; what became of it is read there.',
    access: 'admin',
    body: testMailInput,
    answer: { status: 201, schema: mailView },
  },
} as const satisfies Readonly<Record<string, Operation>>;
