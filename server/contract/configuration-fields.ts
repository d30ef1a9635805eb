/** The kinds of field that the configuration document is made of: each a schema with its description and its reason for refusing. */
import { z } from 'zod';
import { checkClientKeys, tidyClientKeys } from '../spec/client-keys.ts';
import { checkNewPassword } from '../spec/new-password.ts';
import {
  checkBackchannelLogoutUri,
  checkRedirectUri,
  checkRequestUri,
  checkWebOrigin,
  checkWebUri,
} from '../spec/registered-uri.ts';
import { checkScope } from '../spec/scope.ts';
import { checkShownText } from '../spec/shown-text.ts';
import { checkNewUsername, checkUsername } from '../spec/username.ts';

/** A string that `check` finds nothing wrong with; what it says completes the sentence "the value …". */
export function checkedString(description: string, check: (text: string) => string | undefined) {
  return z
    .string()
    .check((context) => {
      const message = check(context.value);
      if (message !== undefined) context.issues.push({ code: 'custom', message, input: context.value });
    })
    .describe(description);
}

/** A list in which every value stands once. */
export function stringList<S extends z.ZodType<string>>(item: S, description: string) {
  return z
    .array(item)
    .check((context) => {
      context.value.forEach((value, index) => {
        if (context.value.indexOf(value) === index) return;
        const message = 'stands in this list already';
        context.issues.push({ code: 'custom', message, path: [index], input: context.value });
      });
    })
    .meta({ description, uniqueItems: true });
}

/** A name or description that people read. */
export const shownText = (description: string) => checkedString(description, checkShownText);
export const username = (description: string) => checkedString(description, checkUsername);
/** As the admin API takes it: of people and service accounts that are made, or get another one. */
export const newUsername = (description: string) => checkedString(description, checkNewUsername);
export const newPassword = (description: string) => checkedString(description, checkNewPassword);
export const groupNames = (description: string) => stringList(shownText('The name of a group.'), description);
export const scopeString = (description: string) => checkedString(description, checkScope);
export const redirectUri = (description: string) => checkedString(description, checkRedirectUri);
export const webOrigin = (description: string) => checkedString(description, checkWebOrigin);
export const backchannelLogoutUri = (description: string) => checkedString(description, checkBackchannelLogoutUri);
export const webUri = (description: string) => checkedString(description, checkWebUri);
export const requestUri = (description: string) => checkedString(description, checkRequestUri);
export const hostAndPort = (description: string) =>
  checkedString(description, (text) =>
    /^(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9._-]{1,253}):[0-9]{1,5}$/.test(text) ? undefined : 'is not host:port',
  );
/** A JWK Set of public keys, kept without what nobody reads. */
export const clientKeys = (description: string) =>
  z
    .strictObject(
      { keys: z.array(z.record(z.string(), z.unknown())).describe('Public keys.') },
      { error: () => 'is not a JWK Set: an object with a list keys' },
    )
    .check((context) => {
      const message = checkClientKeys(context.value);
      if (message !== undefined) context.issues.push({ code: 'custom', message, input: context.value });
    })
    .transform(tidyClientKeys)
    .describe(description);
export const flag = (description: string) => z.boolean().describe(description);

/** The end of the year 9999: the last moment that RFC 3339 can write. In seconds since 1970. */
export const LATEST_MOMENT = 253_402_300_799;

/** A whole number between the two, both included. */
export const wholeNumber = (description: string, least: number, most: number) =>
  checkedNumber(description, (value) =>
    Number.isInteger(value) && value >= least && value <= most
      ? undefined
      : `must be a whole number from ${least} to ${most}`,
  ).meta({ description, type: 'integer', minimum: least, maximum: most });

const TEN_YEARS_S = 10 * 366 * 24 * 3600;

/** Of an application or an API: how long refresh tokens last there. */
export const REFRESH_SHAPE = {
  refresh_token_lifetime_s: wholeNumber(
    'Seconds from the sign-in to the end of its refresh tokens, where that is shorter than the office’s.',
    1,
    TEN_YEARS_S,
  ).exactOptional(),
  refresh_token_idle_lifetime_s: wholeNumber(
    'Seconds that a refresh token may lie unused, where that is shorter than the office’s.',
    1,
    TEN_YEARS_S,
  ).exactOptional(),
};

/** A secret of a machine, in clear. VSCHAR of RFC 6749 Appendix A.2; long, because it is kept under a fast hash. */
export const machineSecret = (description: string) =>
  checkedString(description, (text) => {
    if (text.length < 12)
      return 'is shorter than 12 characters; a secret must not be guessable (leave it out to have one made)';
    if (text.length > 255) return 'is longer than 255 characters';
    return /^[\x21-\x7e]+$/.test(text) ? undefined : 'holds a space or a character outside of printable ASCII';
  });

/** SHA-256 as base64url without padding. */
export const machineSecretHash = (description: string) =>
  checkedString(description, (text) =>
    /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/.test(text) ? undefined : 'is not a SHA-256 in base64url (43 characters)',
  );

/** argon2id in PHC form, within what this computer can be asked to spend on one check. */
export const passwordHash = (description: string) => checkedString(description, checkPasswordHash);

const PHC =
  /^\$argon2id\$v=19\$m=([1-9][0-9]{0,6}),t=([1-9][0-9]{0,2}),p=([1-9][0-9]?)\$[A-Za-z0-9+/]{11,86}\$[A-Za-z0-9+/]{22,171}$/;

function checkPasswordHash(text: string): string | undefined {
  const parts = PHC.exec(text);
  if (parts === null)
    return 'is not an argon2id hash in PHC form ($argon2id$v=19$m=…,t=…,p=…$salt$hash), the only kind this version reads';
  const [memory, passes, lanes] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  if (memory > 262_144 || passes > 10 || lanes > 8)
    return 'asks for more work per check than allowed (m=262144, t=10, p=8)';
  return memory >= 8 * lanes ? undefined : 'has too little memory for its lanes';
}

function checkedNumber(description: string, check: (value: number) => string | undefined) {
  return z
    .number()
    .check((context) => {
      const message = check(context.value);
      if (message !== undefined) context.issues.push({ code: 'custom', message, input: context.value });
    })
    .describe(description);
}

/** One of `words`; of those in `later` the reason says that this version can't yet, instead of that they are unknown. */
export function oneOf<const W extends readonly [string, ...string[]]>(
  what: string,
  words: W,
  later: readonly string[],
  description: string,
) {
  const expected = words.length === 1 ? `only ${words[0]}` : `one of ${words.join(', ')}`;
  return z
    .enum(words, {
      error: ({ input }) =>
        typeof input === 'string' && later.includes(input)
          ? `${what} ${input} is not something this version can do yet; it takes ${expected}`
          : `is not a known ${what}; this version takes ${expected}`,
    })
    .describe(description);
}

/** RFC 8707 §2 asks for an absolute URI without a fragment; plain names are what many APIs use. */
export function checkAudience(audience: string): string | undefined {
  if (!/^[\x21-\x7e]{1,255}$/.test(audience)) return 'must be 1 to 255 printable ASCII characters without spaces';
  return audience.includes('#') ? 'holds a fragment (#), which is not allowed' : undefined;
}
