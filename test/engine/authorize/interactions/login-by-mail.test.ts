/** Signing in at our own pages by a code or link that was sent by mail, and with the name asked first. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { LoginView } from '../../../../server/contract/pages.ts';
import { mailState, readMailText } from '../../../../server/mail/outbox.ts';
import type { User } from '../../../../server/storage/records/directory.ts';
import type { SelfRegistration } from '../../../../server/storage/records/self-registration.ts';
import { type Arrived, buildHouse, CHALLENGE, type House, PASSWORD, type TestBrowser } from '../../../support/house.ts';
import { CALLBACK, furnish } from '../../../support/sign-in.ts';

let house: House;
let alice: User;
let browser: TestBrowser;
beforeEach(async () => {
  house = await buildHouse();
  ({ alice } = await furnish(house));
  await house.store.collection('users').update(alice.id, (old) => ({ ...old, email: 'alice@example.lan' }));
  await house.setSettings({ sign_in_by_mail: 'code' });
  browser = house.browser();
});

const begin = (by = browser, changes: Record<string, string> = {}) =>
  by.open('authorize', {
    client_id: 'app',
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope: 'openid',
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...changes,
  });

function loginOf(arrived: Arrived): LoginView {
  if (arrived.kind !== 'page' || arrived.view.page !== 'login') throw new Error('no sign-in page');
  return arrived.view;
}

const ask = async (username: string, by = browser) => by.submit(loginOf(await begin(by)), { username, way: 'mail' });

const mails = async () => (await house.store.collection('mails').list({ limit: 100 })).items;
const texts = async () => {
  const { secrets } = await house.context();
  return Promise.all((await mails()).map((mail) => readMailText(house.store, mail, secrets, house.clock.now)));
};
/** Of what is still worth something: what was used or replaced says nothing any more. */
const newestText = async () => (await texts()).findLast((text) => text !== undefined) ?? '';
const states = async () => (await mails()).map((mail) => mailState(mail, house.clock.now));
const codeIn = (text: string) => /(\d{3}) (\d{3})/.exec(text)?.slice(1).join('') ?? '';
const linkIn = (text: string) => /https?:\S+/.exec(text)?.[0] ?? '';
const amrOf = async () =>
  (await house.store.collection('sessions').find('user_id', alice.id)).map(({ amr, acr }) => [amr, acr]);
const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

describe('a code', () => {
  it('comes from a server where there is one, and the page sends nobody to an admin then', async () => {
    await house.setSettings({ smtp_host: 'mail.example.lan', smtp_from: 'lanyard@example.lan' });
    expect(loginOf(await ask('alice'))).not.toHaveProperty('handed_over');
  });

  it('signs in whom it was sent to, once, and says how', async () => {
    const asked = loginOf(await ask('alice'));
    expect(asked).toMatchObject({ step: 'code', username: 'alice', status: 200, handed_over: true });
    expect(await mails()).toMatchObject([{ to: 'alice@example.lan', user_id: alice.id, why: 'sign_in_code' }]);
    const code = codeIn(await newestText());
    expect(code).toMatch(/^\d{6}$/);
    expect((await mails())[0]?.subject).toBe('Your code to sign in to The application at Lanyard');
    await browser.submit(asked, { username: 'alice', code: `${code.slice(0, 3)} ${code.slice(3)}` });
    expect(await amrOf()).toEqual([[['otp'], 'urn:lanyard:acr:mail']]);
    const other = house.browser();
    const again = loginOf(await ask('alice', other));
    expect(loginOf(await other.submit(again, { username: 'alice', code }))).toMatchObject({
      error: { kind: 'wrong-code' },
    });
  });

  it('is found by the e-mail address as well', async () => {
    const asked = loginOf(await ask('Alice@Example.LAN'));
    await browser.submit(asked, { username: 'Alice@Example.LAN', code: codeIn(await newestText()) });
    expect(await amrOf()).toHaveLength(1);
  });

  it('is worth nothing in another browser, or in another sign-in', async () => {
    await ask('alice');
    const code = codeIn(await newestText());
    const mallory = house.browser();
    const page = loginOf(await begin(mallory));
    expect(loginOf(await mallory.submit(page, { username: 'alice', code }))).toMatchObject({
      error: { kind: 'code-over' },
    });
    expect(await amrOf()).toEqual([]);
  });

  it('is over after five wrong ones, also where the sixth is right', async () => {
    await house.setSettings({ login_attempts_per_minute: 1000 });
    let page = loginOf(await ask('alice'));
    const code = codeIn(await newestText());
    for (let n = 0; n < 5; n += 1) {
      expect(await states()).toEqual(['waiting']);
      page = loginOf(await browser.submit(page, { username: 'alice', code: another(code) }));
      expect(page).toMatchObject({ status: 401, step: 'code', error: { kind: 'wrong-code' } });
    }
    expect([await states(), await texts()]).toEqual([['spoiled'], [undefined]]);
    expect(loginOf(await browser.submit(page, { username: 'alice', code }))).toMatchObject({
      error: { kind: 'code-over' },
    });
    expect(await amrOf()).toEqual([]);
  });

  it('is over after ten minutes', async () => {
    const page = loginOf(await ask('alice'));
    const code = codeIn(await newestText());
    house.clock.now += 600;
    expect(loginOf(await browser.submit(page, { username: 'alice', code }))).toMatchObject({
      error: { kind: 'code-over' },
    });
  });

  it('is replaced by the next one', async () => {
    const page = loginOf(await ask('alice'));
    const first = codeIn(await newestText());
    const next = loginOf(await browser.submit(page, { username: 'alice', way: 'mail' }));
    const second = codeIn(await newestText());
    expect(second).not.toBe(first);
    expect((await states()).toSorted()).toEqual(['superseded', 'waiting']);
    expect((await texts()).filter((text) => text !== undefined)).toHaveLength(1);
    expect(loginOf(await browser.submit(next, { username: 'alice', code: first }))).toMatchObject({
      error: { kind: 'wrong-code' },
    });
    await browser.submit(next, { username: 'alice', code: second });
    expect(await amrOf()).toHaveLength(1);
    expect((await states()).toSorted()).toEqual(['superseded', 'used']);
    expect((await texts()).every((text) => text === undefined)).toBe(true);
  });

  it('counts with wrong passwords: whoever guesses one has no more guesses at the other', async () => {
    await house.setSettings({ login_attempts_per_minute: 2 });
    const page = loginOf(await ask('alice'));
    const code = codeIn(await newestText());
    await browser.submit(page, { username: 'alice', password: 'wrong' });
    await browser.submit(page, { username: 'alice', code: another(code) });
    expect(loginOf(await browser.submit(page, { username: 'alice', code }))).toMatchObject({ status: 429 });
    expect(loginOf(await browser.submit(page, { username: 'alice', password: PASSWORD }))).toMatchObject({
      status: 429,
    });
  });

  it('is for the person whom it was sent to, whatever name comes along', async () => {
    await house.addUser({ username: 'bob', email: 'bob@example.lan' });
    const page = loginOf(await ask('alice'));
    const code = codeIn(await newestText());
    expect(loginOf(await browser.submit(page, { username: 'bob', code }))).toMatchObject({
      error: { kind: 'wrong-code' },
    });
    expect((await house.store.collection('sessions').list({ limit: 5 })).items).toEqual([]);
  });

  it.each([
    ['switched off', { disabled: true }],
    ['an admin now', { admin: true }],
    ['without a verified address', { email_verified: false }],
    ['at another address', { email: 'alice@elsewhere.lan' }],
  ])('is worth nothing for a person who is %s since it was sent', async (_what, changes) => {
    const page = loginOf(await ask('alice'));
    const code = codeIn(await newestText());
    await house.store.collection('users').update(alice.id, (old) => ({ ...old, ...changes }));
    expect(loginOf(await browser.submit(page, { username: 'alice', code }))).toMatchObject({
      error: { kind: 'wrong-code' },
    });
  });

  it('lies nowhere in clear, and neither do its tries tell of it', async () => {
    const page = loginOf(await ask('alice'));
    const code = codeIn(await newestText());
    await browser.submit(page, { username: 'alice', code: another(code) });
    const names = ['mails', 'mail_texts', 'mail_proofs', 'audit_events', 'tickets'] as const;
    const all = await Promise.all(names.map((name) => house.store.collection(name).list({ limit: 100 })));
    expect(JSON.stringify(all)).not.toContain(code);
    expect(JSON.stringify(all)).not.toContain(`${code.slice(0, 3)} ${code.slice(3)}`);
  });
});

describe('what a mail says', () => {
  const NAME = 'Your account is locked: go to https://evil.test/';
  it.each<readonly [string, SelfRegistration, boolean]>([
    ['nobody has checked, holds nothing that a stranger wrote', {}, false],
    ['an admin has approved, names it', { approved: true }, true],
  ])('of an application that %s', async (_which, registration, named) => {
    const redirect_uris = ['https://stranger.test/cb'];
    await house.addApplication({ client_id: 'stranger', client_name: NAME, redirect_uris, registration });
    const page = await begin(browser, { client_id: 'stranger', redirect_uri: 'https://stranger.test/cb' });
    await browser.submit(loginOf(page), { username: 'alice', way: 'mail' });
    expect(await newestText()).toContain(named ? NAME : 'an application that no admin has checked');
    expect((await newestText()).includes('evil.test')).toBe(named);
  });
});

describe('nobody learns who is here', () => {
  beforeEach(async () => {
    await house.addUser({ username: 'ada', email: 'ada@example.lan', admin: true });
    await house.addUser({ username: 'off', email: 'off@example.lan', disabled: true });
    await house.addUser({ username: 'bare' });
    await house.addUser({ username: 'unsure', email: 'unsure@example.lan', email_verified: false });
  });

  const bare = ({ username: _typed, csrf: _csrf, fields: _fields, ...view }: LoginView) => view;

  it.each(['nobody', 'ada', 'off', 'bare', 'unsure', 'unsure@example.lan', 'nobody@example.lan'])(
    '%s is answered as alice is, and is sent nothing',
    async (name) => {
      const known = loginOf(await ask('alice'));
      const before = await mails();
      const other = house.browser();
      const unknown = loginOf(await ask(name, other));
      expect(bare(unknown)).toEqual(bare(known));
      expect(await mails()).toEqual(before);
      const wrong = async (by: TestBrowser, page: LoginView, username: string) =>
        bare(loginOf(await by.submit(page, { username, code: '000000' })));
      expect(await wrong(other, unknown, name)).toEqual(await wrong(browser, known, 'alice'));
      const proofs = (await house.store.collection('mail_proofs').list({ limit: 10 })).items;
      expect(proofs).toHaveLength(2);
    },
  );

  it('admins are sent one where a setting says so', async () => {
    await house.setSettings({ sign_in_by_mail_for_admins: true });
    await ask('ada');
    expect(await mails()).toMatchObject([{ to: 'ada@example.lan' }]);
  });

  it('admins open no right over the office with one: for that there is the password alone', async () => {
    await house.setSettings({ sign_in_by_mail_for_admins: true });
    const redirect_uris = [CALLBACK];
    await house.addApplication({ client_id: 'panelist', redirect_uris, scope: 'openid lanyard:admin' });
    const asked = loginOf(await ask('ada'));
    await browser.submit(asked, { username: 'ada', code: codeIn(await newestText()) });
    expect((await house.store.collection('sessions').list({ limit: 10 })).items).toMatchObject([{ amr: ['otp'] }]);
    const page = loginOf(await begin(browser, { client_id: 'panelist', scope: 'openid lanyard:admin' }));
    expect(page.by_mail).toBeUndefined();
    const refused = await browser.submit(page, { username: 'ada', way: 'mail' });
    expect([loginOf(refused).step, (await mails()).length]).toEqual(['all', 1]);
    const allowed = await browser.submit(loginOf(refused), { username: 'ada', password: PASSWORD });
    expect(allowed).toMatchObject({ kind: 'page', view: { page: 'consent' } });
  });

  it('nobody’s mailbox is flooded: three a minute by one name, five in ten minutes for one person', async () => {
    for (let n = 0; n < 3; n += 1) expect(loginOf(await ask('alice', house.browser())).status).toBe(200);
    expect(loginOf(await ask('alice', house.browser()))).toMatchObject({ status: 429 });
    for (let n = 0; n < 3; n += 1) await ask('nobody', house.browser());
    expect(loginOf(await ask('nobody', house.browser()))).toMatchObject({ status: 429 });
    house.clock.now += 60;
    for (let n = 0; n < 3; n += 1) expect(loginOf(await ask('alice', house.browser())).status).toBe(200);
    expect(await mails()).toHaveLength(5);
  });

  it('who has had enough mails keeps the last one’s code, and there is no other to guess at', async () => {
    let page = loginOf(await begin());
    for (let n = 0; n < 6; n += 1) {
      house.clock.now += 30;
      page = loginOf(await browser.submit(page, { username: 'alice', way: 'mail' }));
    }
    const mallory = house.browser();
    await mallory.submit(loginOf(await begin(mallory)), { username: 'alice', way: 'mail' });
    expect(await mails()).toHaveLength(5);
    const { items } = await house.store.collection('mail_proofs').list({ limit: 10 });
    expect(items).toHaveLength(2);
    expect(items.filter(({ user_id }) => user_id !== undefined)).toMatchObject([{ user_id: alice.id, kind: 'code' }]);
    const [last] = (await mails()).toSorted((one, other) => other.created_at - one.created_at);
    const { secrets } = await house.context();
    const code = codeIn((last && (await readMailText(house.store, last, secrets, house.clock.now))) ?? '');
    await browser.submit(page, { username: 'alice', code });
    expect(await amrOf()).toHaveLength(1);
  });
});

describe('a link', () => {
  beforeEach(() => house.setSettings({ sign_in_by_mail: 'link' }));

  const follow = (link: string, by = browser) => by.openLink('login', Object.fromEntries(new URL(link).searchParams));

  async function refusalOf(link: string, by = browser): Promise<string> {
    const arrived = await follow(link, by);
    if (arrived.kind !== 'page' || arrived.view.page !== 'error') throw new Error('not refused');
    return arrived.view.detail;
  }

  it('goes on in the browser that asked, at a button, and once', async () => {
    expect(loginOf(await ask('alice'))).toMatchObject({ step: 'sent' });
    const link = linkIn(await newestText());
    const page = loginOf(await follow(link));
    expect(page).toMatchObject({ step: 'link' });
    expect(await amrOf()).toEqual([]);
    await browser.submit(page, {});
    expect(await amrOf()).toEqual([[['otp'], 'urn:lanyard:acr:mail']]);
    expect(await refusalOf(link)).toContain('used before');
  });

  it('is refused in another browser with plain words, and still good in its own', async () => {
    await ask('alice');
    const link = linkIn(await newestText());
    for (const other of [house.browser(), house.browser()]) {
      await begin(other);
      expect(await refusalOf(link, other)).toContain('another browser');
    }
    await browser.submit(loginOf(await follow(link)), {});
    expect(await amrOf()).toHaveLength(1);
  });

  it('of somebody else’s sign-in does not sign in here: its token is good for its own ticket alone', async () => {
    await ask('alice');
    const link = new URL(linkIn(await newestText())).searchParams.get('link') ?? '';
    const mallory = house.browser();
    const page = loginOf(await begin(mallory));
    expect(loginOf(await mallory.submit(page, { link }))).toMatchObject({ error: { kind: 'code-over' } });
    expect(await amrOf()).toEqual([]);
  });

  it('is over after ten minutes, and where it never was', async () => {
    await ask('alice');
    const link = linkIn(await newestText());
    const page = loginOf(await follow(link));
    house.clock.now += 600;
    expect(await refusalOf(link)).toContain('used before');
    expect(loginOf(await browser.submit(page, {}))).toMatchObject({ status: 401, error: { kind: 'code-over' } });
    expect(await refusalOf('http://lanyard.test/?link=nothing')).toContain('used before');
  });
});

describe('where it is off', () => {
  it('nothing is sent, whatever is posted, and a code in the Outbox is worth nothing', async () => {
    const page = loginOf(await ask('alice'));
    const code = codeIn(await newestText());
    await house.setSettings({ sign_in_by_mail: 'off' });
    const before = await mails();
    for (const fields of [
      { username: 'alice', way: 'mail' },
      { username: 'alice', code },
    ]) {
      expect(loginOf(await browser.submit(page, fields))).toMatchObject({ error: { kind: 'wrong-credentials' } });
    }
    expect(await mails()).toEqual(before);
    expect(loginOf(await begin(house.browser()))).not.toHaveProperty('by_mail');
  });

  it('an application that insists on a password is not offered mail', async () => {
    const claims = JSON.stringify({ id_token: { acr: { essential: true, value: 'urn:lanyard:acr:password' } } });
    expect(loginOf(await begin(browser, { claims }))).not.toHaveProperty('by_mail');
    expect(loginOf(await begin(house.browser()))).toMatchObject({ by_mail: 'code' });
  });
});

describe('the name first', () => {
  beforeEach(() => house.setSettings({ sign_in_page: 'name_first' }));

  it('then the password, the same for everybody', async () => {
    const first = loginOf(await begin());
    expect(first).toMatchObject({ step: 'name' });
    const known = loginOf(await browser.submit(first, { username: 'alice' }));
    expect(known).toMatchObject({ step: 'password', username: 'alice', status: 200 });
    const unknown = loginOf(await browser.submit(first, { username: 'nobody' }));
    expect({ ...unknown, username: '' }).toEqual({ ...known, username: '' });
    expect(loginOf(await browser.submit(known, { username: 'alice', password: 'wrong' }))).toMatchObject({
      step: 'password',
      error: { kind: 'wrong-credentials' },
    });
    await browser.submit(known, { username: 'alice', password: PASSWORD });
    expect(await amrOf()).toEqual([[['pwd'], 'urn:lanyard:acr:password']]);
  });

  it('or another name, or a code; and a name there has to be', async () => {
    const first = loginOf(await begin());
    expect(loginOf(await browser.submit(first, { username: ' ' }))).toMatchObject({
      step: 'name',
      error: { kind: 'name-missing' },
    });
    const second = loginOf(await browser.submit(first, { username: 'alice' }));
    expect(loginOf(await browser.submit(second, { username: 'alice', way: 'name' }))).toMatchObject({ step: 'name' });
    const asked = loginOf(await browser.submit(second, { username: 'alice', way: 'mail' }));
    await browser.submit(asked, { username: 'alice', code: codeIn(await newestText()) });
    expect(await amrOf()).toHaveLength(1);
  });
});

describe('an e-mail address in the place of the username', () => {
  it('signs in with the password where it is verified and one person’s, and its guesses count with the name’s', async () => {
    await house.setSettings({ login_attempts_per_minute: 2 });
    const page = loginOf(await begin());
    await browser.submit(page, { username: 'alice@example.lan', password: 'wrong' });
    await browser.submit(page, { username: 'alice', password: 'wrong' });
    const third = await browser.submit(page, { username: 'ALICE@example.lan', password: PASSWORD });
    expect(loginOf(third)).toMatchObject({ status: 429 });
    house.clock.now += 60;
    await browser.submit(page, { username: 'alice@example.lan', password: PASSWORD });
    expect(await amrOf()).toHaveLength(1);
  });

  it('that two have, or nobody verified, names nobody', async () => {
    await house.addUser({ username: 'alice2', email: 'alice@example.lan' });
    const page = loginOf(await begin());
    const two = await browser.submit(page, { username: 'alice@example.lan', password: PASSWORD });
    expect(loginOf(two)).toMatchObject({ error: { kind: 'wrong-credentials' } });
  });
});
