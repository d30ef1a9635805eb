/** What mails say. Plain text, no picture, nothing that an office would be ashamed of; each says who sent it and why. */
import type { NewMail } from './outbox.ts';

const TEST_LIVES_S = 3600;

/** `office` is the office's name. */
export function testMail(to: string, office: string): NewMail {
  return {
    to,
    subject: `A test mail from ${office}`,
    text: [
      `This is a test mail of Lanyard, by which people of ${office} sign in to their applications.`,
      'An admin asked for it. That it came means that mail works. There is nothing to do.',
      '',
    ].join('\n\n'),
    why: 'test',
    lives_s: TEST_LIVES_S,
  };
}
