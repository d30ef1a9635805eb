/** Who acts for a person after an exchange, and whether they may. */
import type { UserParties } from '../../directory/parties.ts';
import { isJsonObject } from '../../spec/json-object.ts';
import type { JsonObject } from '../../spec/vocabulary.ts';
import type { Application, User } from '../../storage/records/directory.ts';
import { type PresentedToken, unfit } from './presented-token.ts';

/** More hands than any request goes through. */
const LONGEST_CHAIN = 5;

/**
 * Throws invalid_request for a token that came about by too many exchanges, whether or not it says who acted: each hangs on
 * the one before, and all are asked whenever the last is used.
 */
export function assertFewHands({ behind }: UserParties): void {
  let hands = 0;
  for (let each = behind; each?.kind === 'exchange'; each = each.parties?.behind) hands += 1;
  if (hands >= LONGEST_CHAIN) throw unfit(`the token went through more than ${LONGEST_CHAIN} hands`);
}

/** Who acts now, with those who acted before inside. Throws invalid_request for a chain that is too long. RFC 8693 §4.1 */
export function chainOf(actor: PresentedToken, before: JsonObject | undefined): JsonObject {
  if (before !== undefined && lengthOf(before) >= LONGEST_CHAIN) {
    throw unfit(`the token went through more than ${LONGEST_CHAIN} hands`);
  }
  return { sub: actor.sub, client_id: actor.client_id, ...(before === undefined ? {} : { act: before }) };
}

/**
 * Throws invalid_request where it is said of the person who alone may act for them, as the claim `may_act`, and this is
 * somebody else. Without an actor it is the application itself. RFC 8693 §4.4
 */
export function assertMayAct(
  { claims }: Pick<User, 'claims'>,
  actor: PresentedToken | undefined,
  application: Application,
): void {
  const may_act = claims['may_act'];
  if (may_act === undefined) return;
  const who = actor ?? { sub: application.client_id, client_id: application.client_id };
  const wanted = isJsonObject(may_act)
    ? (['sub', 'client_id'] as const).filter((name) => Object.hasOwn(may_act, name))
    : [];
  if (isJsonObject(may_act) && wanted.length > 0 && wanted.every((name) => may_act[name] === who[name])) return;
  throw unfit('may_act of the person names somebody else');
}

function lengthOf({ act }: JsonObject): number {
  return isJsonObject(act) ? 1 + lengthOf(act) : 1;
}
