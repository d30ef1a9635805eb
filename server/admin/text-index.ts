/**
 * Which texts may hold what is searched, without reading them all: a text is kept under each three letters that follow
 * each other in it. What it names has still to be looked at: letters share a key, and a text that is gone stays named.
 */

const LETTERS = 3;

export class TextIndex {
  readonly #ids: string[] = [];
  /** Places in `#ids`, upwards, each once. */
  readonly #places = new Map<number, number[]>();

  /** How many texts were ever added. */
  get size(): number {
    return this.#ids.length;
  }

  add(id: string, text: string): void {
    const place = this.#ids.push(id) - 1;
    for (let at = 0; at + LETTERS <= text.length; at += 1) {
      const key = keyAt(text, at);
      const places = this.#places.get(key);
      if (places === undefined) this.#places.set(key, [place]);
      else if (places.at(-1) !== place) places.push(place);
    }
  }

  /** Of all texts that hold `wanted`, the ids, and some of others; undefined where it is too short to tell. */
  candidates(wanted: string): ReadonlySet<string> | undefined {
    if (wanted.length < LETTERS) return undefined;
    let fewest: readonly number[] | undefined;
    for (let at = 0; at + LETTERS <= wanted.length; at += 1) {
      const places = this.#places.get(keyAt(wanted, at)) ?? [];
      if (fewest === undefined || places.length < fewest.length) fewest = places;
    }
    return new Set(fewest?.flatMap((place) => this.#ids[place] ?? []));
  }
}

/** A small integer, which a map finds soonest. */
function keyAt(text: string, at: number): number {
  const [first, second, third] = [text.charCodeAt(at), text.charCodeAt(at + 1), text.charCodeAt(at + 2)];
  return ((first * 961 + second) * 961 + third) & 0x3fff_ffff;
}
