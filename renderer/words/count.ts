/** Numbers with the thing they count. */

const WHOLE = new Intl.NumberFormat('en');

/** “10,000” */
export function whole(number: number): string {
  return WHOLE.format(number);
}

/** `counted(1, 'person', 'people')` is “1 person”. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${whole(number)} ${number === 1 ? one : many}`;
}

/** “a”, “a and b”, “a, b and c”. */
export function listed(things: readonly string[]): string {
  const last = things.at(-1);
  if (last === undefined || things.length === 1) return last ?? '';
  return `${things.slice(0, -1).join(', ')} and ${last}`;
}
