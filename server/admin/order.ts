/** The order in which lists stand: by a key, and of equal keys by id, so that everything has exactly one place. */

export type SortValue = string | number;

/** How one resource is searched and sorted. */
export interface Order<R> {
  /** The texts that a person would search. */
  readonly searched: (record: R) => readonly (string | undefined)[];
  /** Field → what it is sorted by; absent values come first. */
  readonly sorted: Readonly<Record<string, (record: R) => SortValue | undefined>>;
  /** How it stands where nobody says otherwise: a field of `sorted`, with a minus before it downwards. */
  readonly standard: string;
}

export interface Entry<R> {
  readonly record: R;
  readonly id: string;
  readonly key: SortValue;
}

export type Place = Pick<Entry<unknown>, 'id' | 'key'>;

export function compareEntries(a: Place, b: Place): number {
  if (a.key === b.key) return compare(a.id, b.id);
  // Numbers and texts never stand in one order, unless a cursor was made up.
  return typeof a.key === typeof b.key ? compare(a.key, b.key) : compare(String(a.key), String(b.key));
}

function compare(a: SortValue, b: SortValue): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The position of the first of `entries`, which are in order, that does not come before `place`. */
export function positionOf(entries: readonly Place[], place: Place): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry !== undefined && compareEntries(entry, place) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Of a text its beginning decides, then the id: a cursor holds the key, and one character can fold to eighteen. */
const LONGEST_KEY = 64;

export function sortKey(value: SortValue | undefined): SortValue {
  return typeof value === 'string' ? folded(value).slice(0, LONGEST_KEY) : (value ?? '');
}

/** Case and width don't count. */
export function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
