/** Trusted issuers of the configuration document. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createPasswordHasher } from '../../server/directory/password-hasher.ts';
import { importConfiguration, readConfiguration } from '../../server/imports/configuration.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { NOW } from '../support/records.ts';
import { OPEN_SEALING } from '../support/open-sealing.ts';

const passwords = createPasswordHasher();

let store: Store;
beforeEach(() => {
  store = createMemoryStore();
});

async function importObject(sections: object) {
  const read = readConfiguration(JSON.stringify({ lanyard: 1, ...sections }));
  if ('refusals' in read) throw new Error(`refused: ${JSON.stringify(read.refusals)}`);
  const importing = {
    store,
    passwords,
    now: NOW,
    actor: 'operator',
    secrets: OPEN_SEALING,
    seal: (plain: string) => plain,
    defaultsFor: () => ({}),
  };
  return importConfiguration(importing, read.document);
}

describe('trusted issuers', () => {
  const keys = { keys: [{ kty: 'EC', crv: 'P-256', x: 'abc', y: 'def' }] };
  const issuer = 'https://partner.test';

  it('are added, changed by their issuer, and left alone where nothing is new', async () => {
    const document = { trusted_issuers: [{ issuer, jwks: keys, scope: 'openid' }] };
    expect(await importObject(document)).toMatchObject({ created: [`trusted issuer ${issuer}`] });
    expect(await importObject(document)).toMatchObject({ created: [], changed: [] });
    const changed = await importObject({ trusted_issuers: [{ issuer, disabled: true }] });
    expect(changed).toMatchObject({ changed: [`trusted issuer ${issuer}`] });
    const [record] = (await store.collection('trusted_issuers').list({ limit: 10 })).items;
    expect(record).toMatchObject({ issuer, name: issuer, scope: 'openid', disabled: true, user_field: 'username' });
  });

  it('are refused without keys, with keys in two places, and with an API or a scope that nobody defines', async () => {
    const refused = await importObject({
      trusted_issuers: [
        { issuer: 'https://a.test' },
        { issuer: 'https://b.test', jwks: keys, jwks_uri: 'https://b.test/jwks' },
        { issuer: 'https://c.test', jwks: keys, audience: ['nobody'], scope: 'no:such' },
      ],
    });
    if (!('refusals' in refused)) throw new Error('not refused');
    expect(refused.refusals.map(({ path }) => path)).toEqual([
      'trusted_issuers[0].jwks_uri',
      'trusted_issuers[1].jwks',
      'trusted_issuers[2].scope',
      'trusted_issuers[2].audience[0]',
    ]);
  });
});
