/** How usernames compare and which are refused: one person cannot be imitated by a look-alike spelling of the same letters. */
import { codePointName } from './shown-text.ts';

const LONGEST = 255;

/** Everything that has no shape of its own or turns the text around it. */
const FORBIDDEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** Who acts in the audit log where nobody of the office does. */
const OURS: ReadonlySet<string> = new Set(['operator', 'owner', 'lanyard']);

/** Why nobody may be called that, person, service account or application; undefined where they may. */
export function checkReserved(name: string): string | undefined {
  return OURS.has(usernameKey(name)) ? 'is a word of Lanyard itself in the audit log' : undefined;
}

/**
 * What is wrong with a username that somebody is to be given, or undefined. It is one word: a space at its end is not seen,
 * and one within it is typed differently each time. Who has such a name from before keeps it.
 */
export function checkNewUsername(username: string): string | undefined {
  const reason = checkUsername(username);
  if (reason !== undefined) return reason;
  return /\s/u.test(username) ? 'holds a space; a username is one word, such as alice or alice.example' : undefined;
}

/** What is wrong with a username, or undefined. White space around it does not count. */
export function checkUsername(username: string): string | undefined {
  const trimmed = username.trim();
  if (trimmed === '') return 'is empty';
  if (trimmed.length > LONGEST) return `is ${trimmed.length} characters long; at most ${LONGEST} are allowed`;
  const forbidden = FORBIDDEN.exec(trimmed);
  if (forbidden !== null) return `holds an invisible or control character (${codePointName(forbidden[0])})`;
  return usernameKey(trimmed) === '' ? 'is empty' : undefined;
}

/**
 * The username as compared: trimmed, NFKC, case-folded, runs of spaces as one. Applying it twice gives the same as once,
 * so no chain of spellings leads from one person to another. RFC 8265 §3.3 is the model.
 */
export function usernameKey(username: string): string {
  let key = username;
  for (let round = 0; round < 5; round += 1) {
    const folded = foldOnce(key);
    if (folded === key) return key;
    key = folded;
  }
  return key;
}

/** Upper before lower case, because that folds what lower case alone keeps apart (ß and ss, ς and σ). */
function foldOnce(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC').replaceAll(/\s+/gu, ' ').trim();
}
