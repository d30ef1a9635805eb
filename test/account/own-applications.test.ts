/** People's own applications on their account: registered, changed, given another secret, deleted; and what stands still with its owner. */
import { beforeEach, describe, expect, it } from 'vitest';
import { changeUser, removeUser } from '../../server/directory/users.ts';
import type { PageResponse } from '../../server/engine/wire.ts';
import { AccountVisitor, overviewOf } from '../support/account-visitor.ts';
import { basic, buildHouse, type House, PASSWORD } from '../support/house.ts';
import { furnish } from '../support/sign-in.ts';

const NEW = '/account/own-applications/new';
const CALLBACK = 'https://tool.test/callback';
const TOOL = { client_name: 'Tool', redirect_uris: CALLBACK, confidential: 'yes', dialect: 'gitea', had: '0' };

let house: House;
let alice_id: string;
let alice: AccountVisitor;
beforeEach(async () => {
  house = await buildHouse();
  alice_id = (await furnish(house)).alice.id;
  await house.setSettings({ user_applications: 'open' });
  alice = new AccountVisitor(house, house.browser());
  await alice.signIn();
});

const register = (fields: object = {}) => alice.confirm(NEW, { ...TOOL, ...fields });
const own = async () => overviewOf(await alice.open('/account/')).own;
const firstOwn = async () => {
  const [application] = (await own())?.applications ?? [];
  if (application === undefined) throw new Error('there is none');
  return application;
};
const at = async (act: string) => `/account/own-applications/${(await firstOwn()).id}/${act}`;
const events = async () =>
  (await house.store.collection('audit_events').list({ limit: 100 })).items
    .map(({ type }) => type)
    .filter((type) => type.startsWith('own_application.'));

function secretOn(page: PageResponse | undefined) {
  if (page?.view.page !== 'own-secret') throw new Error(`on ${page === undefined ? 'nothing' : page.view.page}`);
  return page.view;
}

function errorsOn(page: PageResponse | undefined) {
  if (page === undefined || !('errors' in page.view)) throw new Error('no form');
  return { status: page.status, errors: page.view.errors };
}

describe('an application of a person’s own', () => {
  it('is registered with its secret shown on the page that answers, and nowhere after it', async () => {
    const shown = secretOn(await register());
    expect(shown).toMatchObject({ after: 'registered', application: { client_name: 'Tool', state: 'on' } });
    expect(shown.client_secret).toHaveLength(43);
    expect(await firstOwn()).toMatchObject({ redirect_uris: [CALLBACK], confidential: true, dialect: 'gitea' });
    expect(JSON.stringify(await alice.open('/account/'))).not.toContain(shown.client_secret);
    expect(await events()).toEqual(['own_application.created']);
    const { client_id } = shown.application;
    const asked = await house.post(
      'token',
      { grant_type: 'authorization_code', code: 'x' },
      { authorization: basic(client_id, shown.client_secret ?? '') },
    );
    expect(asked.body['error']).toBe('invalid_grant');
  });

  it('is told by its product’s own names, and at the product’s own address where there is one', async () => {
    const typed = (page: PageResponse | undefined) => secretOn(page).application.typed;
    const forgejo = typed(await register({ dialect: 'forgejo' }));
    expect(forgejo.listener).toBe('http://forgejo.test');
    expect(forgejo.fields).toContainEqual({
      label: 'Token URL',
      value: 'http://forgejo.test/login/oauth/access_token',
    });
    const shown = secretOn(await register({ dialect: 'authentik', had: '1' }));
    const { client_id } = shown.application;
    expect(shown.application.typed.fields).toContainEqual(
      expect.objectContaining({
        label: 'OpenID Configuration Issuer',
        value: `http://lanyard.test/application/o/${client_id}/`,
      }),
    );
    // It stands with the application from now on, without the secret.
    const [first, second] = (await own())?.applications ?? [];
    expect([first?.typed, second?.typed]).toEqual([forgejo, shown.application.typed]);
    expect((await alice.open(await at('change')))?.view).toMatchObject({ application: { typed: forgejo } });
  });

  it('is registered once, however often its form is sent', async () => {
    await register();
    expect(overviewOf(await register()).said).toBe('It is registered already.');
    expect((await own())?.applications).toHaveLength(1);
  });

  it('keeps no secret where it can keep none', async () => {
    const shown = secretOn(await register({ confidential: 'no' }));
    expect(shown.client_secret).toBeUndefined();
    expect(await alice.open(await at('secret'))).toBeUndefined();
  });

  it('is asked about again beside the field that is wrong, with what was typed', async () => {
    const page = await register({ client_name: '', redirect_uris: 'tool.test/callback' });
    expect(errorsOn(page)).toEqual({ status: 400, errors: { client_name: 'The name is empty.' } });
    expect(page?.view).toMatchObject({ values: { redirect_uris: 'tool.test/callback', dialect: 'gitea' } });
    const redirect_uris = `${CALLBACK}\r\ntool.test/callback`;
    expect(errorsOn(await register({ redirect_uris })).errors).toEqual({
      redirect_uris: 'Address 2 is not absolute: it must begin with a scheme such as https://.',
    });
    expect(errorsOn(await register({ redirect_uris: ' ' })).errors).toEqual({
      redirect_uris: 'The list is empty; name at least one address.',
    });
    expect(errorsOn(await register({ dialect: 'klingon' })).errors).toEqual({ dialect: 'Choose one of these.' });
    expect(await events()).toEqual([]);
  });

  it('is changed by whose it is', async () => {
    await register();
    const said = await alice.confirm(await at('change'), { ...TOOL, client_name: 'Better tool' });
    expect(overviewOf(said).said).toBe('Better tool is changed.');
    expect(await firstOwn()).toMatchObject({ client_name: 'Better tool', dialect: 'gitea' });
    expect(await events()).toEqual(['own_application.created', 'own_application.changed']);
  });

  it('gets another secret, after a question that says what stops', async () => {
    const before = secretOn(await register()).client_secret;
    const path = await at('secret');
    expect((await alice.open(path))?.view).toMatchObject({ question: { kind: 'own-secret' } });
    const { client_secret, after } = secretOn(await alice.confirm(path));
    expect(after).toBe('replaced');
    expect(client_secret).not.toBe(before);
  });

  it('is deleted, after a question that says what stops', async () => {
    await register();
    const path = await at('delete');
    expect((await alice.open(path))?.view).toMatchObject({ question: { kind: 'own-remove', people: 0 } });
    expect(overviewOf(await alice.confirm(path))).toMatchObject({
      said: 'Tool is deleted.',
      own: { applications: [] },
    });
    expect(await events()).toEqual(['own_application.created', 'own_application.removed']);
  });

  it('is nobody else’s to see, change or end', async () => {
    await register();
    await house.addUser({ username: 'bob', name: 'Bob Example' });
    const bob = new AccountVisitor(house, house.browser());
    await bob.signIn('bob');
    for (const act of ['change', 'secret', 'delete']) {
      const path = await at(act);
      expect(await bob.open(path)).toBeUndefined();
      expect(await bob.confirm(path, TOOL)).toBeUndefined();
    }
    expect(await events()).toEqual(['own_application.created']);
  });

  it('is registered, renewed and deleted by no form of another session (F01)', async () => {
    await register();
    for (const path of [NEW, await at('change'), await at('secret'), await at('delete')])
      expect((await alice.post(path, { ...TOOL, had: '1', csrf: 'x' }))?.view.page).not.toBe('own-secret');
    expect(await events()).toEqual(['own_application.created']);
  });
});

describe('what the office allows', () => {
  it('is said where people register nothing', async () => {
    await register();
    await house.setSettings({ user_applications: 'off' });
    expect(await own()).toMatchObject({ registering: 'closed', applications: [{ client_name: 'Tool' }] });
    expect(await alice.open(NEW)).toBeUndefined();
    expect(await alice.post(NEW, TOOL)).toBeUndefined();
    expect(errorsOn(await alice.confirm(await at('change'), { ...TOOL, client_name: 'Other' })).status).toBe(403);
    await alice.confirm(await at('delete'));
    expect(await own()).toBeUndefined();
  });

  it('is so many for each', async () => {
    await house.setSettings({ user_applications_each: 1 });
    await register();
    expect((await own())?.registering).toBe('full');
    expect(errorsOn(await register({ had: '1' })).status).toBe(403);
  });

  it('may need an admin, until whom it waits', async () => {
    await house.setSettings({ user_applications: 'approval' });
    expect((await alice.open(NEW))?.view).toMatchObject({ user_applications: 'approval' });
    expect(secretOn(await register()).application.state).toBe('waits');
    expect((await firstOwn()).state).toBe('waits');
    const found = (way: string) => house.store.collection('applications').find('registration', way);
    const waiting = overviewOf(await alice.confirm(await at('change'), { ...TOOL, client_name: 'Better tool' }));
    expect(waiting.said).toBe('Better tool is changed. Nobody can sign in to it until an admin has approved that.');
    // An admin is told of it; the job that removes strangers who wait too long is not.
    expect([await found('person_waiting'), await found('waiting')]).toMatchObject([
      [{ client_name: 'Better tool' }],
      [],
    ]);
  });
});

describe('a person who proved long ago who they are', () => {
  it('gives their password before a secret is shown', async () => {
    house.clock.now += 15 * 60;
    expect((await alice.open(NEW))?.view).toMatchObject({ asked: { username: 'alice', has_password: true } });
    expect(errorsOn(await register())).toEqual({ status: 401, errors: { password: 'This is not your password.' } });
    expect(errorsOn(await register({ password: 'not this one' })).status).toBe(401);
    expect(secretOn(await register({ password: PASSWORD })).after).toBe('registered');
    const path = await at('secret');
    expect(errorsOn(await alice.confirm(path)).status).toBe(401);
    expect(secretOn(await alice.confirm(path, { password: PASSWORD })).after).toBe('replaced');
    const changes = { ...TOOL, client_name: 'Other' };
    expect(errorsOn(await alice.confirm(await at('change'), changes)).status).toBe(401);
  });

  it('need not a moment before', async () => {
    house.clock.now += 15 * 60 - 1;
    expect((await alice.open(NEW))?.view).not.toHaveProperty('asked');
    expect(secretOn(await register()).after).toBe('registered');
  });
});

describe('an application whose owner is away', () => {
  const asked = async (client_id: string, secret: string) => {
    const fields = { grant_type: 'authorization_code', code: 'x' };
    return (await house.post('token', fields, { authorization: basic(client_id, secret) })).body['error'];
  };
  const disable = (disabled: boolean) =>
    house.store.transaction((within) => changeUser(within, alice_id, { disabled }, house.clock.now));

  it('stands still while they are disabled, and goes on as before', async () => {
    const { application, client_secret = '' } = secretOn(await register());
    await disable(true);
    expect(await asked(application.client_id, client_secret)).toBe('invalid_client');
    await disable(false);
    expect(await asked(application.client_id, client_secret)).toBe('invalid_grant');
  });

  it('stands still when they are gone, until the office takes it over', async () => {
    const { application, client_secret = '' } = secretOn(await register());
    await house.store.transaction((within) => removeUser(within, alice_id, house.clock.now));
    expect(await asked(application.client_id, client_secret)).toBe('invalid_client');
    await house.store.collection('applications').update(application.id, ({ owner_id: _gone, ...kept }) => kept);
    expect(await asked(application.client_id, client_secret)).toBe('invalid_grant');
  });
});
