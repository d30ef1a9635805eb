/** What a sign-up form of Auth0's says of the person who makes themselves an account. */
import { checkObviousPassword } from '../../directory/obvious-passwords.ts';
import type { NewUser } from '../../directory/users.ts';
import type { JsonResponse } from '../../engine/wire.ts';
import { isJsonObject } from '../../spec/json-object.ts';
import { checkEmail } from '../../spec/mail.ts';
import { checkNewPassword } from '../../spec/new-password.ts';
import { checkWebUri } from '../../spec/registered-uri.ts';
import { checkShownText } from '../../spec/shown-text.ts';
import { checkNewUsername, usernameKey } from '../../spec/username.ts';
import type { Json, JsonObject } from '../../spec/vocabulary.ts';
import { refuse, textsIn } from '../shapes/auth0.ts';

export interface NewPerson {
  readonly user: Omit<NewUser, 'password_hash'> & { readonly email: string };
  readonly password: string;
}

/** What Auth0 takes of a person and nobody keeps here. */
const KEPT_NOWHERE = ['user_metadata', 'phone_number'] as const;

/** Refuses what would be lost, could not be shown, or is too weak. */
export function personIn(body: JsonObject): NewPerson | JsonResponse {
  const fields = textsIn(body);
  const email = fields.get('email') ?? '';
  const password = fields.get('password') ?? '';
  const username = fields.get('username') ?? email;
  if (checkEmail(email) !== undefined) return refuse(400, 'invalid_signup', 'email is not an e-mail address');
  const wrong = checkNewUsername(username);
  if (wrong !== undefined) return refuse(400, 'invalid_signup', `username ${wrong}`);
  const key = usernameKey(username);
  // By an address people are found before anybody asks whose it is.
  if (key.includes('@') && key !== usernameKey(email))
    return refuse(400, 'invalid_signup', 'username is an e-mail address, and another one than email');
  const weak = checkNewPassword(password) ?? checkObviousPassword(password, username);
  if (weak !== undefined) return refuse(400, 'invalid_password', `password ${weak}`);
  const fault = faultIn(body, fields);
  if (fault !== undefined) return refuse(400, 'invalid_signup', fault);
  const claims = given(fields, ['nickname', 'picture']);
  const names = given(fields, ['name', 'given_name', 'family_name']);
  return { user: { username, email, email_verified: false, ...names, claims }, password };
}

function given(fields: ReadonlyMap<string, string>, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = fields.get(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

/** Whoever sends more than is kept learns so before there is an account without it. */
function faultIn(body: JsonObject, fields: ReadonlyMap<string, string>): string | undefined {
  const lost = KEPT_NOWHERE.find((name) => holdsSomething(body[name]));
  if (lost !== undefined) return `${lost} is kept nowhere here; leave it out`;
  const shown = ['name', 'given_name', 'family_name', 'nickname'];
  const hidden = shown.find((name) => fields.has(name) && checkShownText(fields.get(name) ?? '') !== undefined);
  if (hidden !== undefined) return `${hidden} can’t be shown`;
  const picture = fields.get('picture');
  const wrong = picture === undefined ? undefined : checkWebUri(picture);
  return wrong === undefined ? undefined : `picture ${wrong}`;
}

function holdsSomething(value: Json | undefined): boolean {
  if (isJsonObject(value)) return Object.keys(value).length > 0;
  return value !== undefined && value !== null && value !== '';
}
