import { chmod, mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../server/config/read-config.ts';
import { examine as examineAll } from '../../server/doctor/examine.ts';
import { judgeSpace } from '../../server/doctor/judge-space.ts';
import { inspectStore } from '../../server/storage/file/inspect.ts';
import { MIGRATIONS } from '../../server/storage/migrations/index.ts';
import { editFile, flipByte } from '../storage/file/temporary-directory.ts';
import { runLanyard, startServer } from '../support/start-server.ts';
import { aSession } from '../support/records.ts';
import { examine, useOffice, withStore } from './doctor-office.ts';

const office = useOffice();
const posix = process.platform !== 'win32';

const storeFile = (directory: string, name: string) => join(directory, 'store', name);
const spoil = (file: string) => editFile(file, (bytes) => flipByte(bytes, bytes.length >> 1));

/** Every file with its bytes, mode and time. */
async function everything(directory: string): Promise<Readonly<Record<string, unknown>>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const facts = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    const { mode, mtimeMs } = await stat(path);
    return [path, mode, mtimeMs, entry.isFile() ? await readFile(path, 'base64') : 'a folder'] as const;
  });
  return Object.fromEntries((await Promise.all(facts)).map(([path, ...rest]) => [path, rest]));
}

describe('an office in which nothing is wrong', () => {
  test('is called well, check by check, in lines that fit, and is left as it was', async () => {
    const directory = await office.fresh(2);
    const before = await everything(directory);
    const { code, stdout, stderr } = await runLanyard(['doctor', '--port', '0', '--data-dir', directory]);
    expect([code, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n');
    expect(lines.at(-1)).toBe('Everything is well.');
    const heads = lines.filter((line) => line.startsWith('ok'));
    expect(heads.map((line) => line.slice('problem  '.length, 'problem  name resolution  '.length).trim())).toEqual([
      'configuration',
      'data',
      'store',
      'audit log',
      'keys',
      'admin',
      'clock',
      'certificates',
      'ports',
      'issuer',
      'name resolution',
      'mail',
      'office',
    ]);
    expect(lines.filter((line) => line.length > 100 && !line.includes(directory))).toEqual([]);
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /2 people, 1 group, 1 application, 0 sessions, 0 live tokens\. Read whole from snapshot 3 of .* and 0 transactions of the journal\. The snapshot before it is kept, and whole too\./,
    );
    expect(await everything(directory)).toEqual(before);
  });

  test('is examined while it is used: the same files, and the process that has them', async () => {
    const server = await startServer({ directory: await office.fresh(2) });
    try {
      const before = await everything(server.directory);
      const { port } = new URL(server.ready.issuer);
      const { code, complaints, findings } = await examine(server.directory, '--port', port);
      expect([code, complaints]).toEqual([0, []]);
      expect(findings).toContain(`ok data: Lanyard is running with it (process ${server.ready.pid}).`);
      expect(findings).toContain(`ok ports: Port ${port} on 127.0.0.1: this Lanyard answers, and is well.`);
      expect(await everything(server.directory)).toEqual(before);
    } finally {
      await server.stop();
    }
  });

  test('may be one that does not exist yet, and still doesn’t afterwards', async () => {
    const directory = office.path('nothing');
    const { code, complaints } = await examine(directory);
    expect([code, complaints]).toEqual([
      0,
      [
        expect.stringContaining(`warning data: ${directory} does not exist yet.`),
        expect.stringContaining('warning admin: Nobody is an admin yet.'),
      ],
    ]);
    await expect(stat(directory)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('what was given', () => {
  test('is refused with exit 2 where it is wrong, as everywhere', async () => {
    const directory = await office.fresh();
    expect(await runLanyard(['doctor', '--prot', '1', '--data-dir', directory])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'lanyard: --prot from the command line is not an option here\n',
    });
    await writeFile(join(directory, 'lanyard.config.json'), '{"prot":1}');
    expect((await runLanyard(['doctor', '--data-dir', directory])).code).toBe(2);
    await writeFile(join(directory, 'lanyard.config.json'), '{"host":"127.0.0.1"}');
    const { code, findings } = await examine(directory);
    expect([code, findings[0]]).toEqual([0, expect.stringContaining('lanyard.config.json is valid.')]);
  });

  test('may name documents, which have to be there', async () => {
    const directory = await office.fresh();
    const missing = office.path('missing.yaml');
    const { code, complaints } = await examine(directory, '--import', missing);
    expect([code, complaints]).toEqual([
      1,
      [expect.stringContaining(`problem configuration: --import: ${missing} can’t be read (ENOENT).`)],
    ]);
    expect((await examine(directory, '--import', office.path('office.yaml'))).code).toBe(0);
  });
});

describe('the store', () => {
  test('with a damaged newest snapshot is a warning, and the start uses the one before', async () => {
    const directory = await office.fresh(2);
    const newest = storeFile(directory, 'directory-00000003.json');
    await spoil(newest);
    const { code, complaints } = await examine(directory);
    expect([code, complaints]).toEqual([
      0,
      [expect.stringContaining(`warning store: ${newest} is damaged (at byte 0); the snapshot before it`)],
    ]);
    const server = await startServer({ directory });
    await server.stop();
    expect(server.stderr()).toContain('is damaged; everything was recovered from generation 2');
    expect(server.stderr()).toContain('the store was read: snapshot 2 of ');
    expect((await examine(directory)).complaints).toEqual([]);
  });

  test('with a damaged snapshot in reserve is a warning, and nothing that the start minds', async () => {
    const directory = await office.fresh(2);
    const reserve = storeFile(directory, 'stream-00000002.jsonl');
    await spoil(reserve);
    const { code, complaints } = await examine(directory);
    expect([code, complaints]).toEqual([
      0,
      [expect.stringMatching(/^warning store: What is kept in reserve can’t be used: .* is damaged at byte \d+/)],
    ]);
    expect(complaints[0]).toContain(reserve);
  });

  test('with both damaged is a problem, with file and byte, and every check of the records says that it could not look', async () => {
    const directory = await office.fresh(2);
    const newest = storeFile(directory, 'stream-00000003.jsonl');
    for (const file of [newest, storeFile(directory, 'stream-00000002.jsonl')]) await spoil(file);
    const before = await everything(directory);
    const { code, complaints } = await examine(directory);
    expect([code, complaints]).toEqual([
      1,
      [
        expect.stringContaining(`problem store: ${newest} is damaged at byte `),
        'warning audit log: Not checked, because the store can’t be read.',
        'warning keys: Not checked, because the store can’t be read.',
        'warning admin: Not checked, because the store can’t be read.',
        'warning issuer: Not checked, because the store can’t be read.',
        'warning mail: Not checked, because the store can’t be read.',
        'warning office: Not checked, because the store can’t be read.',
      ],
    ]);
    expect(complaints[0]).toMatch(/Restore the data directory from a backup/);
    expect(await everything(directory)).toEqual(before);
    const refused = await runLanyard(['serve', '--port', '0', '--data-dir', directory]);
    expect([refused.code, refused.stderr]).toEqual([4, expect.stringContaining(`${newest} is damaged at byte `)]);
  });

  test('after a kill names the process that is gone and the write that was cut short; the start says that it drops it', async () => {
    const directory = await office.fresh();
    const killed = await startServer({ directory });
    await killed.stop('SIGKILL');
    const journal = storeFile(directory, 'journal-00000001.jsonl');
    await truncate(journal, (await stat(journal)).size - 5);
    const { code, complaints, findings } = await examine(directory);
    expect([code, complaints]).toEqual([
      0,
      [expect.stringContaining(`did not end properly the last time (process ${killed.ready.pid} is gone`)],
    ]);
    expect(findings.join('\n')).toMatch(/ok store: The last write was cut short \([\d,]+ bytes\)/);
    const server = await startServer({ directory });
    await server.stop();
    expect(server.stderr()).toMatch(
      /the last write was cut short when Lanyard ended, and was dropped \([\d,]+ bytes\)/,
    );
    expect(server.stderr()).toContain(`it belonged to process ${killed.ready.pid}, which no longer runs`);
    expect((await examine(directory)).complaints).toEqual([]);
  });

  test('of a newer Lanyard is a problem, and one of an older Lanyard is not', async () => {
    const directory = await office.fresh();
    const next = { version: MIGRATIONS.length + 1, name: 'a shape of tomorrow', migrate: <T>(same: T) => same };
    await withStore(directory, () => Promise.resolve(), { migrations: [...MIGRATIONS, next] });
    const { code, complaints } = await examine(directory);
    expect([code, complaints[0]]).toEqual([
      1,
      expect.stringMatching(/^problem store: .* was written by a newer Lanyard \(schema 2; this one reads schema 1\)/),
    ]);
  });

  test('says what does not belong there', async () => {
    const directory = await office.fresh();
    await writeFile(storeFile(directory, 'shopping list.txt'), 'milk');
    // What a crash left unfinished is the store's own.
    await writeFile(storeFile(directory, 'directory-00000009.json.new'), '{');
    const { code, complaints } = await examine(directory);
    expect([code, complaints]).toEqual([
      0,
      [expect.stringContaining('holds what Lanyard did not put there: shopping list.txt.')],
    ]);
  });

  test('that is no folder can’t be read, which is a problem', async () => {
    const directory = await office.fresh();
    await rm(join(directory, 'store'), { recursive: true });
    await writeFile(join(directory, 'store'), '', { mode: 0o600 });
    const { code, complaints } = await examine(directory);
    expect([code, complaints[0]]).toEqual([
      1,
      expect.stringMatching(/^problem store: The store can’t be read: ENOTDIR/),
    ]);
  });

  test('counts what lives: sessions that have not ended', async () => {
    const directory = await office.fresh();
    const now = Math.floor(Date.now() / 1000);
    const times = { auth_time: now, created_at: now, expires_at: now + 600 };
    await withStore(directory, async (store) => {
      await store.collection('sessions').insert(aSession({ ...times, id: 'a', sid: 'a' }));
      await store.collection('sessions').insert(aSession({ ...times, id: 'b', sid: 'b', ended_at: now }));
      await store.collection('sessions').insert(aSession({ ...times, id: 'c', sid: 'c', expires_at: now - 10 }));
    });
    expect((await examine(directory)).findings.join('\n')).toContain('1 application, 1 session, 0 live tokens');
  });
});

describe.runIf(posix)('folders and rights', () => {
  test('a store that other accounts may look into is a problem, until a start closes it', async () => {
    const directory = await office.fresh();
    await chmod(join(directory, 'store'), 0o755);
    const { code, complaints } = await examine(directory);
    expect([code, complaints]).toEqual([1, [expect.stringContaining('(mode 0755); password hashes lie there.')]]);
    const server = await startServer({ directory });
    await server.stop();
    expect((await examine(directory)).code).toBe(0);
  });

  test('a data directory in which others may put files is a problem', async () => {
    const directory = await office.fresh();
    await chmod(directory, 0o777);
    const { code, complaints } = await examine(directory);
    expect([code, complaints]).toEqual([
      1,
      [expect.stringMatching(/^problem data: Other accounts may add and remove files .*chmod go-w/)],
    ]);
  });

  test('a data directory that is a file is a problem', async () => {
    const file = office.path('a-file');
    await writeFile(file, '');
    const { code, stdout, stderr } = await runLanyard(['doctor', '--port', '0', '--data-dir', file]);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(/^problem +data +.*is not a folder\./m);
  });

  test.each([
    [10_000_000_000, 5_000_000, 'ok'],
    [100_000_000, 40_000_000, 'warning'],
    [60_000_000, 40_000_000, 'problem'],
    [0, 0, 'problem'],
  ] as const)('%i bytes free beside %i stored: %s', (free, stored, level) => {
    expect(judgeSpace(free, stored).level).toBe(level);
  });
});

describe('keys', () => {
  test('sealed by another key are a problem that names the one that does not open', async () => {
    const directory = await office.fresh();
    await writeFile(join(directory, 'sealing.key'), `${Buffer.alloc(32, 7).toString('base64url')}\n`);
    const { code, complaints } = await examine(directory);
    expect([code, complaints]).toEqual([
      1,
      [expect.stringMatching(/^problem keys: The sealed value of signing_keys\/\S+ does not open with this key/)],
    ]);
  });

  test('are lost with the key file, and no new one is made', async () => {
    const directory = await office.fresh();
    const key = join(directory, 'sealing.key');
    await rename(key, `${key}.away`);
    const { code, complaints } = await examine(directory);
    expect([code, complaints]).toEqual([1, [expect.stringContaining(`problem keys: The key file ${key} is missing`)]]);
    await expect(stat(key)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test.runIf(posix)('that others can read are a problem', async () => {
    const directory = await office.fresh();
    await chmod(join(directory, 'sealing.key'), 0o644);
    const { code, complaints } = await examine(directory);
    expect([code, complaints]).toEqual([1, [expect.stringContaining('is open to other accounts (mode 0644')]]);
  });

  test('without their store are a loss and not a beginning', async () => {
    const directory = await office.fresh();
    await rm(join(directory, 'store'), { recursive: true });
    const { code, complaints } = await examine(directory);
    expect(code).toBe(1);
    expect(complaints).toContainEqual(
      expect.stringMatching(/^problem keys: .*store is missing, but .*sealing\.key is there/),
    );
    expect(complaints).toContainEqual(
      expect.stringMatching(/^problem admin: .* has had an admin, and its store knows none/),
    );
  });

  test('of every algorithm have to be active', async () => {
    const directory = await office.fresh();
    await withStore(directory, async (store) => {
      const { items } = await store.collection('signing_keys').list({ limit: 100 });
      for (const { id, alg } of items) if (alg === 'ES256') await store.collection('signing_keys').remove(id);
    });
    const { code, complaints, findings } = await examine(directory);
    expect([code, complaints]).toEqual([
      0,
      [
        expect.stringContaining('warning keys: There is no active signing key for ES256.'),
        expect.stringContaining('warning office: There is no next signing key for ES256'),
      ],
    ]);
    expect(findings.join('\n')).toMatch(
      /Signing keys open \(RS256, EdDSA\); the first of their successors takes over after 20/,
    );
  });
});

describe('the audit log', () => {
  test('that somebody changed is a problem that names the entry', async () => {
    const directory = await office.fresh();
    await withStore(directory, async (store) => {
      const [first] = (await store.collection('audit_events').list({ limit: 1 })).items;
      await store.collection('audit_events').update(first?.id ?? '', (old) => ({ ...old, actor: 'nobody' }));
    });
    const { code, complaints } = await examine(directory);
    expect([code, complaints]).toEqual([
      1,
      [
        expect.stringContaining(
          'problem audit log: The audit log is broken at entry 000000000001: it was changed after it was written.',
        ),
      ],
    ]);
  });

  test('that lost its end is a problem too', async () => {
    const directory = await office.fresh();
    await withStore(directory, (store) => store.collection('audit_events').remove('000000000001'));
    const { code, complaints } = await examine(directory);
    expect([code, complaints]).toEqual([1, [expect.stringContaining('the chain should end with event 000000000001')]]);
  });
});

describe('the clock', () => {
  test('that is behind the newest record is a problem; a minute is not', async () => {
    const directory = await office.fresh();
    const created_at = Math.floor(Date.now() / 1000) + 7200;
    const put = (at: number) =>
      withStore(directory, (store) => store.collection('groups').update('late', (old) => ({ ...old, created_at: at })));
    await withStore(directory, (store) =>
      store.collection('groups').insert({ id: 'late', number: 9, name: 'late', created_at, updated_at: 0 }),
    );
    const { code, complaints } = await examine(directory);
    expect([code, complaints]).toEqual([
      1,
      [expect.stringMatching(/^problem clock: The newest record is of 20.* UTC, (?:1 hour|2 hours) in the future\./)],
    ]);
    await put(Math.floor(Date.now() / 1000) + 50);
    expect((await examine(directory)).code).toBe(0);
  });

  test.each([
    [5_000, 'forward by 5 seconds'],
    [-120_000, 'back by 2 minutes'],
  ])('that jumps by %i ms while the doctor looks is a warning', async (jump, words) => {
    const config = readConfig({
      values: new Map([['data-dir', [await office.fresh()]]]),
      env: {},
      file: () => undefined,
      defaultDataDir: '',
      dialects: [],
    });
    const times = [Date.now(), Date.now() + jump];
    const clock = { now: () => times.shift() ?? Date.now() + jump, steady: () => performance.now() };
    const checked = await examineAll({ config, clock, inspectStore, storeFolder: 'store' });
    const findings = checked.find(({ name }) => name === 'clock')?.findings ?? [];
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([
      expect.objectContaining({ level: 'warning', found: `The clock was set ${words} while the doctor looked.` }),
    ]);
  });
});

test('an office without an admin waits for its set-up', async () => {
  const directory = office.path('without-admin');
  await mkdir(directory);
  const server = await startServer({ directory });
  await server.stop();
  const { code, complaints } = await examine(directory);
  expect([code, complaints]).toEqual([0, [expect.stringContaining('warning admin: Nobody is an admin yet.')]]);
});
