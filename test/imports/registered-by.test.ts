/** Applications that came by themselves, in an office's file: strangers before it, strangers after it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createApplication, findApplication } from '../../server/directory/applications.ts';
import { hashSecret } from '../../server/directory/machine-secrets.ts';
import { createPasswordHasher } from '../../server/directory/password-hasher.ts';
import { importConfiguration, readConfiguration } from '../../server/imports/configuration.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { NOW } from '../support/records.ts';
import { OPEN_SEALING } from '../support/open-sealing.ts';

const passwords = createPasswordHasher();
const seal = (plain: string) => plain;

let store: Store;
beforeEach(() => {
  store = createMemoryStore();
});

function importObject(document: object) {
  const read = readConfiguration(JSON.stringify({ lanyard: 1, ...document }));
  if ('refusals' in read) throw new Error(`refused: ${JSON.stringify(read.refusals)}`);
  return importConfiguration(
    { store, passwords, now: NOW, actor: 'operator', secrets: OPEN_SEALING, defaultsFor: () => ({}), seal },
    read.document,
  );
}

describe('an application that no admin entered', () => {
  const entry = { client_id: 'itself', redirect_uris: ['https://rp.test/cb'], registered_by: 'itself' };
  const document = { ...entry, client_id: 'https://tool.test/client.json', registered_by: 'document' };

  it('stays a stranger, without the token by which it changed itself', async () => {
    await importObject({ applications: [entry, document] });
    expect(await findApplication(store, 'itself')).toMatchObject({ registration: { approved: true } });
    const { client_id } = document;
    const described = await findApplication(store, client_id);
    expect(described?.registration).toEqual({ approved: true, document: { read_at: 0, fresh_until: 0 } });
    await importObject({ applications: [{ client_id: 'ours', redirect_uris: ['https://rp.test/cb'] }] });
    expect(await findApplication(store, 'ours')).not.toHaveProperty('registration');
  });

  it('keeps its token where it is known already, whether or not the file says where it came from', async () => {
    const registration = { token_hash: hashSecret('token') };
    const { redirect_uris, client_id } = entry;
    await store.transaction((within) => createApplication(within, { client_id, redirect_uris, registration }, NOW));
    expect(await importObject({ applications: [entry] })).toMatchObject({ changed: [] });
    await importObject({ applications: [{ client_id, client_name: 'Another name' }] });
    expect(await findApplication(store, client_id)).toMatchObject({ client_name: 'Another name', registration });
  });

  it('is not described at a client_id that is no address', () => {
    const read = readConfiguration(JSON.stringify({ lanyard: 1, applications: [{ ...document, client_id: 'tool' }] }));
    expect(read).toMatchObject({ refusals: [{ path: 'applications[0].registered_by' }] });
  });
});
