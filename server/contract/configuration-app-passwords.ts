/** App passwords in the configuration document: those of service accounts, and those of people with what they are for. */
import { z } from 'zod';
import {
  LATEST_MOMENT,
  machineSecret,
  machineSecretHash,
  scopeString,
  shownText,
  username,
  wholeNumber,
} from './configuration-fields.ts';

export const appPasswordEntry = z
  .strictObject({
    name: shownText('Unique within its account. Entries are matched by it.'),
    password: machineSecret('The password in clear.').exactOptional(),
    password_hash: machineSecretHash('SHA-256 of the password, base64url; what exports carry.').exactOptional(),
    expires_at: wholeNumber(
      'When it stops working, in seconds since 1970. Never where absent.',
      1,
      LATEST_MOMENT,
    ).exactOptional(),
  })
  .check((context) => {
    const { password, password_hash } = context.value;
    if ((password === undefined) !== (password_hash === undefined)) return;
    const message = 'needs exactly one of password and password_hash';
    context.issues.push({ code: 'custom', message, path: ['password'], input: context.value });
  });

export const userAppPasswordEntry = z
  .strictObject({
    username: username('Whose it is. Entries are matched by this and their name.'),
    name: shownText('What the person calls it.'),
    password_hash: machineSecretHash(
      'SHA-256 of the app password, base64url; what exports carry. In clear it is its person’s alone.',
    ),
    application: shownText('The client_id of the application whose tokens it gets.').exactOptional(),
    scope: scopeString(
      'Instead of an application: space-separated scopes of Gitea and Forgejo that it has for the calls of their programs.',
    ).exactOptional(),
    expires_at: wholeNumber(
      'When it stops working, in seconds since 1970. Never where absent.',
      1,
      LATEST_MOMENT,
    ).exactOptional(),
  })
  .check((context) => {
    const { application, scope } = context.value;
    if ((application === undefined) !== (scope === undefined)) return;
    const message = 'needs exactly one of application and scope';
    context.issues.push({ code: 'custom', message, path: ['application'], input: context.value });
  })
  .describe('What a program of a person signs in with.');
