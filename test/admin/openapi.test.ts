/** The description of the admin API: valid for a public validator, and enough for a client that knows nothing of Lanyard. */
import { Validator } from '@seriousme/openapi-schema-validator';
import type { AxiosInstance } from 'axios';
import { type Document, OpenAPIClientAxios } from 'openapi-client-axios';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../server/contract/admin/operations.ts';
import { type AttackedOffice, startOffice } from '../attacks/office.ts';
import { botCredentials } from './admin-client.ts';

let office: AttackedOffice;
let document: Document;
beforeAll(async () => {
  office = await startOffice();
  document = (await (await fetch(`${office.origin}/api/openapi.json`)).json()) as Document;
});
afterAll(() => office.stop());

test('is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const { valid, errors } = await validator.validate(structuredClone(document) as unknown as Record<string, unknown>);
  expect(errors).toBeUndefined();
  expect([valid, validator.version]).toEqual([true, '3.1']);
});

test('names every operation of the table, and no reference in it leads nowhere', () => {
  const named = Object.values(document.paths ?? {}).flatMap((methods) =>
    Object.values(methods as Record<string, { operationId: string }>).map(({ operationId }) => operationId),
  );
  expect(named.toSorted()).toEqual(Object.keys(OPERATIONS).toSorted());
  const text = JSON.stringify(document);
  for (const [, reference = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = reference.split('/').reduce<unknown>((at, step) => (at as Record<string, unknown>)?.[step], document);
    expect([reference, typeof found]).toEqual([reference, 'object']);
  }
  expect(text).not.toContain('$defs');
});

describe('a generic client', () => {
  interface Resource {
    readonly create: string;
    readonly read: string;
    readonly change: string;
    readonly remove: string;
    readonly list: string;
    readonly body: Record<string, unknown>;
    readonly changes: Record<string, unknown>;
  }

  const named = (one: string, many: string) => ({
    create: `create${one}`,
    read: `read${one}`,
    change: `change${one}`,
    remove: `remove${one}`,
    list: `list${many}`,
  });
  const RESOURCES: readonly Resource[] = [
    {
      ...named('User', 'Users'),
      body: { username: 'carl', groups: ['staff'] },
      changes: { name: 'Carl', admin: true },
    },
    { ...named('Group', 'Groups'), body: { name: 'crew' }, changes: { name: 'team' } },
    {
      ...named('Application', 'Applications'),
      body: { client_name: 'Wiki', redirect_uris: ['https://wiki.test/cb'] },
      changes: { client_name: 'The wiki', slug: 'wiki' },
    },
    {
      ...named('ServiceAccount', 'ServiceAccounts'),
      body: { username: 'robot-2' },
      changes: { name: 'Robot', admin: true },
    },
    { ...named('Api', 'Apis'), body: { audience: 'https://new.test' }, changes: { scopes: [{ name: 'new:read' }] } },
    { ...named('Scope', 'Scopes'), body: { name: 'team' }, changes: { claims: { team: 'user.claims.team' } } },
  ];
  type Call = (
    parameters?: Record<string, unknown> | null,
    body?: unknown,
    options?: object,
  ) => Promise<{ status: number; data: Record<string, unknown>; headers: Record<string, string> }>;
  let call: (name: string) => Call;
  beforeAll(async () => {
    const headers = await botCredentials(office.origin);
    const api = new OpenAPIClientAxios({ definition: document, axiosConfigDefaults: { headers } });
    const client = (await api.init()) as AxiosInstance & Record<string, Call>;
    call = (name) => client[name]!;
  });

  test.each(RESOURCES)('$create, $read, $change and $remove', async (resource) => {
    const made = await call(resource.create)(null, resource.body);
    expect(made.status).toBe(201);
    const { id } = made.data;
    const read = await call(resource.read)({ id });
    expect(made.data).toMatchObject(read.data);
    const changed = await call(resource.change)({ id, 'If-Match': read.headers['etag'] }, resource.changes);
    expect(changed.data).toMatchObject(resource.changes);
    const all = await call(resource.list)({ limit: '200' });
    expect(all.data['items']).toContainEqual(changed.data);
    for (let time = 0; time < 2; time += 1) expect((await call(resource.remove)({ id })).status).toBe(204);
    await expect(call(resource.read)({ id })).rejects.toMatchObject({ response: { status: 404 } });
  });

  test('createSigningKey, readSigningKey, changeSigningKey and removeSigningKey', async () => {
    const all = await call('listSigningKeys')({ q: 'EdDSA' });
    const next = (all.data['items'] as { kid: string; state: string }[]).find(({ state }) => state === 'next');
    expect((await call('removeSigningKey')({ kid: next?.kid })).status).toBe(204);
    const made = await call('createSigningKey')(null, { alg: 'EdDSA' });
    const { kid, published_at } = made.data as { kid: string; published_at: number };
    const activates_at = published_at + 5000;
    expect((await call('changeSigningKey')({ kid }, { activates_at })).data).toMatchObject({ kid, activates_at });
    expect((await call('readSigningKey')({ kid })).data).toMatchObject({ state: 'next', activates_at });
    expect((await call('removeSigningKey')({ kid })).status).toBe(204);
  });

  test('readSettings and changeSettings', async () => {
    const changed = await call('changeSettings')(null, { issuer_name: 'Renamed' });
    expect((await call('readSettings')()).data).toEqual(changed.data);
  });
});
