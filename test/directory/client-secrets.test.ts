/** How the secrets of applications are kept, and what becomes of them when the way of proving changes. */
import { beforeEach, describe, expect, it } from 'vitest';
import { replaceSecret } from '../../server/directory/application-ends.ts';
import { changeApplication, createApplication, type NewApplication } from '../../server/directory/applications.ts';
import { openSecrets } from '../../server/directory/client-secrets.ts';
import { hashSecret } from '../../server/directory/machine-secrets.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { NOW } from '../support/records.ts';

const seal = (plain: string) => `sealed(${plain})`;
const unseal = (sealed: string) => /^sealed\((.*)\)$/.exec(sealed)?.[1];
const SECRET = 'a-secret-of-an-application';
const JWKS = { keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'abc' }] };

let store: Store;
beforeEach(() => {
  store = createMemoryStore();
});

const add = (input: NewApplication) =>
  store.transaction((within) =>
    createApplication(within, { client_id: 'app', redirect_uris: ['https://a.test/'], ...input }, NOW, {}, seal),
  );
const change = (changes: Parameters<typeof changeApplication>[2]) =>
  store.transaction((within) => changeApplication(within, 'app', changes, NOW + 5, seal));

describe('an application that signs with its secret', () => {
  const signing = { token_endpoint_auth_method: 'client_secret_jwt' } as const;

  it('has it sealed beside its hash', async () => {
    const { application, client_secret } = await add({ ...signing, client_secret: SECRET });
    expect(client_secret).toBeUndefined();
    expect(application.client_secrets).toEqual([
      { hash: hashSecret(SECRET), created_at: NOW, sealed: `sealed(app ${SECRET})` },
    ]);
    expect(openSecrets(application, unseal, NOW)).toEqual([SECRET]);
  });

  it('gets one made where it brings none, or only a hash', async () => {
    const { application, client_secret } = await add({ ...signing, client_secret_hash: hashSecret(SECRET) });
    expect(client_secret).toMatch(/^[\w-]{43}$/);
    expect(openSecrets(application, unseal, NOW)).toEqual([client_secret]);
  });

  it('gets a new one when it sent its secret before, and drops what is sealed when it sends it again', async () => {
    await add({ client_secret: SECRET });
    const signed = await change(signing);
    expect(signed.client_secret).toBeDefined();
    const sent = await change({ token_endpoint_auth_method: 'client_secret_post' });
    expect(sent.client_secret).toBeUndefined();
    expect(sent.application.client_secrets).toEqual([
      { hash: hashSecret(signed.client_secret ?? ''), created_at: NOW + 5 },
    ]);
  });

  it('keeps it when something else changes, and when it is given again', async () => {
    const { application } = await add({ ...signing, client_secret: SECRET });
    const { client_secrets } = application;
    expect((await change({ client_name: 'Another name' })).application.client_secrets).toEqual(client_secrets);
    expect((await change({ client_secret: SECRET })).application.client_secrets).toEqual(client_secrets);
  });

  it('is refused without a key to seal with', async () => {
    const bare = store.transaction((within) => createApplication(within, { client_id: 'bare', ...signing }, NOW));
    await expect(bare).rejects.toThrow(/sealed/);
  });
});

describe('an application that signs with a key of its own', () => {
  const signing = { token_endpoint_auth_method: 'private_key_jwt', jwks: JWKS } as const;

  it('has no secret, and can be given none', async () => {
    const { application, client_secret } = await add(signing);
    expect([application.client_secrets, client_secret]).toEqual([[], undefined]);
    const replaced = store.transaction((within) => replaceSecret(within, application.id, 0, NOW, seal));
    await expect(replaced).rejects.toMatchObject({ code: 'conflict' });
  });

  it('loses the secret that it had', async () => {
    await add({ client_secret: SECRET });
    expect((await change(signing)).application.client_secrets).toEqual([]);
  });

  it('has its keys in one place, and an algorithm that fits', async () => {
    await expect(add({ ...signing, jwks_uri: 'https://a.test/jwks' })).rejects.toThrow(/jwks.*jwks_uri/);
    await expect(add({ token_endpoint_auth_method: 'private_key_jwt' })).rejects.toThrow(/jwks is missing/);
    await expect(add({ ...signing, token_endpoint_auth_signing_alg: 'HS256' })).rejects.toThrow(/HS256/);
    await expect(
      add({ token_endpoint_auth_method: 'client_secret_jwt', token_endpoint_auth_signing_alg: 'ES256' }),
    ).rejects.toThrow(/ES256/);
  });
});
