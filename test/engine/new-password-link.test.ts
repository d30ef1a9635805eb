/** A link to a new password: whom it is sent to, and what ends with the old one. */
import { beforeEach, describe, expect, it } from 'vitest';
import { readSettings } from '../../server/directory/settings.ts';
import { createUserAppPassword, listUserAppPasswords } from '../../server/directory/user-app-passwords.ts';
import { askForNewPassword, findNewPasswordLink, setNewPassword } from '../../server/engine/new-password-link.ts';
import { mailState, readMailText } from '../../server/mail/outbox.ts';
import type { User } from '../../server/storage/records/directory.ts';
import { codeByMail } from '../support/code-by-mail.ts';
import { buildHouse, type House } from '../support/house.ts';

let house: House;
beforeEach(async () => {
  house = await buildHouse();
  await house.setSettings({ new_password_by_mail: true, user_app_passwords: 'on', sign_in_by_mail: 'code' });
});

async function linkFor(email: string): Promise<string | undefined> {
  const cx = await house.context();
  await askForNewPassword({ client_name: 'Wiki' }, email, cx);
  const mails = (await house.store.collection('mails').list({ limit: 10 })).items;
  const texts = await Promise.all(mails.map((mail) => readMailText(house.store, mail, cx.secrets, cx.now)));
  return /link=([\w-]+)/.exec(texts.join(' '))?.[1];
}

const appPasswordsOf = ({ id }: User) => listUserAppPasswords(house.store, id, house.clock.now);

it('ends the app passwords that whoever knew the old one may have made', async () => {
  const alice = await house.addUser({ username: 'alice', email: 'alice@example.lan' });
  const settings = await readSettings(house.store);
  await house.store.transaction((within) =>
    createUserAppPassword(
      within,
      alice,
      { name: 'Backup', is_for: { kind: 'forge', scope: ['read:user'] } },
      settings,
      house.clock.now,
    ),
  );
  expect(await appPasswordsOf(alice)).toHaveLength(1);
  const link = (await linkFor('alice@example.lan')) ?? '';
  const cx = await house.context();
  expect(await setNewPassword(link, 'a-hash', cx)).toBe(true);
  expect(await appPasswordsOf(alice)).toEqual([]);
  expect(await setNewPassword(link, 'another-hash', cx)).toBe(false);
});

it('comes in a mail without the words of an application that nobody has checked', async () => {
  await house.addUser({ username: 'alice', email: 'alice@example.lan' });
  const cx = await house.context();
  await askForNewPassword({ client_name: 'https://evil.test', registration: {} }, 'alice@example.lan', cx);
  const [mail] = (await house.store.collection('mails').list({ limit: 10 })).items;
  const text = mail && (await readMailText(house.store, mail, cx.secrets, cx.now));
  expect(text).toContain('a new password for an application that no admin has checked at');
  expect(text).not.toContain('evil.test');
});

it.each<readonly [string, Partial<User>]>([
  ['address', { email: 'alice@elsewhere.lan' }],
  ['password', { password_hash: 'another-hash' }],
])('is over where its person has another %s since', async (_what, changes) => {
  const alice = await house.addUser({ username: 'alice', email: 'alice@example.lan' });
  const link = (await linkFor('alice@example.lan')) ?? '';
  expect(await findNewPasswordLink(link, await house.context())).toBeDefined();
  await house.store.collection('users').update(alice.id, (old) => ({ ...old, ...changes }));
  expect(await findNewPasswordLink(link, await house.context())).toBeUndefined();
});

it('ends the mail that says it, and so does the next link', async () => {
  await house.addUser({ username: 'alice', email: 'alice@example.lan' });
  const states = async () =>
    (await house.store.collection('mails').list({ limit: 10 })).items
      .map((mail) => mailState(mail, house.clock.now))
      .toSorted();
  await linkFor('alice@example.lan');
  expect(await states()).toEqual(['waiting']);
  const link = await linkFor('alice@example.lan');
  expect(await states()).toEqual(['superseded', 'waiting']);
  expect(await setNewPassword(link ?? '', 'a-hash', await house.context())).toBe(true);
  expect(await states()).toEqual(['superseded', 'used']);
});

describe('whoever was brought by the office’s own sign-in program', () => {
  const brought = { username: 'berta', email: 'berta@example.lan', external_subject: 'crm|17' };

  it('gets no link to a password', async () => {
    await house.addUser({ ...brought, password_hash: undefined });
    expect(await linkFor(brought.email)).toBeUndefined();
  });

  it('loses a link that was sent before', async () => {
    const berta = await house.addUser({ username: 'berta', email: brought.email });
    const link = (await linkFor(brought.email)) ?? '';
    expect(await findNewPasswordLink(link, await house.context())).toBeDefined();
    await house.store
      .collection('users')
      .update(berta.id, (old) => ({ ...old, external_subject: brought.external_subject }));
    expect(await findNewPasswordLink(link, await house.context())).toBeUndefined();
  });

  it('gets no code by mail, where others do', async () => {
    await house.addApplication({ client_id: 'app', redirect_uris: ['https://app.test/cb'] });
    await house.addUser({ ...brought, password_hash: undefined });
    await expect(codeByMail(house, 'app', brought.email)).rejects.toThrow('no code');
    await house.addUser({ username: 'alice', email: 'alice@example.lan' });
    expect(await codeByMail(house, 'app', 'alice@example.lan')).toMatch(/^\d{6}$/);
  });
});
