/** A change was made from what is not there any more: what somebody else has changed since. */

export interface MemberChange {
  /** As it is called on the wire. */
  readonly name: string;
  readonly before: unknown;
  readonly now: unknown;
}

export class ChangedMeanwhile extends Error {
  readonly changes: readonly MemberChange[];

  constructor(changes: readonly MemberChange[]) {
    super('Somebody else has changed it meanwhile');
    this.name = 'ChangedMeanwhile';
    this.changes = changes;
  }
}

/** That it was changed is no difference that anybody would look at. */
const SELF_EVIDENT: ReadonlySet<string> = new Set(['updated_at']);

/** The members in which two states of one resource differ. Pure. */
export function changesBetween(before: object, now: object): readonly MemberChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((name) => !SELF_EVIDENT.has(name));
  return names
    .map((name): MemberChange => ({ name, before: Reflect.get(before, name), now: Reflect.get(now, name) }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.now));
}
