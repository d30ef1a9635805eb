/** What `help` prints: commands and options, straight from their tables. */
import type { Option } from './option.ts';

export interface HelpRow {
  readonly name: string;
  readonly operands?: string;
  readonly summary: string;
  readonly options: readonly Option<unknown>[];
}

export function helpText(commands: readonly HelpRow[], options: readonly Option<unknown>[]): string {
  const usage = commands.map(({ name, operands, summary, options: own }) => {
    const parts = [name, operands, ...own.map((option) => `[${spellingOf(option)}]`)];
    return [parts.filter((part) => part !== undefined).join(' '), summary] as const;
  });
  const ownOptions = commands.flatMap(({ name, options: own }) =>
    own.map((option) => [`${name} ${spellingOf(option)}`, meaningOf(option)] as const),
  );
  return [
    'lanyard [COMMAND] [options]',
    '',
    'Commands (serve where none is named):',
    ...inColumns(usage),
    '',
    'Options of a command alone:',
    ...inColumns(ownOptions),
    '',
    'Options, each also an environment variable (--data-dir is LANYARD_DATA_DIR) and a key of lanyard.config.json in the',
    'data directory; an argument counts more than the environment, and that more than the file:',
    ...inColumns(options.map((option) => [spellingOf(option), meaningOf(option)] as const)),
  ].join('\n');
}

function spellingOf({ name, placeholder, flag }: Option<unknown>): string {
  return flag === true ? `--${name}` : `--${name} ${placeholder}`;
}

function meaningOf({ means, initially }: Option<unknown>): string {
  return initially === '' ? means : `${means} (${initially})`;
}

function inColumns(rows: readonly (readonly [left: string, right: string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
