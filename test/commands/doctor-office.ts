/** What the doctor's tests share: an office on the disk that each of them may spoil, and the doctor's report as a value. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { Level } from '../../server/doctor/checks/check.ts';
import type { Checked } from '../../server/doctor/examine.ts';
import { type FileStore, type FileStoreOptions, openFileStore } from '../../server/storage/file/file-store.ts';
import { runLanyard } from '../support/start-server.ts';

const OFFICE = `lanyard: 1
groups: [{ name: staff }]
users:
  - { username: ada, password: correct horse battery, name: Ada, admin: true, groups: [staff] }
  - { username: eve, password: correct horse battery, name: Eve, admin: true }
applications:
  - client_id: robot
    client_name: Robot
    client_secret: robot-secret-robot-secret-robot-01
    grant_types: [client_credentials]
    response_types: []
    redirect_uris: []
`;

export interface Office {
  /** A data directory of the caller's own, with an admin, a group and an application, and two snapshots where asked for. */
  fresh(snapshots?: 0 | 2): Promise<string>;
  /** The path of something that doesn't exist yet. */
  path(name: string): string;
}

/** Made once for a test file, and removed after it. */
export function useOffice(): Office {
  let root = '';
  let made = 0;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'lanyard-doctor-'));
    await writeFile(join(root, 'office.yaml'), OFFICE);
    const { code, stderr } = await runLanyard([
      'import',
      join(root, 'office.yaml'),
      '--data-dir',
      join(root, 'office'),
    ]);
    if (code !== 0) throw new Error(`the office could not be made:\n${stderr}`);
  });
  afterAll(() => rm(root, { recursive: true, force: true }));
  return {
    async fresh(snapshots = 0) {
      made += 1;
      const directory = join(root, `office-${made}`);
      await cp(join(root, 'office'), directory, { recursive: true });
      for (let n = 0; n < snapshots; n += 1) await withStore(directory, (store) => store.compact());
      return directory;
    },
    path: (name) => join(root, name),
  };
}

/** Opens the store of a data directory as a server does, and closes it again. */
export async function withStore(
  directory: string,
  work: (store: FileStore) => Promise<unknown>,
  options: Partial<FileStoreOptions> = {},
): Promise<void> {
  const now = () => Math.floor(Date.now() / 1000);
  const store = await openFileStore({ directory: join(directory, 'store'), now, log: () => undefined, ...options });
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

export interface Report {
  readonly code: number | null;
  /** Every finding with its advice, as `level name: found → advice`. */
  readonly findings: readonly string[];
  /** What is not well. */
  readonly complaints: readonly string[];
}

/** Runs `doctor --json` on a free port, unless another one is given. */
export async function examine(directory: string, ...args: readonly string[]): Promise<Report> {
  const { code, stdout, stderr } = await runLanyard([
    'doctor',
    '--json',
    '--port',
    '0',
    '--data-dir',
    directory,
    ...args,
  ]);
  if (stdout === '') throw new Error(`the doctor ended with ${code} and said only:\n${stderr}`);
  const { checks } = JSON.parse(stdout) as { readonly checks: readonly Checked[] };
  const all = checks.flatMap(({ name, findings }) =>
    findings.map(({ level, found, advice }) => ({
      level,
      line: `${level} ${name}: ${found}${advice === undefined ? '' : ` → ${advice}`}`,
    })),
  );
  const lines = (wanted: (level: Level) => boolean) => all.filter(({ level }) => wanted(level)).map(({ line }) => line);
  return { code, findings: lines(() => true), complaints: lines((level) => level !== 'ok') };
}
