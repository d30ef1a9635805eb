/** Auth0's sign-out over the real engine: where people go on to, and where they don't. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { SignOutView } from '../../server/contract/pages.ts';
import { type Auth0House, buildAuth0House } from '../support/auth0-house.ts';
import { CALLBACK, leftWith, pageOf, walk } from '../support/sign-in.ts';

let house: Auth0House['house'];
beforeEach(async () => {
  ({ house } = await buildAuth0House());
});

describe('signing out', () => {
  const signedIn = async () => {
    const on = house.browser({ dialect: 'auth0' });
    const asked = { client_id: 'zero', response_type: 'code', redirect_uri: CALLBACK, scope: 'openid' };
    leftWith(await walk(on, await on.open('authorize', asked)));
    return on;
  };

  const yes = (on: Awaited<ReturnType<typeof signedIn>>, { fields, csrf }: SignOutView) =>
    on.open('end-session', { ...Object.fromEntries(fields), csrf, decision: 'yes' }, 'POST');

  it('without an address goes to the first that is registered, after the person was asked', async () => {
    const on = await signedIn();
    const question = pageOf(await on.open('end-session', { client_id: 'zero' }), 'sign-out');
    expect(question.leads_to).toEqual(['https://app.test']);
    const left = await yes(on, question);
    expect(left.kind === 'left' && left.url.href).toBe('https://app.test/bye');
  });

  it('goes to any registered address that is named, and to no other', async () => {
    const on = await signedIn();
    const asked = { client_id: 'zero', post_logout_redirect_uri: 'https://app.test/other' };
    const left = await yes(on, pageOf(await on.open('end-session', asked), 'sign-out'));
    expect(left.kind === 'left' && left.url.href).toBe('https://app.test/other');
    for (const uri of ['https://app.test/other/', 'https://evil.test/', 'https://app.test/bye?x=1']) {
      const page = await on.open('end-session', { client_id: 'zero', post_logout_redirect_uri: uri });
      expect(pageOf(page, 'error')).toMatchObject({ code: 'invalid_request' });
    }
  });

  it('without an application knows the addresses of the office alone', async () => {
    const on = await signedIn();
    const question = pageOf(await on.open('end-session', {}), 'sign-out');
    expect(question.leads_to).toBeUndefined();
    pageOf(await yes(on, question), 'signed-out');
    const named = { post_logout_redirect_uri: 'https://www.example.lan/bye' };
    pageOf(await on.open('end-session', named), 'error');
    await house.setSettings({ post_logout_redirect_uris: ['https://www.example.lan/bye'] });
    pageOf(await on.open('end-session', { client_id: 'zero', ...named }), 'error');
    const left = await on.open('end-session', named);
    expect(left.kind === 'left' && left.url.href).toBe('https://www.example.lan/bye');
  });
});
