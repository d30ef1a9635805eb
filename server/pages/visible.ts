/** Shows characters that a reader cannot see, so that an address looks like what it is. For showing only, never for comparing. */
import { codePointName } from '../spec/shown-text.ts';

/**
 * Text as it came, but for the characters that turn it around, hide in it or end lines: those are named. For sentences
 * that quote a stranger.
 */
export function revealed(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => `<${codePointName(character)}>`);
}

/** Spaces become `␣`; control and format characters (line ends, zero-width and direction marks) become `<U+202E>`. */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Z}\p{Cs}]/gu, (character) =>
    character === ' ' ? '␣' : `<${codePointName(character)}>`,
  );
}
