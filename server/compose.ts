/**
 * The composition root: the one place that knows which store, keys, engine, dialects and servers there are, and wires
 * them. It decides nothing that a room could decide, and it is the only place with a clock.
 */
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import manifest from '../package.json' with { type: 'json' };
import { createAccountDesk } from './account/account-desk.ts';
import { createAdminHouse } from './admin/admin-house.ts';
import { markAdmin, tryMarkAdmin } from './admin/admin-mark.ts';
import { createSetupDesk } from './admin/first-admin.ts';
import type { AdminHouse } from './admin/handler.ts';
import { keepIssuer } from './admin/kept-issuer.ts';
import { noteIssuer } from './admin/known-issuer.ts';
import { makeOwnerUrl, type OwnerUrl } from './admin/owner-desk.ts';
import { createChainCheck } from './audit/chain-check.ts';
import { type AuditCounts, createAuditCounts } from './audit/counts.ts';
import type { Command, CommandWork, LookingCommand } from './commands/command.ts';
import { importAtStart } from './commands/import.ts';
import type { Config } from './config/config.ts';
import { ConfigError } from './config/config-error.ts';
import { certificateWarning, readTlsFiles } from './config/read-tls-files.ts';
import type { Ready } from './contract/ready.ts';
import { DIALECTS } from './dialects/index.ts';
import { generateSecret } from './directory/machine-secrets.ts';
import { readSettings } from './directory/settings.ts';
import { hasAdmin } from './directory/users.ts';
import { INTERACTIONS } from './engine/authorize/interactions/index.ts';
import { createEngine } from './engine/create-engine.ts';
import { dialectOfTicket } from './engine/authorize/ticket.ts';
import { ENDPOINTS } from './engine/endpoints/index.ts';
import { ACR_PASSWORD } from './engine/acr.ts';
import { logoutTokenMint } from './engine/tokens/logout-token.ts';
import { CLIENT_DESK } from './engine/client-desk.ts';
import { HAND_OVER_DESK } from './engine/hand-over/desk.ts';
import { APP_PASSWORD_DESK } from './engine/prove-app-password.ts';
import { SIGN_IN_DESK } from './engine/sign-in-desk.ts';
import { findUnboundToken } from './engine/presented-token.ts';
import { createFacades } from './facades/index.ts';
import type { Edge } from './http/edge.ts';
import { defaultsFor, issuerAt, officeListeners, DIALECT_TRAITS } from './http/of-dialect.ts';
import { type OfficeListener, openListeners } from './http/open-listeners.ts';
import type { World } from './http/make-context.ts';
import { panelDirectory } from './http/panel-directory.ts';
import { createLogoutDeliveries } from './jobs/deliver-logouts.ts';
import { createMailDeliveries } from './jobs/send-mails.ts';
import { houseJobs } from './jobs/house-jobs.ts';
import { runJob, startJobs } from './jobs/job.ts';
import { sendBySmtp } from './mail/send-by-smtp.ts';
import { ASSETS } from './pages/assets.ts';
import type { Outbound } from './outbound/outbound.ts';
import { openOutbound } from './outbound/this-machine.ts';
import { type House, openHouse, type Surroundings, systemClock } from './open-house.ts';
import { officeAsset } from './pages/office-assets.ts';
import { previewLogin } from './pages/preview-login.ts';
import { renderPage } from './pages/render.ts';
import type { DialectName } from './spec/vocabulary.ts';
import { inspectStore } from './storage/file/inspect.ts';
import { STORE_FOLDER } from './storage/file/layout.ts';
import { traceKeyring } from './trace/trace-keyring.ts';
import { traceStore } from './trace/trace-store.ts';
import { createTracer, type Tracer } from './trace/tracer.ts';

export interface Running {
  readonly ready: Ready;
  /** An address that signs the desktop's owner in to the panel, once and within a minute. */
  ownerUrl(): Promise<OwnerUrl>;
  /** Finishes running requests (5 s at most), flushes, and lets the data directory go. May be called again. */
  stop(): Promise<void>;
}

const GRACE_MS = 5_000;
const TRACED_EVENTS = 5_000;

/** The dialects that are served. */
export function servedDialects(): readonly DialectName[] {
  return DIALECTS.map((dialect) => dialect.name);
}

/**
 * The server of a configuration, listening. Throws StorageError (in_use, damaged …), KeyFileError and SealingError for
 * the data directory, BindError for an address, ConfigError for everything else that was given.
 */
export async function compose(config: Config, surroundings: Surroundings): Promise<Running> {
  for (const warning of config.warnings) surroundings.log.warn(warning);
  const tls = await readTlsFiles(config.tls);
  const house = await openHouse(config, surroundings, { needsAdmin: true });
  try {
    return await Promise.race([start({ config, house, surroundings, tls }), abandoned(surroundings.abandon)]);
  } catch (error) {
    await house.store.close();
    throw error;
  }
}

interface Start {
  readonly config: Config;
  readonly house: House;
  readonly surroundings: Surroundings;
  readonly tls: Awaited<ReturnType<typeof readTlsFiles>>;
}

/** Rejects when the start is given up; never resolves. */
async function abandoned(signal: AbortSignal | undefined): Promise<never> {
  if (signal === undefined) return new Promise(() => undefined);
  if (!signal.aborted) await once(signal, 'abort');
  throw new Error('the start was given up');
}

async function start({ config, house, surroundings, tls }: Start): Promise<Running> {
  const { log } = surroundings;
  const { store, now } = house;
  await importAtStart(config.imports, { ...house, now: now(), actor: 'operator', defaultsFor }, log);
  const admin = await hasAdmin(store);
  if (admin) await markAdmin(config.dataDir);
  const issuer = await keepIssuer(store, config.issuer, house.now());
  if (tls !== undefined && issuer?.startsWith('http:')) {
    throw new ConfigError(`--tls files does not fit the issuer that was kept, ${issuer}: give --issuer with https://`);
  }
  const { admin_from, dialect_listeners } = await readSettings(store);
  const dialectListeners = officeListeners(dialect_listeners);
  const listeners_refused = new Map<string, string>();
  const refused = ({ setting }: OfficeListener, why: string) => {
    log.warn(`dialect_listeners: ${why}`);
    listeners_refused.set(setting, why);
  };
  const listening = await openListeners({ ...config, tls, issuer, dialectListeners, refused });
  const { origin, listeners } = listening;
  await noteIssuer(store, origin, now());
  house.tellFound();
  const urls = [origin, ...listeners.map(({ url }) => url)];
  for (const url of urls.filter((one, at) => urls.findIndex((other) => isSameHost(one, other)) === at)) {
    const warning = tls === undefined ? undefined : certificateWarning(tls.cert, url);
    if (warning !== undefined) log.warn(warning);
  }
  const forAdmins = admin_from === 'loopback' ? listening.localOrigin : origin;
  const token = admin ? undefined : generateSecret();
  const state = { serving: true };
  const counts = createAuditCounts(now);
  const tracer = openTracer(surroundings);
  const { version } = manifest;
  const begun = { version, started_at: now(), host: config.host, cert: tls?.cert, store_kind: 'file' };
  const running = { ...begun, listening, listeners_at_start: dialect_listeners, listeners_refused };
  const chain = createChainCheck(store, now);
  const outbound = openOutbound({ settings: () => readSettings(store), listeners: listening.places, now });
  const ofDialects = { defaultsFor, traits: DIALECT_TRAITS };
  const admins = createAdminHouse({ ...running, ...house, ...ofDialects, outbound, previewLogin, tracer, chain });
  const serving = () => state.serving;
  const mint = logoutTokenMint({ ...house, traits: DIALECT_TRAITS, issuerOf: issuerAt(origin) });
  const logouts = createLogoutDeliveries({ ...house, fetch: outbound.fetch, log, mint });
  const mails = createMailDeliveries({ ...house, store: logouts.store, send: sendBySmtp, log });
  const waking = { ...house, store: mails.store };
  listening.serve(
    createEdge({ config, house: waking, surroundings, token, serving, counts, tracer, admins, outbound }),
  );
  const work = houseJobs({ ...house, counts, chain, log });
  const jobs = startJobs([...work.jobs, logouts.job, mails.job], log);
  const panel = config.panel ? `${forAdmins}/panel/` : undefined;
  let stopped: Promise<void> | undefined;
  return {
    ready: {
      issuer: origin,
      panel: panel ?? null,
      setup: token === undefined ? null : `${forAdmins}/setup?token=${token}`,
      data_dir: config.dataDir,
      pid: process.pid,
      listeners,
    },
    ownerUrl: () => makeOwnerUrl({ store, tickets: admins.tickets, now: now() }, panel),
    stop() {
      state.serving = false;
      // Whoever watches would be waited for.
      tracer.stop();
      stopped ??= Promise.all([listening.stop(GRACE_MS), jobs.stop(), logouts.stop(), mails.stop()])
        .then(() => runJob(work.last, log))
        .then(() => store.close());
      return stopped;
    },
  };
}

function isSameHost(one: string, other: string): boolean {
  return new URL(one).hostname === new URL(other).hostname;
}

/** Runs one command on the data directory; answers its lines for standard output. Throws what opening throws. */
export async function runCommand(
  command: Command,
  config: Config,
  asked: Pick<CommandWork, 'operands' | 'option' | 'remark'>,
  surroundings: Surroundings,
): Promise<readonly string[]> {
  const house = await openHouse(config, surroundings, { needsAdmin: command.makesAdmin !== true });
  try {
    const lines = await command.run({ ...house, ...asked, now: house.now(), defaultsFor });
    if (await hasAdmin(house.store)) await markAdmin(config.dataDir);
    return lines;
  } finally {
    await house.store.close();
  }
}

/** Runs one command that only looks. */
export function runLook(command: LookingCommand, config: Config, option: CommandWork['option']) {
  const clock = { now: systemClock, steady: () => performance.now() };
  return command.look({ config, option, clock, inspectStore, storeFolder: STORE_FOLDER });
}

interface EdgeParts {
  readonly config: Config;
  readonly house: House;
  readonly surroundings: Surroundings;
  /** Of the setup page; undefined where there is an admin. */
  readonly token: string | undefined;
  readonly serving: () => boolean;
  readonly counts: AuditCounts;
  readonly tracer: Tracer;
  readonly admins: AdminHouse;
  readonly outbound: Outbound;
}

function openTracer({ now = systemClock }: Surroundings): Tracer {
  return createTracer({ capacity: TRACED_EVENTS, now, clock: () => performance.now() });
}

function createEdge(parts: EdgeParts): Edge {
  const { config, token, serving, admins } = parts;
  const { log } = parts.surroundings;
  const world = createWorld(parts);
  const office = { house: admins, handOvers: HAND_OVER_DESK, appPasswords: APP_PASSWORD_DESK };
  const marked = () => tryMarkAdmin(config.dataDir, log);
  return {
    engine: createEngine(),
    endpoints: ENDPOINTS,
    interactions: INTERACTIONS.map((row) => row.name),
    dialects: DIALECTS,
    facades: createFacades(
      {
        findToken: findUnboundToken,
        clients: CLIENT_DESK,
        appPasswords: APP_PASSWORD_DESK,
        sign_in: SIGN_IN_DESK,
        defaultsFor,
      },
      office,
    ),
    assets: ASSETS,
    world,
    log,
    setup: createSetupDesk(token, { amr: ['pwd'], acr: ACR_PASSWORD }, marked, admins.register),
    account: createAccountDesk(defaultsFor),
    panel: { enabled: config.panel, directory: panelDirectory(), api: { house: admins, findToken: findUnboundToken } },
    dialectOfTicket: (ticket) => dialectOfTicket(ticket, world.secrets),
    serving,
    draw: renderPage,
    officeAsset,
  };
}

function createWorld({ house, counts, tracer, outbound }: EdgeParts): World {
  const { store, keys, passwords, secrets, now } = house;
  return {
    store,
    keys,
    passwords,
    outbound,
    now,
    settings: () => readSettings(store),
    secrets,
    traits: DIALECT_TRAITS,
    trace: () => tracer.current(),
    watched: (trace) => ({ store: traceStore(store, trace), keys: traceKeyring(keys, trace) }),
    counts,
  };
}
