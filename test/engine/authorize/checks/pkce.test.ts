/** PKCE: S256 or nothing, and not nothing where it is required. */
import { beforeAll, describe, expect, it } from 'vitest';
import { basic, buildHouse, CHALLENGE, type House, VERIFIER } from '../../../support/house.ts';
import {
  type Asked,
  authorizationRequest,
  authorize,
  CALLBACK,
  furnish,
  leftWith,
  redeem,
} from '../../../support/sign-in.ts';

let house: House;
beforeAll(async () => {
  house = await buildHouse();
  await furnish(house);
  const common = { redirect_uris: [CALLBACK], scope: 'openid' };
  await house.addApplication({ ...common, client_id: 'spa', token_endpoint_auth_method: 'none' });
  await house.addApplication({ ...common, client_id: 'old', require_pkce: false });
});

const NONE = { code_challenge: undefined, code_challenge_method: undefined };

async function refusal(changes: Asked) {
  return leftWith(await house.browser().open('authorize', authorizationRequest({ scope: 'openid', ...changes })));
}

describe('at the authorization endpoint', () => {
  it.each<[string, Asked]>([
    ['the method plain (C03)', { code_challenge_method: 'plain' }],
    ['no method, which means plain (C03)', { code_challenge_method: undefined }],
    ['an unknown method', { code_challenge_method: 'S512' }],
    ['a method in another case', { code_challenge_method: 's256' }],
    ['no challenge where one is required', NONE],
    ['an empty challenge (C05)', { code_challenge: '' }],
    ['a method without a challenge', { code_challenge: undefined }],
    ['42 characters (C05)', { code_challenge: CHALLENGE.slice(1) }],
    ['44 characters', { code_challenge: `${CHALLENGE}A` }],
    ['129 characters (C05)', { code_challenge: 'A'.repeat(129) }],
    ['padding (C05)', { code_challenge: `${CHALLENGE.slice(1)}=` }],
    ['the other base64 alphabet', { code_challenge: `${CHALLENGE.slice(1)}+` }],
    ['a letter outside of ASCII', { code_challenge: `${CHALLENGE.slice(1)}é` }],
  ])('%s is refused', async (_what, changes) => {
    expect(await refusal(changes)).toMatchObject({ error: 'invalid_request', state: 'a-state' });
  });

  it('a public application must use it (C06)', async () => {
    expect(await refusal({ client_id: 'spa', ...NONE })).toMatchObject({ error: 'invalid_request' });
    expect(await authorize(house, house.browser(), { client_id: 'spa', scope: 'openid' })).toHaveProperty('code');
  });

  it('the answer says which setting lets an application go without, where one does', async () => {
    const setting = "'Needs PKCE' can be turned off";
    expect((await refusal(NONE))['error_description']).toContain(setting);
    expect((await refusal({ client_id: 'spa', ...NONE }))['error_description']).not.toContain(setting);
  });

  it('a public application must even where its record says otherwise, which no registration allows', async () => {
    const [spa] = await house.store.collection('applications').find('client_id', 'spa');
    const id = spa?.id ?? '';
    await house.store.collection('applications').update(id, (old) => ({ ...old, require_pkce: false }));
    expect(await refusal({ client_id: 'spa', ...NONE })).toMatchObject({ error: 'invalid_request' });
  });

  it('an application whose require_pkce is false may go without, and not half-way', async () => {
    const old = { client_id: 'old', scope: 'openid' };
    expect(await authorize(house, house.browser(), { ...old, ...NONE })).toHaveProperty('code');
    expect(await refusal({ ...old, code_challenge_method: 'plain' })).toMatchObject({ error: 'invalid_request' });
    expect(await refusal({ ...old, code_challenge: undefined })).toMatchObject({ error: 'invalid_request' });
  });
});

describe('at the token endpoint', () => {
  it.each<[string, Asked]>([
    ['missing (C01)', { code_verifier: undefined }],
    ['empty (C01)', { code_verifier: '' }],
    ['another one', { code_verifier: `${VERIFIER.slice(1)}A` }],
    ['the challenge itself', { code_verifier: CHALLENGE }],
    ['42 characters (C05)', { code_verifier: VERIFIER.slice(1) }],
    ['129 characters (C05)', { code_verifier: 'a'.repeat(129) }],
    ['outside of the alphabet (C05)', { code_verifier: `${VERIFIER} ` }],
    ['outside of ASCII', { code_verifier: `${VERIFIER.slice(1)}é` }],
    ['a megabyte', { code_verifier: 'a'.repeat(1_000_000) }],
  ])('a code_verifier that is %s is refused, and the code is burned', async (_what, changes) => {
    const { code } = await authorize(house, house.browser());
    expect(await redeem(house, code, changes)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await redeem(house, code)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('a code_verifier without a code_challenge is refused: the challenge was stripped on the way (C02)', async () => {
    const old = { client_id: 'old', scope: 'openid' };
    const { code } = await authorize(house, house.browser(), { ...old, ...NONE });
    expect(await redeem(house, code, {}, basic('old'))).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    const second = await authorize(house, house.browser(), { ...old, ...NONE });
    expect((await redeem(house, second['code'], { code_verifier: undefined }, basic('old'))).status).toBe(200);
  });

  it('a challenge of an application that need not send one still counts', async () => {
    const { code } = await authorize(house, house.browser(), { client_id: 'old', scope: 'openid' });
    const answer = await redeem(house, code, { code_verifier: undefined }, basic('old'));
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });
});
