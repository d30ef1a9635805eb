/** Which characters may stand in a name that is shown to people, so that no name can disguise itself as another. */

/** Longer than any real name, short enough for a consent page. */
const LONGEST = 255;

/** Controls, line and paragraph separators, bidirectional controls, invisible operators, unpaired surrogates. */
const HIDDEN =
  /[\p{Cc}\p{Cs}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

/** The joiners, except where writing needs them: within emoji and after letters of Arabic and marks of Indic scripts. */
const STRAY_JOINER =
  /(?<![\p{Script=Arabic}\p{Script=Syriac}\p{Mn}\p{Mc}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d]/u;

/** What is wrong with a name or a description that people will read, or undefined. Nothing is normalised. */
export function checkShownText(text: string): string | undefined {
  if (text.trim() === '') return 'is empty';
  if (text !== text.trim()) return 'begins or ends with white space';
  if (text.length > LONGEST) return `is ${text.length} characters long; at most ${LONGEST} are allowed`;
  const hidden = HIDDEN.exec(text) ?? STRAY_JOINER.exec(text);
  if (hidden === null) return undefined;
  return `holds an invisible character (${codePointName(hidden[0])}) that could disguise it`;
}

/** `U+202E` */
export function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
