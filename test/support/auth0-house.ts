/** A house in memory with an application that is written for Auth0, and what it asks the token endpoint. */
import { auth0 } from '../../server/dialects/auth0.ts';
import { createApi } from '../../server/directory/apis.ts';
import type { EndpointName } from '../../server/spec/vocabulary.ts';
import { buildHouse, type House, SECRET } from './house.ts';
import { type Fields, jsonInDialect } from './in-dialect.ts';
import { type Asked, CALLBACK, furnish, leftWith, walk } from './sign-in.ts';

export const API = 'https://orders.example.lan';
export const OTHER = 'https://stock.example.lan';
export const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
export const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const SCOPE = 'openid profile email offline_access orders:read orders:write';

type Answer = ReturnType<typeof jsonInDialect>;

export interface Auth0House {
  readonly house: House;
  /** Her id. */
  readonly alice: string;
  /** As the application `zero`. */
  post(fields: Fields, endpoint?: EndpointName): Answer;
  /** Signs alice in, allows everything, and redeems the code. */
  signIn(changes?: Asked, fields?: Fields): Answer;
}

export async function buildAuth0House(): Promise<Auth0House> {
  const house = await buildHouse();
  const alice = (await furnish(house)).alice.id;
  await house.store.transaction(async (within) => {
    const orders = ['orders:read', 'orders:write', 'orders:delete'].map((name) => ({ name }));
    await createApi(within, { audience: API, scopes: orders }, house.clock.now);
    await createApi(within, { audience: OTHER, scopes: [{ name: 'stock:read' }] }, house.clock.now);
  });
  await house.setSettings({ legacy_grants: true });
  await house.addApplication({
    client_id: 'zero',
    dialect: 'auth0',
    redirect_uris: [CALLBACK],
    post_logout_redirect_uris: ['https://app.test/bye', 'https://app.test/other'],
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials', 'password', DEVICE],
    audience: [API, OTHER],
    scope: SCOPE,
  });
  const post: Auth0House['post'] = (fields, endpoint = 'token') =>
    jsonInDialect(house, auth0, endpoint, { client_id: 'zero', client_secret: SECRET, ...fields });
  return {
    house,
    alice,
    post,
    async signIn(changes = {}, fields = {}) {
      const on = house.browser({ dialect: 'auth0' });
      const asked = {
        client_id: 'zero',
        response_type: 'code',
        redirect_uri: CALLBACK,
        scope: 'openid profile',
        ...changes,
      };
      const { code = '' } = leftWith(await walk(on, await on.open('authorize', asked)));
      return post({ grant_type: 'authorization_code', code, redirect_uri: CALLBACK, ...fields });
    },
  };
}

export const claimsOf = (jwt = '') =>
  JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
