/** Splits arguments into options and operands by a table of options. What the values mean is read elsewhere. */
import { ConfigError } from './config-error.ts';
import type { Option } from './option.ts';

export interface Arguments {
  /** What is not an option: the files of `import`. */
  readonly operands: readonly string[];
  /** Option name → its texts in order; the last one alone where it is not repeatable. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads `--name value` and `--name=value`, or `--name` alone for a flag; after `--` everything is an operand.
 * Throws ConfigError for an option that the table lacks, that comes without its value, or with one that it doesn't take.
 */
export function parseArguments(argv: readonly string[], options: readonly Option<unknown>[]): Arguments {
  const operands: string[] = [];
  const values = new Map<string, string[]>();
  for (let at = 0; at < argv.length; at += 1) {
    const argument = argv[at] ?? '';
    if (argument === '--') {
      operands.push(...argv.slice(at + 1));
      break;
    }
    if (!argument.startsWith('-') || argument === '-') {
      operands.push(argument);
      continue;
    }
    const equals = argument.indexOf('=');
    const spelled = equals === -1 ? argument : argument.slice(0, equals);
    const option = options.find((candidate) => `--${candidate.name}` === spelled);
    if (option === undefined) throw new ConfigError(`${spelled} from the command line is not an option here`);
    if (option.flag === true) {
      if (equals !== -1) throw new ConfigError(`${spelled} from the command line takes no value`);
      add(values, option, 'on');
      continue;
    }
    const value = equals === -1 ? argv[at + 1] : argument.slice(equals + 1);
    if (value === undefined || value === '' || (equals === -1 && value.startsWith('--'))) {
      throw new ConfigError(`${spelled} from the command line needs a value: ${option.placeholder}`);
    }
    if (equals === -1) at += 1;
    add(values, option, value);
  }
  return { operands, values };
}

/** Whether somebody asks for the help instead, wherever among the arguments. */
export function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const options = end === -1 ? argv : argv.slice(0, end);
  return options.includes('--help') || options.includes('-h');
}

function add(values: Map<string, string[]>, option: Option<unknown>, value: string): void {
  const before = values.get(option.name);
  if (before === undefined || !option.repeatable) values.set(option.name, [value]);
  else before.push(value);
}
