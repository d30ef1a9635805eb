/** What a mail server said, fit to be kept and shown: one line, short, and with nothing in it that the mail itself says. */

const LONGEST = 300;
/** Shorter than any code or token. */
const SHORTEST_SECRET = 6;

/** Filters of spam like to repeat what they found; a code or a link must not get out that way. */
export function answerInWords(answer: string, mailText: string): string {
  const secrets = mailText.split(/[^A-Za-z0-9]+/).filter((word) => word.length >= SHORTEST_SECRET && /\d/.test(word));
  const told = secrets.reduce((text, secret) => text.replaceAll(secret, '•••'), answer);
  return told
    .replaceAll(/[^\x20-\x7e•]+/g, ' ')
    .trim()
    .slice(0, LONGEST);
}
