/** The grant of a code from a person's mail: what it proves, and what it ends with. */
import { beforeEach, describe, expect, it } from 'vitest';
import { changeApplication } from '../../../server/directory/applications.ts';
import { SIGN_IN_DESK } from '../../../server/engine/sign-in-desk.ts';
import { readMailText } from '../../../server/mail/outbox.ts';
import { MAIL_CODE_GRANT } from '../../../server/spec/vocabulary.ts';
import type { Application, User } from '../../../server/storage/records/directory.ts';
import { basic, buildHouse, type House } from '../../support/house.ts';

const EMAIL = 'alice@example.lan';

let house: House;
let application: Application;
let alice: User;
beforeEach(async () => {
  house = await buildHouse();
  alice = await house.addUser({ username: 'alice', email: EMAIL });
  application = await house.addApplication({
    client_id: 'mobile',
    redirect_uris: ['https://mobile.test/cb'],
    grant_types: ['authorization_code', 'refresh_token', MAIL_CODE_GRANT],
    scope: 'openid profile offline_access lanyard:admin',
  });
  await house.setSettings({ sign_in_by_mail: 'code' });
});

async function nextCode(): Promise<string> {
  const cx = await house.context();
  expect(await SIGN_IN_DESK.sendCode(application, EMAIL, cx)).toEqual({ kind: 'asked' });
  const mails = (await house.store.collection('mails').list({ limit: 100 })).items;
  const texts = await Promise.all(mails.map((mail) => readMailText(house.store, mail, cx.secrets, cx.now)));
  const codes = texts.map(
    (text) =>
      /(\d{3}) (\d{3})/
        .exec(text ?? '')
        ?.slice(1)
        .join('') ?? '',
  );
  const known = new Set(seen);
  const code = codes.find((each) => !known.has(each)) ?? '';
  seen.push(code);
  return code;
}
const seen: string[] = [];

const redeem = (otp: string, changes: Record<string, string> = {}) =>
  house.post(
    'token',
    { grant_type: MAIL_CODE_GRANT, username: EMAIL, otp, realm: 'email', scope: 'openid offline_access', ...changes },
    { authorization: basic('mobile') },
  );
const refresh = (refresh_token: unknown) =>
  house.post(
    'token',
    { grant_type: 'refresh_token', refresh_token: String(refresh_token) },
    { authorization: basic('mobile') },
  );

describe('a code that was sent by mail', () => {
  it('gets tokens for its person, once, and says how they signed in', async () => {
    const code = await nextCode();
    const { status, body } = await redeem(code);
    expect([status, body]).toMatchObject([200, { token_type: 'Bearer', id_token: expect.any(String) }]);
    const [grant] = await house.store.collection('grants').find('user_id', alice.id);
    expect(grant).toMatchObject({ amr: ['otp'], acr: 'urn:lanyard:acr:mail', origin: { kind: 'mail' } });
    expect(await redeem(code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it.each([
    ['the office lets nobody sign in by mail any more', () => house.setSettings({ sign_in_by_mail: 'off' })],
    [
      'the application may take no codes any more',
      () =>
        house.store.transaction((within) =>
          changeApplication(
            within,
            'mobile',
            { grant_types: ['authorization_code', 'refresh_token'] },
            house.clock.now,
          ),
        ),
    ],
  ])('what it got ends when %s', async (_what, end) => {
    const { body } = await redeem(await nextCode());
    const first = await refresh(body['refresh_token']);
    expect(first.status).toBe(200);
    await end();
    expect(await refresh(first.body['refresh_token'])).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('opens nothing of the office’s own, whoever it is for', async () => {
    await house.setSettings({ sign_in_by_mail_for_admins: true });
    await house.store.collection('users').update(alice.id, (old) => ({ ...old, admin: true }));
    const code = await nextCode();
    expect(await redeem(code, { scope: 'lanyard:admin' })).toMatchObject({ status: 400 });
  });

  it('is refused where it is wrong, for somebody else, or not offered', async () => {
    await house.addUser({ username: 'bob', email: 'bob@example.lan' });
    const code = await nextCode();
    expect(await redeem(code === '000000' ? '000001' : '000000')).toMatchObject({ body: { error: 'invalid_grant' } });
    expect(await redeem(code, { username: 'bob@example.lan' })).toMatchObject({ body: { error: 'invalid_grant' } });
    await house.setSettings({ sign_in_by_mail: 'off' });
    expect(await redeem(code)).toMatchObject({ body: { error: 'unsupported_grant_type' } });
  });
});
