/** The modules of third-party-initiated login, by the Foundation's testName, for any response type. OIDC Core §4 */
import { expect } from 'vitest';
import { openingOf } from '../../../server/spec/opening-of.ts';
import type { Body } from './dynamic-support.ts';
import { type DynamicModule, finish, refusedAtRegistration, register, unique } from './dynamic-variant.ts';

export const THIRD_PARTY_MODULES: Readonly<Record<string, DynamicModule>> = {
  /** Its address is echoed and kept; who opens the application by the panel's link comes with iss, and signs in from there. */
  async 'oidcc-3rdparty-init-login'(variant) {
    const { op } = variant;
    const path = `/login/${unique()}?kept=yes`;
    const initiate_login_uri = op.party + path;
    const client = await register(variant, { initiate_login_uri });
    expect(client.body['initiate_login_uri']).toBe(initiate_login_uri);
    const authorization = `Bearer ${client.registration_access_token}`;
    const read = await op.call(client.registration_client_uri, { headers: { authorization } });
    expect(read).toMatchObject({ status: 200, body: { initiate_login_uri } });

    const { body } = await op.admin('GET', `/applications?q=${client.client_id}`);
    const [shown] = body['items'] as readonly Body[];
    const login_hint = 'buffy';
    const opening = new URL(openingOf(String(shown?.['initiate_login_uri']), op.issuer, login_hint));
    expect(opening.href.startsWith(`${initiate_login_uri}&`)).toBe(true);
    await op.call(opening.href);
    expect(op.asked(opening.pathname + opening.search)).toBe(1);
    expect(Object.fromEntries(opening.searchParams)).toEqual({ kept: 'yes', iss: op.issuer, login_hint });
    await finish(variant, client, { login_hint });
  },
  'oidcc-3rdparty-init-login-nonhttps': refusedAtRegistration(
    () => ({ initiate_login_uri: 'http://rp.test/login' }),
    'invalid_client_metadata',
  ),
};
