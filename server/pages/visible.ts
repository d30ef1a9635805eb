/** Shows characters that a reader cannot see, so that an address looks like what it is. For showing only, never for comparing. */
import { codePointName } from '../spec/shown-text.ts';

/** Spaces become `␣`; control and format characters (line ends, zero-width and direction marks) become `<U+202E>`. */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Z}\p{Cs}]/gu, (character) =>
    character === ' ' ? '␣' : `<${codePointName(character)}>`,
  );
}
