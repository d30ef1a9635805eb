/** Runs every check over one look at the data directory. Changes nothing. */
import { join } from 'node:path';
import type { Config } from '../config/config.ts';
import { readSettings } from '../directory/settings.ts';
import { originOf } from '../http/origins.ts';
import type { Inspection } from '../storage/file/inspect.ts';
import type { Examined, Finding } from './checks/check.ts';
import { CHECKS } from './checks/index.ts';
import { ownInterfaces } from './machine-addresses.ts';

export interface Examination {
  readonly config: Config;
  /** The folder of the records within the data directory. */
  readonly storeFolder: string;
  readonly clock: Clock;
  /** Takes `now` in epoch seconds. */
  inspectStore(where: { readonly directory: string; readonly now: number }): Promise<Inspection>;
}

/** Both in milliseconds. */
export interface Clock {
  /** Since 1970, as the system says now. */
  now(): number;
  /** Since any moment, by a clock that nobody sets. */
  steady(): number;
}

export interface Checked {
  readonly name: string;
  readonly findings: readonly Finding[];
}

/** One entry for each check, in the table's order. */
export async function examine({ config, storeFolder, clock, inspectStore }: Examination): Promise<readonly Checked[]> {
  const began = { now: clock.now(), steady: clock.steady() };
  const now = Math.floor(began.now / 1000);
  const store = await inspectStore({ directory: join(config.dataDir, storeFolder), now });
  const { contents } = store;
  const keptIssuer = contents.kind === 'whole' ? (await readSettings(contents.records)).issuer : undefined;
  const office: Examined = {
    config,
    now,
    drift_ms: () => clock.now() - began.now - (clock.steady() - began.steady),
    store,
    keptIssuer,
    origin: config.issuer ?? keptIssuer ?? originWithout(config),
  };
  const checked: Checked[] = [];
  for (const { name, run } of CHECKS) {
    const findings = await run(office).catch((error: unknown) => [failed(error)]);
    checked.push({ name, findings });
  }
  return checked;
}

/** The origin that host and port make, where nobody chose an issuer. */
function originWithout({ tls, host, port }: Config): string {
  return originOf({ scheme: tls.kind === 'off' ? 'http' : 'https', host, port }, ownInterfaces());
}

/** One check that fails must not hide what the others found. */
function failed(error: unknown): Finding {
  const reason = error instanceof Error ? error.message : 'unknown';
  return { level: 'problem', found: `This could not be checked: ${reason}.` };
}
