/**
 * User codes: what a device shows and a person types. Twenty consonants, so that no code spells a word and no letter looks
 * like a digit; written XXXX-XXXX, and read in whatever way people write it. RFC 8628 §6.1
 */

const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
const LENGTH = 8;
/** What a byte has to be below, so that each letter is as likely as any other. */
const FAIR = 256 - (256 % ALPHABET.length);

/** Out of `bytes` from the system's generator, as `XXXX-XXXX`; undefined where they don't suffice. */
export function userCodeFrom(bytes: Uint8Array): string | undefined {
  const letters = [...bytes].filter((byte) => byte < FAIR).map((byte) => ALPHABET.charAt(byte % ALPHABET.length));
  return letters.length < LENGTH ? undefined : written(letters.slice(0, LENGTH).join(''));
}

/** What a person typed, as `XXXX-XXXX`: any case, with or without dash and spaces. Undefined for what is no user code. */
export function readUserCode(typed: string): string | undefined {
  if (typed.length > 100) return undefined;
  const letters = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\p{Pd}._]/gu, '');
  if (letters.length !== LENGTH || [...letters].some((letter) => !ALPHABET.includes(letter))) return undefined;
  return written(letters);
}

function written(letters: string): string {
  return `${letters.slice(0, LENGTH / 2)}-${letters.slice(LENGTH / 2)}`;
}
