/** What a mail server said, fit to be kept and shown: one line, short, and with nothing in it that the mail itself says. */

const LONGEST = 300;
/** Shorter than any token. */
const SHORTEST_WORD = 6;
/** A code stands in a mail in groups of so many digits. */
const SHORTEST_DIGITS = 3;

/** Filters of spam like to repeat what they found; a code or a link must not get out that way. */
export function answerInWords(answer: string, mailText: string): string {
  // Whole first, then what is left of one that was broken.
  const words = [/[^\w-]+/, /[^A-Za-z0-9]+/].flatMap((between) => mailText.split(between));
  const told = words.filter(couldBeSecret).reduce((text, secret) => text.replaceAll(secret, '•••'), answer);
  return told
    .replaceAll(/[^\x20-\x7e•]+/g, ' ')
    .trim()
    .slice(0, LONGEST);
}

function couldBeSecret(word: string): boolean {
  return /^\d+$/.test(word) ? word.length >= SHORTEST_DIGITS : word.length >= SHORTEST_WORD && /\d/.test(word);
}
