/** Who makes a REST call with an access token of theirs, and what of the office belongs to them. */
import type { Context } from '../../engine/context.ts';
import type { LiveToken } from '../../engine/tokens/lookup.ts';
import { readCallToken } from '../../spec/call-token.ts';
import { slugOf } from '../../spec/slug.ts';
import type { DialectName } from '../../spec/vocabulary.ts';
import type { Group, User } from '../../storage/records/directory.ts';
import type { FacadeRequest, FindToken } from '../facade.ts';
import type { Office } from './parts.ts';

export interface Visitor {
  readonly user: User;
  readonly token: LiveToken;
}

/**
 * The person behind the token of a call, by `Bearer`, `token` or Basic; undefined for a token that is worth nothing, belongs
 * to no person, or was issued to an application of another dialect.
 */
export async function visitorOf(
  { authorization }: Pick<FacadeRequest, 'authorization'>,
  dialect: DialectName,
  findToken: FindToken,
  cx: Context,
): Promise<Visitor | undefined> {
  const value = readCallToken(authorization)?.value;
  const token = value === undefined ? undefined : await findToken(value, cx);
  if (token?.subject.kind !== 'user' || token.subject.user === undefined) return undefined;
  return token.subject.application.dialect === dialect ? { user: token.subject.user, token } : undefined;
}

export async function groupsOf({ groups }: User, { store }: Context): Promise<readonly Group[]> {
  const found = await Promise.all(groups.map((name) => store.collection('groups').find('name', name)));
  return found.flat();
}

/** The one organisation. */
export function officeOf({ settings }: Context): Office {
  return { name: settings.issuer_name, login: slugOf(settings.issuer_name) };
}
