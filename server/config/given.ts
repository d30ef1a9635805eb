/** Collects what was said about each option, and by whom: the command line first, then the environment, then the file. */
import { ConfigError } from './config-error.ts';
import { environmentName, type Option } from './option.ts';

export interface GivenText {
  readonly text: string;
  /** Names key and source, to begin an error with: `--port from the command line`. */
  readonly from: string;
}

/** Option name → what the most important source said; absent where none did. */
export type Given = ReadonlyMap<string, readonly GivenText[]>;

export function fromCommandLine(values: ReadonlyMap<string, readonly string[]>): Given {
  const given = new Map<string, readonly GivenText[]>();
  for (const [name, texts] of values) {
    given.set(
      name,
      texts.map((text) => ({ text, from: `--${name} from the command line` })),
    );
  }
  return given;
}

/**
 * Variables named `LANYARD_…` that mean something to another part of the project than the server.
 * Every other one must be an option, so that a misspelled one is noticed.
 */
const OTHER_VARIABLES = /^LANYARD_(?:CHROMIUM|ELECTRON_DIST|KILL_ROUNDS|TEST_\w+)$/;

/** An empty variable counts as absent; a repeatable option's values are separated by commas. Throws ConfigError. */
export function fromEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  options: readonly Option<unknown>[],
): Given {
  const given = new Map<string, readonly GivenText[]>();
  const byVariable = new Map(options.map((option) => [environmentName(option.name), option]));
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith('LANYARD_') || value === undefined || value === '') continue;
    const from = `${variable} from the environment`;
    const option = byVariable.get(variable);
    if (option === undefined) {
      if (OTHER_VARIABLES.test(variable)) continue;
      throw new ConfigError(`${from} is not an option`);
    }
    const texts = option.repeatable ? value.split(',') : [value];
    given.set(
      option.name,
      texts.map((text) => ({ text: text.trim(), from })),
    );
  }
  return given;
}

/**
 * `contents` is the text of lanyard.config.json at `path`: one object whose keys are option names and whose values are
 * strings, numbers, booleans (for on and off) or, for repeatable options, lists of them. Throws ConfigError.
 */
export function fromFile(contents: string, path: string, options: readonly Option<unknown>[]): Given {
  const given = new Map<string, readonly GivenText[]>();
  for (const [key, value] of Object.entries(parseObject(contents, path))) {
    const from = `${key} in ${path}`;
    const option = options.find((candidate) => candidate.name === key);
    if (option === undefined) throw new ConfigError(`${from} is not an option`);
    if (key === 'data-dir') throw new ConfigError(`${from} can't be set there, because the file lies in it`);
    const values: readonly unknown[] = option.repeatable && Array.isArray(value) ? value : [value];
    given.set(
      key,
      values.map((each) => ({ text: textOf(each, from), from })),
    );
  }
  return given;
}

function parseObject(contents: string, path: string): object {
  let parsed: unknown;
  try {
    parsed = JSON.parse(contents.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new ConfigError(`${path} is not JSON: ${cause instanceof Error ? cause.message : 'unreadable'}`, cause);
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  throw new ConfigError(`${path} must hold one JSON object whose keys are options`);
}

function textOf(value: unknown, from: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  throw new ConfigError(`${from} must be a string, a number or a boolean`);
}
