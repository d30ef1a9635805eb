/** What must be true within a store whose server was killed, read from a copy: nothing is there by half. */
import { cp, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { expect } from 'vitest';
import { LOCK } from '../../server/storage/file/layout.ts';
import { openFileStore } from '../../server/storage/file/file-store.ts';
import type { CollectionName, Records } from '../../server/storage/collections.ts';
import type { RefreshToken } from '../../server/storage/records/flow.ts';
import type { Store } from '../../server/storage/store.ts';
import { LIFETIME_S } from './office.ts';

export interface Inside {
  readonly codes: number;
  readonly families: number;
}

/** `store` is the folder of a store that nobody has open; `copy` does not exist. Throws where something is there by half. */
export async function expectNothingHalf(store: string, copy: string): Promise<Inside> {
  await cp(store, copy, { recursive: true, filter: (path) => !basename(path).startsWith(LOCK) });
  const warnings: string[] = [];
  const opened = await openFileStore({
    directory: copy,
    now,
    log: (level, message) => warnings.push(`${level} ${message}`),
  });
  try {
    expect(warnings.filter((line) => !line.startsWith('info'))).toEqual([]);
    return await judge(opened);
  } finally {
    await opened.close();
    await rm(copy, { recursive: true });
  }
}

async function judge(store: Store): Promise<Inside> {
  const refreshTokens = await all(store, 'refresh_tokens');
  const families = Map.groupBy(refreshTokens, ({ grant_id }) => grant_id);
  const tokens = await all(store, 'access_tokens');
  const issued = new Set([...tokens, ...refreshTokens].map(({ grant_id }) => grant_id));
  const codes = await all(store, 'authorization_codes');
  const recent = codes.filter(({ issued_at }) => issued_at > now() - LIFETIME_S + 15);
  for (const { consumed_at, grant_id } of recent) {
    // What a code is redeemed for is written with its consumption, as one.
    expect(issued.has(grant_id), 'a code and what it was redeemed for').toBe(consumed_at !== undefined);
  }
  for (const [grant_id, family] of families) {
    expect(await store.collection('grants').get(grant_id), 'the authorization of a refresh token').toBeDefined();
    expectOneEnd(family);
  }
  return { codes: recent.length, families: families.size };
}

/** One refresh token of a family can be used, and every other one has the successor that it was used for. */
function expectOneEnd(family: readonly RefreshToken[]): void {
  const usable = family.filter(({ consumed_at }) => consumed_at === undefined);
  expect(usable, 'usable refresh tokens of one family').toHaveLength(1);
  for (const { id, consumed_at } of family) {
    const successors = family.filter(({ parent_id }) => parent_id === id);
    expect(successors, 'successors of a refresh token').toHaveLength(consumed_at === undefined ? 0 : 1);
  }
}

async function all<N extends CollectionName>(store: Store, name: N): Promise<readonly Records[N][]> {
  const { items } = await store.collection(name).list({ limit: 1_000_000 });
  return items;
}

/** Epoch seconds. */
function now(): number {
  return Math.floor(Date.now() / 1000);
}
