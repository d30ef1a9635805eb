/** App passwords on a person's account: made, shown once, seen, deleted; and what an office may say about them. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { PageResponse } from '../../server/engine/wire.ts';
import type { Application } from '../../server/storage/records/directory.ts';
import { AccountVisitor, overviewOf } from '../support/account-visitor.ts';
import { buildHouse, type House, ORIGIN, PASSWORD } from '../support/house.ts';
import { furnish } from '../support/sign-in.ts';

const NEW = '/account/app-passwords/new';
const GIT = { name: 'Git', is_for: 'forge', scope: 'read:user', lasts: '30', had: '0' };

let house: House;
let wiki: Application;
let alice: AccountVisitor;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  await house.setSettings({ user_app_passwords: 'on' });
  const fields = { dialect: 'authentik', redirect_uris: ['https://wiki.test/callback'] } as const;
  wiki = await house.addApplication({ ...fields, client_id: 'wiki', client_name: 'Wiki' });
  await house.addApplication({ ...fields, client_id: 'closed', allowed_groups: ['staff'] });
  await house.addApplication({ ...fields, client_id: 'off', disabled: true });
  alice = new AccountVisitor(house, house.browser());
  await alice.signIn();
});

const make = (fields: object = {}, visitor = alice) => visitor.confirm(NEW, { ...GIT, ...fields });
const seen = async (visitor = alice) => overviewOf(await visitor.open('/account/')).app_passwords;
const events = async () =>
  (await house.store.collection('audit_events').list({ limit: 100 })).items
    .filter(({ type }) => type.startsWith('own_app_password.'))
    .map(({ type, actor, target, detail }) => ({ type, actor, target, detail }));

function madeOn(page: PageResponse | undefined) {
  if (page?.view.page !== 'made-app-password') throw new Error(`on ${JSON.stringify(page?.view)}`);
  return page.view;
}

function errorsOn(page: PageResponse | undefined) {
  if (page?.view.page !== 'app-password') throw new Error('no form');
  return { status: page.status, errors: page.view.errors };
}

async function tokenFor(password: string) {
  const fields = { grant_type: 'client_credentials', username: 'alice', password, client_id: 'wiki' };
  return house.post('token', fields, { dialect: 'authentik' });
}

describe('an app password', () => {
  it('is shown on the page that answers, and nowhere after it', async () => {
    const shown = madeOn(await make({ is_for: wiki.id, name: 'Backup' }));
    expect(shown).toMatchObject({
      username: 'alice',
      client_id: 'wiki',
      token_endpoint: `${ORIGIN}/application/o/token/`,
    });
    expect(shown.password).toMatch(/^lanyard_[A-Za-z0-9_-]{43}$/);
    expect((await tokenFor(shown.password)).status).toBe(200);
    const account = await alice.open('/account/');
    expect(JSON.stringify(account)).not.toContain(shown.password);
    expect(await seen()).toMatchObject({
      making: 'open',
      app_passwords: [
        { name: 'Backup', is_for: { kind: 'application', client_name: 'Wiki' }, used_at: house.clock.now },
      ],
    });
    const ends = house.clock.now + 30 * 86_400;
    expect(await events()).toEqual([
      {
        type: 'own_app_password.created',
        actor: 'alice',
        target: 'Backup',
        detail: { id: expect.any(String), is_for: 'Wiki', expires_at: ends },
      },
    ]);
    const everything = await Promise.all(
      (['audit_events', 'grants', 'user_app_passwords'] as const).map((name) =>
        house.store.collection(name).list({ limit: 100 }),
      ),
    );
    expect(JSON.stringify(everything)).not.toContain(shown.password);
  });

  it('is for what was ticked, and that alone', async () => {
    madeOn(await make({ scope: 'read:user', admin: 'yes' }));
    const [record] = (await house.store.collection('user_app_passwords').list({ limit: 10 })).items;
    expect(record?.is_for).toEqual({ kind: 'forge', scope: ['read:user'] });
  });

  it('is made once, however often its form is sent', async () => {
    madeOn(await make());
    expect(overviewOf(await make()).said).toBe('It is made already.');
    expect((await seen())?.app_passwords).toHaveLength(1);
  });

  it('is deleted after a question, and what was got by it ends at once', async () => {
    const { password, app_password } = madeOn(await make({ is_for: wiki.id }));
    const { body } = await tokenFor(password);
    const path = `/account/app-passwords/${app_password.id}/delete`;
    expect((await alice.open(path))?.view).toMatchObject({ question: { kind: 'app-password-remove' } });
    expect(overviewOf(await alice.confirm(path)).said).toBe('The app password Git is deleted.');
    expect((await tokenFor(password)).status).toBe(401);
    const asked = await house.post('userinfo', {}, { authorization: `Bearer ${String(body['access_token'])}` });
    expect(asked.status).toBe(401);
    expect((await seen())?.app_passwords).toEqual([]);
    expect((await events()).map(({ type }) => type)).toEqual(['own_app_password.created', 'own_app_password.removed']);
  });

  it('is nobody else’s to see or to delete', async () => {
    const { app_password } = madeOn(await make());
    await house.addUser({ username: 'bruno' });
    const bruno = new AccountVisitor(house, house.browser());
    await bruno.signIn('bruno');
    const path = `/account/app-passwords/${app_password.id}/delete`;
    expect(await bruno.open(path)).toBeUndefined();
    expect(await bruno.confirm(path)).toBeUndefined();
    expect((await seen(bruno))?.app_passwords).toEqual([]);
    expect((await seen())?.app_passwords).toHaveLength(1);
  });

  it('goes with what the application is withdrawn, and the question says so', async () => {
    const { password } = madeOn(await make({ is_for: wiki.id }));
    await tokenFor(password);
    const held = overviewOf(await alice.open('/account/')).applications;
    expect(held).toMatchObject([{ client_name: 'Wiki', app_passwords: ['Git'], unasked: [] }]);
    const said = overviewOf(await alice.confirm(`/account/applications/${wiki.id}/withdraw`)).said;
    expect(said).toBe('Wiki can’t act in your name any more.');
    expect((await tokenFor(password)).status).toBe(401);
    expect((await seen())?.app_passwords).toEqual([]);
  });

  it('ends with a password that somebody else may know, and stays with another that nobody does', async () => {
    const { password } = madeOn(await make({ is_for: wiki.id }));
    const change = (old: string, changes: object) => alice.confirm('/account/password', { password: old, ...changes });
    const fresh = (text: string) => ({ new_password: text, new_password_again: text });
    await change(PASSWORD, fresh('another battery staple'));
    expect((await tokenFor(password)).status).toBe(200);
    await change('another battery staple', { ...fresh('a third battery staple'), sign_out: 'others' });
    expect((await tokenFor(password)).status).toBe(401);
    expect((await seen())?.app_passwords).toEqual([]);
  });

  it('makes room for its name when it has run out', async () => {
    madeOn(await make());
    expect(errorsOn(await make({ had: '1' }))).toEqual({
      status: 400,
      errors: { name: 'The name is that of another of yours.' },
    });
    house.clock.now += 30 * 86_400;
    await alice.signIn();
    madeOn(await make());
  });
});

describe('the form', () => {
  it('offers the applications that speak so, and that the person may use', async () => {
    const page = await alice.open(NEW);
    expect(page?.view).toMatchObject({
      page: 'app-password',
      applications: [{ id: wiki.id, client_name: 'Wiki' }],
      values: { is_for: 'forge', scope: ['read:user', 'read:organization'], lasts: '90' },
    });
  });

  it.each([
    [{ name: '' }, { name: 'The name is empty.' }],
    [{ is_for: 'another' }, { is_for: 'Choose one of these.' }],
    [{ scope: 'sudo' }, { scope: 'Tick at least one.' }],
    [{ lasts: '99999' }, { lasts: 'Choose one of these.' }],
  ])('asks again for %j', async (fields, errors) => {
    expect(errorsOn(await make(fields))).toEqual({ status: 400, errors });
    madeOn(await make());
  });

  it('refuses an application that the person may not use', async () => {
    const [closed] = await house.store.collection('applications').find('client_id', 'closed');
    expect(errorsOn(await make({ is_for: closed?.id ?? '' })).errors).toEqual({ is_for: 'Choose one of these.' });
  });

  it('asks for the password again when the sign-in is older than a quarter of an hour', async () => {
    house.clock.now += 16 * 60;
    expect((await alice.open(NEW))?.view).toMatchObject({ asked: { username: 'alice', has_password: true } });
    expect(errorsOn(await make({ password: 'wrong' }))).toEqual({
      status: 401,
      errors: { password: 'This is not your password.' },
    });
    madeOn(await make({ password: PASSWORD }));
  });

  it('takes nothing that a page of ours did not bring along', async () => {
    await alice.post(NEW, { ...GIT, csrf: 'guessed' });
    expect((await seen())?.app_passwords).toEqual([]);
  });
});

describe('an office', () => {
  it('that lets people have none shows none, and takes none', async () => {
    await house.setSettings({ user_app_passwords: 'off' });
    expect(await seen()).toBeUndefined();
    expect(await alice.open(NEW)).toBeUndefined();
    expect(await make()).toBeUndefined();
    await house.setSettings({ user_app_passwords: 'on' });
    madeOn(await make());
  });

  it('that switched them off shows those that there are, to be deleted', async () => {
    const { app_password } = madeOn(await make());
    await house.setSettings({ user_app_passwords: 'off' });
    expect(await seen()).toMatchObject({ making: 'closed', app_passwords: [{ name: 'Git' }] });
    await alice.confirm(`/account/app-passwords/${app_password.id}/delete`);
    expect(await seen()).toBeUndefined();
  });

  it('sets how many each may have, also where twenty are made at once', async () => {
    await house.setSettings({ user_app_passwords_each: 3 });
    const form = await alice.open(NEW);
    const csrf = form !== undefined && 'csrf' in form.view ? form.view.csrf : '';
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, at) => alice.post(NEW, { ...GIT, csrf, name: `Git ${at}` })),
    );
    expect(all.filter((page) => page?.view.page === 'made-app-password')).toHaveLength(3);
    expect(await seen()).toMatchObject({ making: 'full' });
    expect(errorsOn(await make({ had: '3', name: 'One more' }))).toEqual({
      status: 403,
      errors: { form: 'You have 3 app passwords, which is as many as this office allows each.' },
    });
  });
});
