/**
 * The README's table of specifications, what serves each, and the tests that try it. Made from the tables of the engine, so that
 * a row that nobody tries can't be added to them, and no test can go that something relies on.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SPECIFICATIONS } from '../../server/spec/references.ts';
import { ROOT } from '../paths.ts';
import type { Beside } from './beside-tables.ts';
import type { Row } from './rows.ts';
import type { TestName } from './tried-by.ts';

export interface Sources {
  readonly rows: readonly Row[];
  readonly tried_by: Readonly<Record<string, readonly TestName[]>>;
  readonly beside: readonly Beside[];
  /** The text of a file, by its path from the root; undefined where there is none. */
  readonly read: (path: string) => Promise<string | undefined>;
}

export async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(join(ROOT, path), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** Markdown. Throws an Error that names every row without a test, and every name of something that isn't there. */
export async function tableOf(sources: Sources): Promise<string> {
  const lines = linesOf(sources);
  const faults = await faultsOf(lines, sources);
  if (faults.length > 0) throw new Error(`the table of specifications has faults:\n${faults.join('\n')}`);
  const order = Object.keys(SPECIFICATIONS);
  const sorted = lines.toSorted((a, b) => order.indexOf(a.specification) - order.indexOf(b.specification));
  const written = await Promise.all(
    sorted.map(async (line) => {
      const tests = await Promise.all(line.tests.map((test) => linked(test, sources.read)));
      return `| ${cited(line)} | ${served(line)} | ${tests.join('; ')} |`;
    }),
  );
  return ['| specification | served by | tried by |', '|---|---|---|', ...written].join('\n');
}

type Line = Beside & { readonly of_table: boolean };

function linesOf({ rows, tried_by, beside }: Sources): readonly Line[] {
  return [
    ...rows.map((row) => ({ ...row, tests: tried_by[row.served_by] ?? [], of_table: true })),
    ...beside.map((each) => ({ ...each, of_table: false })),
  ];
}

async function faultsOf(lines: readonly Line[], { rows, tried_by, read }: Sources): Promise<readonly string[]> {
  const known = new Set(rows.map(({ served_by }) => served_by));
  const strays = Object.keys(tried_by).filter((name) => !known.has(name));
  const served = new Set(lines.map(({ specification }) => specification));
  const idle = Object.keys(SPECIFICATIONS).filter((name) => !served.has(name));
  const ofLines = await Promise.all(lines.map((line) => faultsOfLine(line, read)));
  return [
    ...ofLines.flat(),
    ...strays.map((name) => `${name} is no row of a table any more`),
    ...idle.map((name) => `${name} is cited, and nothing is said to serve it`),
  ];
}

async function faultsOfLine(line: Line, read: Sources['read']): Promise<readonly string[]> {
  const { specification, served_by, tests } = line;
  const faults = tests.length === 0 ? [`${served_by} (${specification}) is tried by no test`] : [];
  const source = await read(fileOf(line));
  if (source === undefined) faults.push(`${fileOf(line)} is not there`);
  else if (!source.includes(specification)) faults.push(`${fileOf(line)} does not cite ${specification}`);
  for (const test of tests) {
    const [file, name] = test;
    if ((await nameIn(test, read)) === undefined) {
      faults.push(`test/${file} has no test '${name}', which is said to try ${served_by}`);
    }
  }
  return faults;
}

/** What the test is called, whole; undefined where there is none. */
export async function nameIn([file, name, shown]: TestName, read: Sources['read']): Promise<string | undefined> {
  const text = (await read(`test/${file}`)) ?? '';
  if (shown !== undefined) return text.includes(name) ? shown : undefined;
  const titles = [...text.matchAll(TITLE)].map(([, , single, double, template]) => single ?? double ?? template ?? '');
  return titles.find((title) => title.includes(name));
}

/** The first argument of `test`, `it` and `describe`, and of what `each` makes of them. */
const TITLE = /(?:^|\n)\s*(?:test|it|describe)\b(.*?)\(\s*(?:'([^'\n]*)'|"([^"\n]*)"|`([^`]*)`)\s*,/g;

function fileOf({ served_by, of_table }: Line): string {
  return `server/${served_by}${of_table ? '.ts' : ''}`;
}

function cited({ specification }: Line): string {
  const address: string | undefined = Object.entries(SPECIFICATIONS).find(([name]) => name === specification)?.[1];
  return address === undefined ? specification : `[${specification}](${address})`;
}

function served(line: Line): string {
  return `[\`${line.served_by.replace(/^engine\//, '').replace(/\.ts$/, '')}\`](${fileOf(line)})`;
}

export async function linked(test: TestName, read: Sources['read']): Promise<string> {
  const name = (await nameIn(test, read)) ?? '';
  return `[${name.replaceAll('|', '\\|')}](test/${test[0]})`;
}

const PLACE = ['<!-- made by npm run specifications -->', '<!-- end of what is made -->'] as const;

/** The README with a table in its place, between two lines. Throws where the place is not there. */
export function withTable(readme: string, table: string, [begin, end]: readonly [string, string] = PLACE): string {
  const [from, to] = [readme.indexOf(begin), readme.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README.md lacks the lines ${begin} and ${end}`);
  return `${readme.slice(0, from)}${begin}\n\n${table}\n\n${readme.slice(to)}`;
}
