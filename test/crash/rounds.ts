/**
 * Kills a real server in the middle of everything, again and again, on one data directory: at random moments, while the
 * store compacts, while it starts, and commands beside it. After every kill, what was answered must hold.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningServer, startServer } from '../support/start-server.ts';
import { anyMoment, nextCompaction, wasCompacting } from './aim.ts';
import { consenter, machine, person } from './clients.ts';
import { type Killed, killImport, killRotation, killStart, UNKNOWN_MS, writePeople } from './commands.ts';
import { expectNothingHalf } from './inside.ts';
import { OFFICE } from './office.ts';
import { OlderPromises } from './older-promises.ts';
import { checkPromised, nothingPromised, type Promised } from './promised.ts';

export interface Tally {
  rounds: number;
  /** Answers that were checked after a kill, those of earlier rounds that were looked at again included. */
  checked: number;
  again: number;
  /** Kills that fell into a compaction, by what it left on the disk. */
  compactions: number;
  /** Codes and refresh families that were found whole. */
  inside: number;
  readonly imports: Killed;
  readonly rotations: Killed;
  readonly starts: Killed;
}

const QUIET = ['--log-level', 'error'];
const LOOK_BACK_EVERY = 15;

/**
 * `directory` is an empty one of the caller's. `goesOn` is asked after each round whether there is another one. Throws at the
 * first broken promise.
 */
export async function runCrashRounds(directory: string, goesOn: (tally: Tally) => boolean): Promise<Tally> {
  const house = {
    directory,
    data: join(directory, 'data'),
    store: join(directory, 'data', 'store'),
    office: join(directory, 'office.json'),
    people: join(directory, 'people.json'),
  };
  await writeFile(house.office, JSON.stringify(OFFICE));
  const older = new OlderPromises(Date.now);
  const tally = nothingTallied();
  let promised = nothingPromised();
  for (let round = 0; round === 0 || goesOn(tally); round += 1) {
    const newcomers = await writePeople(house.people, `round-${round}`, 1);
    const server = await startServer({
      directory: house.data,
      args: ['--import', house.office, '--import', house.people, ...QUIET],
    });
    const began = Date.now();
    await checkAll(server, { promised, older, tally, lookBack: round % LOOK_BACK_EVERY === LOOK_BACK_EVERY - 1 });
    promised = nothingPromised();
    promised.newcomers.push({ ...newcomers, stored: true });
    const aimed = round % 2 === 1;
    if (await killAmongClients(server, { house, promised, aimed })) tally.compactions += 1;
    const { codes, families } = await expectNothingHalf(house.store, join(directory, 'copy'));
    tally.inside += codes + families;
    await killBeside(round, { house, promised, tally });
    older.keep(promised, began);
    tally.rounds += 1;
  }
  const last = await startServer({ directory: house.data, args: QUIET });
  await checkAll(last, { promised, older, tally, lookBack: true });
  await last.stop();
  return tally;
}

function nothingTallied(): Tally {
  const nobody = () => ({ finished: 0, killed: 0, takes_ms: UNKNOWN_MS });
  const counts = { rounds: 0, checked: 0, again: 0, compactions: 0, inside: 0 };
  return { ...counts, imports: nobody(), rotations: nobody(), starts: nobody() };
}

interface Checking {
  readonly promised: Promised;
  readonly older: OlderPromises;
  readonly tally: Tally;
  readonly lookBack: boolean;
}

async function checkAll(server: RunningServer, { promised, older, tally, lookBack }: Checking): Promise<void> {
  const { issuer } = server.ready;
  tally.checked += await checkPromised(issuer, promised);
  if (!lookBack) return;
  const again = await checkPromised(issuer, older.sample());
  tally.checked += again;
  tally.again += again;
}

interface House {
  readonly data: string;
  readonly store: string;
  readonly people: string;
}

/** Whether the kill fell into a compaction. */
async function killAmongClients(
  server: RunningServer,
  { house, promised, aimed }: { readonly house: House; readonly promised: Promised; readonly aimed: boolean },
): Promise<boolean> {
  const { issuer } = server.ready;
  const before = await readdir(house.store);
  const clients = [
    ...Array.from({ length: 8 }, () => machine(issuer, promised)),
    ...Array.from({ length: 2 }, () => person(issuer, promised)),
    consenter(issuer, promised),
  ];
  await (aimed ? nextCompaction(house.store) : anyMoment(promised));
  await server.stop('SIGKILL');
  const compacting = wasCompacting(before, await readdir(house.store));
  await Promise.all(clients);
  return compacting;
}

/** In most rounds, something else is killed before the next start of the server. */
async function killBeside(
  round: number,
  { house, promised, tally }: { readonly house: House; readonly promised: Promised; readonly tally: Tally },
): Promise<void> {
  const { data, store, people } = house;
  const victims = [
    async () => void promised.newcomers.push(await killImport(data, people, tally.imports)),
    () => killRotation(data, store, tally.rotations),
    async () => void promised.newcomers.push(await killStart(data, people, tally.starts)),
  ];
  await victims[round % 5]?.();
}
