/** A person in the configuration document: the standard claim names of OpenID Connect, and Lanyard's own beside them. */
import { z } from 'zod';
import { checkExternalSubject } from '../spec/external-subject.ts';
import { checkEmail } from '../spec/mail.ts';
import { checkWebUri } from '../spec/registered-uri.ts';
import { checkedString, flag, groupNames, passwordHash, shownText, username } from './configuration-fields.ts';

export const userSchema = z
  .strictObject({
    username: username('What the person signs in with. Entries are matched by it, however it is spelled.'),
    password: z
      .string()
      .describe('Applied on creation only: at least 8 characters, at most 1024 bytes.')
      .exactOptional(),
    password_hash: passwordHash(
      'argon2id in PHC form instead of the password. Applied on creation only.',
    ).exactOptional(),
    name: shownText('The full name. The username where absent.').exactOptional(),
    given_name: shownText('The given name.').exactOptional(),
    family_name: shownText('The family name.').exactOptional(),
    email: checkedString('The e-mail address.', checkEmail).exactOptional(),
    email_verified: flag('True where absent: an admin entered the address.').exactOptional(),
    groups: groupNames('Names of groups that the person is in.').exactOptional(),
    admin: flag('Whether the person administers Lanyard.').exactOptional(),
    disabled: flag('True refuses the person everything.').exactOptional(),
    claims: z
      .record(z.string(), z.json())
      .check((context) => {
        for (const [name, message] of wrongClaims(context.value)) {
          context.issues.push({ code: 'custom', message, path: [name], input: context.value });
        }
      })
      .describe('Other claims: standard ones (phone_number, zoneinfo, locale, address …) and the office’s own.')
      .exactOptional(),
    external_subject: checkedString(
      'What the office’s own sign-in program calls the person, who is kept there: no password here, and never an admin.',
      checkExternalSubject,
    ).exactOptional(),
  })
  .check((context) => {
    const { external_subject, password, password_hash, admin } = context.value;
    const given = {
      password: password !== undefined,
      password_hash: password_hash !== undefined,
      admin: admin === true,
    };
    for (const [field, stands] of Object.entries(given)) {
      if (external_subject === undefined || !stands) continue;
      const message = 'stands beside external_subject: who is kept elsewhere has none here';
      context.issues.push({ code: 'custom', message, path: [field], input: context.value });
    }
  })
  .check((context) => {
    if (context.value.password === undefined || context.value.password_hash === undefined) return;
    const message = 'stands beside password; one of the two is enough';
    context.issues.push({ code: 'custom', message, path: ['password_hash'], input: context.value });
  })
  .describe('A person.');

/** Claims that have a field of their own, or that only tokens carry. */
const NOT_FREE: ReadonlySet<string> = new Set(
  'sub name given_name family_name preferred_username email email_verified groups updated_at iss aud exp iat nbf jti nonce azp sid'.split(
    ' ',
  ),
);
const STANDARD_STRINGS: ReadonlySet<string> = new Set(
  'middle_name nickname profile picture website gender birthdate zoneinfo locale phone_number'.split(' '),
);

/** OIDC Core §5.1: the standard claims have types; the office's own may be any JSON. */
function* wrongClaims(claims: Readonly<Record<string, unknown>>): Iterable<readonly [name: string, message: string]> {
  for (const [name, value] of Object.entries(claims)) {
    if (NOT_FREE.has(name))
      yield [name, 'has a field of its own or belongs to tokens, and cannot stand among the claims'];
    else if (STANDARD_STRINGS.has(name) && typeof value !== 'string') yield [name, 'must be a string'];
    else if (name === 'phone_number_verified' && typeof value !== 'boolean') yield [name, 'must be true or false'];
    else if (name === 'address' && (typeof value !== 'object' || value === null || Array.isArray(value)))
      yield [name, 'must be an object of strings'];
    else if (name === 'picture' || name === 'website' || name === 'profile') {
      const reason = checkWebUri(String(value));
      if (reason !== undefined) yield [name, reason];
    }
  }
}
