/** The README's table of specifications: in step with the tables of the engine, and with tests that are there. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from '../../build/paths.ts';
import { BESIDE_TABLES } from '../../build/specifications/beside-tables.ts';
import { CLIENT_LIBRARIES } from '../../build/specifications/client-libraries.ts';
import { CLIENTS_PLACE, clientsTableOf } from '../../build/specifications/clients-table.ts';
import { currentClients, currentTable } from '../../build/specifications/current.ts';
import { rowsOfTables } from '../../build/specifications/rows.ts';
import { readIfThere, type Sources, tableOf, withTable } from '../../build/specifications/table.ts';
import { TRIED_BY } from '../../build/specifications/tried-by.ts';

let sources: Sources;
let readme: string;
beforeAll(async () => {
  const rows = await rowsOfTables();
  sources = { rows, tried_by: TRIED_BY, beside: BESIDE_TABLES, read: readIfThere };
  readme = await readFile(join(ROOT, 'README.md'), 'utf8');
});

test('the README has it as it is now; npm run specifications writes it', async () => {
  expect(readme).toBe(withTable(readme, await currentTable()));
});

test('every row of every table is in it, with the file that it stands in', async () => {
  expect(sources.rows.length).toBeGreaterThan(60);
  for (const { served_by } of sources.rows) expect(readme).toContain(`(server/${served_by}.ts)`);
});

describe('the table of clients', () => {
  test('stands in the README as it is now', async () => {
    expect(readme).toBe(withTable(readme, await currentClients(), CLIENTS_PLACE));
  });

  test.each([
    ['a dialect that no client is tried with', [], 'github is tried by no client'],
    ['a call that is not served', [{ calls: ['par'] }], 'github serves no par'],
    ['a test that is not there', [{ tests: [['flows/device.test.ts', 'sings']] }], "has no test 'sings'"],
    ['a library that the test does not load', [{ library: 'left-pad' }], 'does not load left-pad'],
  ] as const)('is not made with %s', async (_what, changes, said) => {
    const others = CLIENT_LIBRARIES.filter(({ dialect }) => dialect !== 'github');
    const its = CLIENT_LIBRARIES.find(({ library }) => library === 'passport-github');
    if (its === undefined) throw new Error('passport-github is no client any more');
    const clients = [...others, ...changes.map((change) => ({ ...its, ...change }))];
    await expect(clientsTableOf(clients, readIfThere)).rejects.toThrow(said);
  });
});

describe('the script fails', () => {
  const making = (changes: Partial<Sources>) => tableOf({ ...sources, ...changes });

  test('where a row is tried by no test', async () => {
    const { ['engine/grants/device-code']: _without, ...tried_by } = TRIED_BY;
    await expect(making({ tried_by })).rejects.toThrow('engine/grants/device-code (RFC 8628) is tried by no test');
  });

  test('where a row is new', async () => {
    const rows = [...sources.rows, { specification: 'RFC 6749', served_by: 'engine/grants/another' }];
    await expect(making({ rows })).rejects.toThrow('engine/grants/another (RFC 6749) is tried by no test');
    await expect(making({ rows })).rejects.toThrow('server/engine/grants/another.ts is not there');
  });

  test('where a row is gone', async () => {
    const rows = sources.rows.filter(({ served_by }) => served_by !== 'engine/endpoints/par');
    await expect(making({ rows })).rejects.toThrow('engine/endpoints/par is no row of a table any more');
  });

  test.each([
    ['its file is gone', async () => undefined],
    ['it has another name', async () => "test('signs in', () => {});"],
    ['its name stands in a comment alone', async () => '// openid-client signs a person in who scans the address'],
  ])('where a test is not there: %s', async (_why, instead) => {
    const read = (path: string) => (path === 'test/flows/device.test.ts' ? instead() : readIfThere(path));
    await expect(making({ read })).rejects.toThrow(
      /test\/flows\/device\.test\.ts has no test 'openid-client signs a person in/,
    );
  });

  test('where a file cites its specification no more, or nothing serves one that is cited', async () => {
    const read = async (path: string) => (path === 'server/engine/dpop/judge-proof.ts' ? '' : readIfThere(path));
    await expect(making({ read })).rejects.toThrow('server/engine/dpop/judge-proof.ts does not cite RFC 9449');
    const beside = BESIDE_TABLES.filter(({ specification }) => specification !== 'RFC 8252');
    await expect(making({ beside })).rejects.toThrow('RFC 8252 is cited, and nothing is said to serve it');
  });

  test('where the README has no place for it', () => {
    expect(() => withTable('# Lanyard', '| |')).toThrow('README.md lacks the lines');
  });
});
