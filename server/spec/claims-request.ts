/** The `claims` parameter: single claims that an application asks for beside its scopes. Who may have which is decided elsewhere. */
import { isJsonObject } from './json-object.ts';
import { OAuthError } from './oauth-error.ts';
import type { Json, JsonObject } from './vocabulary.ts';

/** How one claim is asked for. */
export interface ClaimWish {
  readonly essential: boolean;
  /** The values that would do; any where absent. */
  readonly values?: readonly Json[];
}

export type ClaimWishes = ReadonlyMap<string, ClaimWish>;

export interface ClaimsRequest {
  readonly userinfo: ClaimWishes;
  readonly id_token: ClaimWishes;
}

/** In characters: far more than all standard claims at once, and little enough to travel along with the person. */
const LONGEST = 4096;

/** Throws invalid_request for what is not such a request; members that are unknown are left out of it. OIDC Core §5.5 */
export function readClaimsRequest(text: string): ClaimsRequest {
  if (text.length > LONGEST) throw refused(`has ${text.length} characters; at most ${LONGEST} are taken`);
  const asked = parse(text);
  if (!isJsonObject(asked)) throw refused('is not a JSON object');
  return { userinfo: wishesIn(asked, 'userinfo'), id_token: wishesIn(asked, 'id_token') };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused('is not JSON');
  }
}

function wishesIn(asked: JsonObject, place: 'userinfo' | 'id_token'): ClaimWishes {
  const wishes = Object.hasOwn(asked, place) ? asked[place] : {};
  if (!isJsonObject(wishes)) throw refused(`has a member ${place} that is no object`);
  return new Map(Object.entries(wishes).map(([name, wish]) => [name, readWish(place, name, wish)]));
}

/** OIDC Core §5.5.1 */
function readWish(place: string, name: string, wish: Json): ClaimWish {
  if (wish === null) return { essential: false };
  const at = `${place}.${name.slice(0, 50)}`;
  if (!isJsonObject(wish)) throw refused(`has ${at}, which is neither null nor an object`);
  const { essential = false, value, values } = wish;
  if (typeof essential !== 'boolean') throw refused(`has ${at}.essential, which is neither true nor false`);
  if (value !== undefined && values !== undefined) throw refused(`has both value and values in ${at}`);
  if (values !== undefined && !Array.isArray(values)) throw refused(`has ${at}.values, which is no list`);
  const wanted = value === undefined ? values : [value];
  return { essential, ...(wanted === undefined ? {} : { values: wanted }) };
}

function refused(reason: string): OAuthError {
  return new OAuthError('invalid_request', `claims ${reason}`);
}
