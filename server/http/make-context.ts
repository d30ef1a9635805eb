/** Makes the Context of one request out of what the house is and what the edge found out. */
import { randomUUID } from 'node:crypto';
import type { AuditCounts } from '../audit/counts.ts';
import type { Context, Secrets, Urls } from '../engine/context.ts';
import type { PasswordHasher } from '../directory/passwords.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { Outbound } from '../outbound/outbound.ts';
import type { TraitsOfDialects } from '../spec/dialect-traits.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Settings } from '../storage/records/directory.ts';
import type { Store } from '../storage/store.ts';
import type { Trace } from '../trace/trace.ts';

/** The house as requests see it. */
export interface World {
  readonly store: Store;
  readonly keys: Keyring;
  readonly secrets: Secrets;
  /** What dialects differ in where tokens are made. */
  readonly traits: TraitsOfDialects;
  readonly passwords: PasswordHasher;
  readonly outbound: Outbound;
  /** Epoch seconds. */
  now(): number;
  settings(): Promise<Settings>;
  /** Of one request, which must end it. Undefined while nobody watches. */
  trace(): Trace | undefined;
  /** Store and keys that tell `trace` what they do. */
  watched(trace: Trace): { readonly store: Store; readonly keys: Keyring };
  readonly counts: AuditCounts;
}

export interface Arrival {
  readonly dialect: DialectName;
  readonly urls: Urls;
  readonly address: string;
}

export async function makeContext(world: World, arrival: Arrival): Promise<Context> {
  const settings = await world.settings();
  const trace = world.trace();
  const flow_id = randomUUID();
  trace?.join(flow_id);
  const { store, keys } = trace === undefined ? world : world.watched(trace);
  return {
    now: world.now(),
    store,
    keys,
    settings,
    dialect: arrival.dialect,
    urls: arrival.urls,
    secrets: world.secrets,
    traits: world.traits,
    passwords: world.passwords,
    outbound: world.outbound,
    address: arrival.address,
    trace,
    flow_id,
    counts: world.counts,
  };
}

/** The peer's address as the socket knows it; no header is believed. IPv4 in its own spelling. */
export function addressOf(socket: { readonly remoteAddress?: string | undefined }): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
}
