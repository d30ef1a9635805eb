/** Grants of the office's own in the configuration document. */
import { beforeEach, expect, it } from 'vitest';
import { createPasswordHasher } from '../../server/directory/password-hasher.ts';
import { importConfiguration, readConfiguration } from '../../server/imports/configuration.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { NOW } from '../support/records.ts';
import { OPEN_SEALING } from '../support/open-sealing.ts';

const passwords = createPasswordHasher();
const seal = (plain: string) => plain;
const BADGE = 'urn:office:badge';
const GRANT = {
  grant_type: BADGE,
  hook_uri: 'https://office.test/badge',
  jwks: { keys: [{ kty: 'EC', crv: 'P-256', x: 'abc', y: 'def' }] },
};

let store: Store;
beforeEach(() => {
  store = createMemoryStore();
});

async function importObject(sections: object) {
  const read = readConfiguration(JSON.stringify({ lanyard: 1, ...sections }));
  if ('refusals' in read) return read;
  const importing = {
    store,
    passwords,
    now: NOW,
    actor: 'operator',
    secrets: OPEN_SEALING,
    seal,
    defaultsFor: () => ({}),
  };
  return importConfiguration(importing, read.document);
}

it('are added with the applications that use them, changed by their URI, and left alone where nothing is new', async () => {
  const door = { client_id: 'door', grant_types: [BADGE], redirect_uris: [] };
  const document = { applications: [door], extension_grants: [GRANT] };
  const created = await importObject(document);
  expect(created).toMatchObject({ created: [`grant of the office’s own ${BADGE}`, 'application door'] });
  expect(await importObject(document)).toMatchObject({ created: [], changed: [] });
  const changed = await importObject({ extension_grants: [{ ...GRANT, disabled: true, signs_in: true }] });
  expect(changed).toMatchObject({ changed: [`grant of the office’s own ${BADGE}`] });
  const [record] = (await store.collection('extension_grants').list({ limit: 10 })).items;
  expect(record).toMatchObject({ ...GRANT, name: BADGE, disabled: true, signs_in: true });
});

it('are refused by place and reason where something is wrong, and so is an application that names none', async () => {
  const paths = (report: object) =>
    'refusals' in report ? (report.refusals as { path: string }[]).map(({ path }) => path) : 'taken';
  expect(
    paths(
      await importObject({
        extension_grants: [
          { ...GRANT, grant_type: 'badge' },
          { ...GRANT, grant_type: 'urn:ietf:params:oauth:grant-type:saml2-bearer' },
          { ...GRANT, hook_uri: 'http://office.test/badge' },
          { ...GRANT, jwks: { keys: [{ ...GRANT.jwks.keys[0], d: 'private' }] } },
        ],
      }),
    ),
  ).toEqual([
    'extension_grants[0].grant_type',
    'extension_grants[1].grant_type',
    'extension_grants[2].hook_uri',
    'extension_grants[3].jwks',
  ]);
  const nobody = { client_id: 'door', grant_types: ['urn:office:none'], redirect_uris: [] };
  expect(paths(await importObject({ applications: [nobody] }))).toEqual(['applications[0].grant_types[0]']);
});
