/** What the admin API has of the house, for as long as the server runs. */
import { X509Certificate } from 'node:crypto';
import type { KeptKeyring } from '../keys/open-keyring.ts';
import { isLoopback } from '../spec/loopback.ts';
import type { AdminHouse } from './handler.ts';
import { createOwnerDesk } from './owner-desk.ts';
import { createRegister } from './register.ts';
import type { ServerFacts } from './server-facts.ts';
import { createWatchers } from './watchers.ts';

export interface HouseParts {
  readonly keys: KeptKeyring;
  readonly defaultsFor: AdminHouse['defaultsFor'];
  readonly traits: AdminHouse['traits'];
  readonly seal: AdminHouse['seal'];
  readonly secrets: AdminHouse['secrets'];
  readonly previewLogin: AdminHouse['previewLogin'];
  readonly outbound: AdminHouse['outbound'];
  readonly tracer: AdminHouse['tracer'];
  readonly chain: AdminHouse['chain'];
  readonly now: AdminHouse['now'];
  readonly version: string;
  readonly store_kind: string;
  readonly started_at: number;
  readonly listeners_at_start: ServerFacts['listeners_at_start'];
  readonly listeners_refused: ServerFacts['listeners_refused'];
  readonly listening: { readonly origin: string; readonly listeners: ServerFacts['listeners'] };
  /** The bind address. */
  readonly host: string;
  /** PEM; undefined without TLS. */
  readonly cert: string | undefined;
}

export function createAdminHouse(parts: HouseParts): AdminHouse {
  const { outbound, secrets, previewLogin, traits } = parts;
  const { keys, defaultsFor, seal, tracer, chain, now, version, store_kind, started_at, listening, host, cert } = parts;
  const { listeners_at_start, listeners_refused } = parts;
  const facts: ServerFacts = {
    version,
    issuer: listening.origin,
    started_at,
    listeners: listening.listeners,
    listeners_at_start,
    listeners_refused,
    store_kind,
    tls: cert !== undefined,
    reachable: !isLoopback(host),
    certificate_expires_at: cert === undefined ? undefined : expiryOf(cert),
  };
  const made = {
    register: createRegister(),
    tickets: createOwnerDesk(),
    watchers: createWatchers(),
    facts: () => facts,
  };
  return { keys, outbound, defaultsFor, traits, seal, secrets, previewLogin, tracer, chain, now, ...made };
}

function expiryOf(cert: string): number {
  return Math.floor(new X509Certificate(cert).validToDate.getTime() / 1000);
}
