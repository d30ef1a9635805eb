/** Other texts that a lenient decoder takes for the same: base64url whose last character has bits to spare, or more behind it. */
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];

/** All that a decoder reads as the same bytes as `sealed` (`v1.` and base64url); never `sealed` itself. RFC 4648 §3.5 */
export function respelled(sealed: string): readonly string[] {
  const bytes = (text: string) => Buffer.from(text.slice('v1.'.length), 'base64url').toString('hex');
  const others = [
    ...LETTERS.map((letter) => sealed.slice(0, -1) + letter),
    ...LETTERS.map((letter) => sealed + letter),
  ];
  return others.filter((text) => text !== sealed && bytes(text) === bytes(sealed));
}
