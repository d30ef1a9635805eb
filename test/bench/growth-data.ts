/** A grown office as a data directory: 100,000 people, 10,000 applications, 200,000 tokens that live. Made once and copied. */
import { hash } from 'node:crypto';
import { cp, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createApplication } from '../../server/directory/applications.ts';
import { hashSecret } from '../../server/directory/machine-secrets.ts';
import { createPasswordHasher } from '../../server/directory/password-hasher.ts';
import { createUser } from '../../server/directory/users.ts';
import { openFileStore } from '../../server/storage/file/file-store.ts';
import { type GenerationFileKind, generationsOf, nameOf } from '../../server/storage/file/layout.ts';
import type { User } from '../../server/storage/records/directory.ts';
import type { Store, Transaction } from '../../server/storage/store.ts';
import { aGrant, aSession } from '../support/records.ts';
import { startLanyard } from './candidate.ts';
import { say } from './experiment.ts';
import { AUDIENCE, DOCUMENT, SCOPE, SECRET } from './office.ts';

export const GROWN = { users: 100_000, applications: 10_000, tokens: 200_000 } as const;
const SMALL_USERS = 10;
const BATCH = 1_000;
const DAY = 24 * 3600;
/** Of the tokens half belong to applications, and half to people: as many access tokens as refresh tokens. */
const SIGNED_IN = GROWN.tokens / 4;
const OF_MACHINES = GROWN.tokens / 2;
/** For the seconds of load before the compaction that is measured. */
const LEFT_BYTES = 12_000_000;

/** The office that it is compared with. */
export const SMALL_DOCUMENT = {
  ...DOCUMENT,
  users: [
    ...DOCUMENT.users,
    ...Array.from({ length: SMALL_USERS - DOCUMENT.users.length }, (_none, at) => ({ username: `person-${at}` })),
  ],
};

const log = (_level: string, message: string) => say(message);

/** Makes two data directories: `small` and `grown`, which began as a copy of it. */
export async function prepareOffices(small: string, grown: string): Promise<void> {
  const lanyard = await startLanyard({ data: small, document: SMALL_DOCUMENT });
  await lanyard.stop();
  await cp(small, grown, { recursive: true });
  const now = Math.floor(Date.now() / 1000);
  const store = await openFileStore({ directory: join(grown, 'store'), now: () => now, log });
  try {
    await grow(store, now);
    await store.compact();
  } finally {
    await store.close();
  }
}

/** A copy of the grown office whose journal is nearly as long as its snapshot: a little more, and it is compacted. */
export async function prepareLongJournal(grown: string, long: string): Promise<void> {
  await cp(grown, long, { recursive: true });
  const directory = join(long, 'store');
  const wanted = (await sizesIn(directory)).snapshot - LEFT_BYTES;
  const now = Math.floor(Date.now() / 1000);
  const never = Number.MAX_SAFE_INTEGER;
  const store = await openFileStore({ directory, now: () => now, log, compactAfterBytes: never });
  try {
    // Written again as they are: the journal grows, and the office does not.
    for (let from = 0; (await sizesIn(directory)).journal < wanted; from = (from + BATCH) % OF_MACHINES) {
      await store.transaction(async (within) => {
        const tokens = within.collection('access_tokens');
        for (let at = from; at < from + BATCH; at += 1) await tokens.update(idOf('machine', at), (old) => ({ ...old }));
      });
    }
  } finally {
    await store.close();
  }
}

/** In bytes, of the newest generation. */
async function sizesIn(directory: string): Promise<{ readonly journal: number; readonly snapshot: number }> {
  const names = await readdir(directory);
  const sizeOf = async (kind: GenerationFileKind) => {
    const { size } = await stat(join(directory, nameOf(kind, generationsOf(names, kind).at(-1) ?? 0)));
    return size;
  };
  return { journal: await sizeOf('journal'), snapshot: (await sizeOf('directory')) + (await sizeOf('stream')) };
}

async function grow(store: Store, now: number): Promise<void> {
  const password_hash = await createPasswordHasher().hash('one-password-of-everybody');
  const client_secret_hash = hashSecret(SECRET);
  const people: User[] = [];
  await inBatches(store, GROWN.users, async (within, at) => {
    const username = `employee-${at}`;
    const named = { name: `Employee ${at}`, given_name: 'Employee', family_name: String(at) };
    people.push(await createUser(within, { username, password_hash, email: `${username}@example.lan`, ...named }, now));
  });
  await inBatches(store, GROWN.applications, async (within, at) => {
    await createApplication(
      within,
      {
        client_id: `application-${at}`,
        client_secret_hash,
        redirect_uris: [`https://application-${at}.example.lan/callback`],
        grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      },
      now,
    );
  });
  await inBatches(store, SIGNED_IN, (within, at) => insertSignedIn(within, people[at]?.id ?? '', at, now));
  await inBatches(store, OF_MACHINES, async (within, at) => {
    const client_id = `application-${at % GROWN.applications}`;
    const token = { id: idOf('machine', at), client_id, scope: SCOPE, audience: [AUDIENCE] };
    await within.collection('access_tokens').insert({ ...token, issued_at: now, expires_at: now + DAY });
  });
}

/** A person who is signed in to an application: a session, a grant, an access token and a refresh token. */
async function insertSignedIn(within: Transaction, user_id: string, at: number, now: number): Promise<void> {
  const client_id = `application-${at % GROWN.applications}`;
  const lives = { created_at: now, auth_time: now, expires_at: now + DAY };
  const session = aSession({ ...lives, id: idOf('session', at), sid: idOf('sid', at), user_id });
  const { id: grant_id, scope } = aGrant({ ...lives, id: idOf('grant', at), client_id, user_id, sid: session.sid });
  await within.collection('sessions').insert(session);
  await within.collection('grants').insert(
    aGrant({
      ...lives,
      id: grant_id,
      client_id,
      user_id,
      sid: session.sid,
      offline: true,
      flow_id: idOf('flow', at),
    }),
  );
  const token = { grant_id, client_id, issued_at: now, expires_at: now + DAY };
  const audience: readonly string[] = [];
  await within
    .collection('access_tokens')
    .insert({ ...token, id: idOf('access', at), user_id, scope: scope.join(' '), audience });
  await within.collection('refresh_tokens').insert({ ...token, id: idOf('refresh', at), scope });
}

async function inBatches(
  store: Store,
  count: number,
  insert: (within: Transaction, at: number) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    await store.transaction(async (within) => {
      for (let at = from; at < Math.min(from + BATCH, count); at += 1) await insert(within, at);
    });
  }
}

/** As long and as random as the hash of a secret. */
function idOf(what: string, at: number): string {
  return hash('sha256', `${what} ${at}`, 'base64url');
}
