/** Users, groups and service accounts as the admin API shows and takes them. */
import { z } from 'zod';
import { groupEntry, serviceAccountEntry } from '../configuration.ts';
import { appPasswordEntry } from '../configuration-app-passwords.ts';
import { newPassword, newUsername, wholeNumber } from '../configuration-fields.ts';
import { userSchema } from '../configuration-user.ts';
import { json, listQuery, moment, yesOrNo } from './listing.ts';
import { usedBy } from './used-by.ts';

const user = userSchema.shape;

export const userView = z.object({
  id: z.string(),
  number: z.int(),
  username: z.string(),
  name: z.string(),
  given_name: z.string().exactOptional(),
  family_name: z.string().exactOptional(),
  email: z.string().exactOptional(),
  email_verified: z.boolean(),
  groups: z.array(z.string()),
  admin: z.boolean(),
  disabled: z.boolean(),
  has_password: z.boolean(),
  claims: z.record(z.string(), json),
  external_subject: z
    .string()
    .describe('What the office’s own sign-in program calls the person, who is kept there and has no password here.')
    .exactOptional(),
  created_at: moment,
  updated_at: moment,
});

export const PERSON_STATES = ['admin', 'disabled', 'no_password'] as const;

export const userQuery = listQuery.extend({
  group: z.string().max(300).describe('Only who is in this group.').exactOptional(),
  state: z
    .enum(PERSON_STATES)
    .describe('Only who is an admin, only who is switched off, or only who has no password.')
    .exactOptional(),
});

const userFields = {
  name: user.name,
  email_verified: user.email_verified,
  groups: user.groups,
  admin: user.admin,
  disabled: user.disabled,
};

/** Claims in a merge: checked as always, but for those that null takes away. */
const claimChanges = z
  .record(z.string(), json)
  .check((context) => {
    const given = Object.entries(context.value).filter(([, value]) => value !== null);
    const checked = user.claims.unwrap().safeParse(Object.fromEntries(given));
    for (const { path, message } of checked.error?.issues ?? []) {
      context.issues.push({ code: 'custom', message, path: [...path], input: context.value });
    }
  })
  .describe('A merge: a claim that is absent stays, null removes it.');

export const userInput = z.strictObject({
  ...userFields,
  claims: user.claims,
  username: newUsername('What the person signs in with: one word.'),
  given_name: user.given_name,
  family_name: user.family_name,
  email: user.email,
  password: newPassword(
    'At least 8 characters, at most 1024 bytes. Without one the person can’t sign in yet.',
  ).exactOptional(),
});

/** A merge (RFC 7396): what is absent stays, null removes. */
export const userChanges = z.strictObject({
  ...userFields,
  claims: claimChanges.exactOptional(),
  username: newUsername('What the person signs in with: one word.').exactOptional(),
  given_name: user.given_name.unwrap().nullable().exactOptional(),
  family_name: user.family_name.unwrap().nullable().exactOptional(),
  email: user.email.unwrap().nullable().exactOptional(),
});

export const passwordReset = z.strictObject({
  password: newPassword('Where absent, one is made and answered once.').exactOptional(),
  sign_out: z
    .boolean()
    .describe(
      'Whether the person’s sessions end, with what applications hold of them and their app passwords. True where absent.',
    )
    .exactOptional(),
});
export const passwordResetAnswer = z.object({
  password: z.string().describe('Only where it was made here; it can never be read again.').exactOptional(),
});

export const groupView = z.object({
  id: z.string(),
  number: z.int(),
  name: z.string(),
  members: z.int().describe('How many people and service accounts are in it.'),
  applications: z.array(z.string()).describe('client_id of every application that is open to this group alone.'),
  used_by: usedBy.describe(
    'Applications that list it among those who may use them, and service accounts that are in it.',
  ),
  created_at: moment,
  updated_at: moment,
});
export const groupInput = z.strictObject({ name: groupEntry.shape.name });
export const groupChanges = z.strictObject({ name: groupEntry.shape.name.exactOptional() });

const account = serviceAccountEntry.shape;

export const serviceAccountView = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  groups: z.array(z.string()),
  admin: z.boolean(),
  disabled: z.boolean(),
  scope: z.string(),
  created_at: moment,
  updated_at: moment,
});

export const serviceAccountQuery = listQuery.extend({
  admin: yesOrNo.describe('Only those that may use the admin API, or only the others.').exactOptional(),
  disabled: yesOrNo.describe('Only those that are switched off, or only the others.').exactOptional(),
});

const accountFields = {
  name: account.name,
  groups: account.groups,
  admin: account.admin,
  disabled: account.disabled,
  scope: account.scope,
};
const expires_in_s = wholeNumber('Seconds until it stops working; never where absent.', 60, 10 * 366 * 24 * 3600);

export const serviceAccountInput = z.strictObject({
  username: newUsername('What the account signs in with: one word.'),
  ...accountFields,
  app_password: z
    .strictObject({ name: appPasswordEntry.shape.name.exactOptional(), expires_in_s: expires_in_s.exactOptional() })
    .describe('How the first app password is to be.')
    .exactOptional(),
});
export const serviceAccountChanges = z.strictObject({
  username: newUsername('What the account signs in with: one word.').exactOptional(),
  ...accountFields,
});

export const appPasswordView = z.object({
  id: z.string(),
  name: z.string(),
  expires_at: moment.nullable(),
  created_at: moment,
});
export const userAppPasswordView = z.object({
  id: z.string(),
  name: z.string().describe('What its person calls it.'),
  is_for: z.string().describe('The application, or the programs, that it is for; in words.'),
  created_at: moment,
  used_at: moment.nullable().describe('When it last let a program in, to within a minute.'),
  expires_at: moment.nullable(),
});
export const appPasswordInput = z.strictObject({
  name: appPasswordEntry.shape.name,
  expires_in_s: expires_in_s.exactOptional(),
});
export const madeAppPassword = z.object({
  name: z.string(),
  password: z.string().describe('Shown this once.'),
  expires_at: moment.nullable(),
});
export const madeServiceAccount = serviceAccountView.extend({ app_password: madeAppPassword });
