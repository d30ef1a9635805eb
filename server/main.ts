/** The process entry: arguments and environment become a Config, the Config a server or a command, and its end an exit code. */
import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import manifest from '../package.json' with { type: 'json' };
import type { Command, LookingCommand } from './commands/command.ts';
import { COMMANDS } from './commands/index.ts';
import { compose, type Running, runCommand, runLook, servedDialects } from './compose.ts';
import { systemClock } from './open-house.ts';
import type { Config } from './config/config.ts';
import { ConfigError } from './config/config-error.ts';
import { defaultDataDirectory } from './config/data-directory.ts';
import { type HelpRow, helpText } from './config/help.ts';
import type { Option } from './config/option.ts';
import { DATA_OPTIONS, SERVE_OPTIONS } from './config/options.ts';
import { type Arguments, asksForHelp, parseArguments } from './config/parse-arguments.ts';
import { readConfig } from './config/read-config.ts';
import { READY_PREFIX } from './contract/ready.ts';
import { parseToServer, type ToShell } from './contract/shell-messages.ts';
import { installFaultHandlers } from './log/faults.ts';
import { createLog, type Log } from './log/log.ts';
import { StorageError } from './storage/store.ts';

const SERVE: HelpRow = { name: 'serve', summary: 'runs the server', options: [] };
const WORDS: readonly HelpRow[] = [
  { name: 'version', summary: 'prints the version', options: [] },
  { name: 'help', summary: 'prints this', options: [] },
];

type FlushedLog = Log & { flush(): void };

async function main(argv: readonly string[]): Promise<void> {
  const [first = 'serve', ...rest] = argv;
  const words = first === 'help' || first === 'version' || first === '--version';
  if (words && !asksForHelp(rest)) refuseOperands(parseArguments(rest, []));
  if (first === 'help' || asksForHelp(argv)) {
    return print([helpText([SERVE, ...COMMANDS, ...WORDS], SERVE_OPTIONS)]);
  }
  if (words) return print([manifest.version]);
  if (first === 'serve') return serve(readServeConfig(rest));
  if (first.startsWith('-')) return serve(readServeConfig(argv));
  const command = COMMANDS.find((candidate) => candidate.name === first);
  if (command === undefined) {
    const known = [SERVE, ...COMMANDS, ...WORDS].map(({ name }) => name).join(', ');
    throw new ConfigError(`${first} from the command line is not a command; there are ${known}`);
  }
  return 'look' in command ? look(command, rest) : run(command, rest);
}

function readServeConfig(argv: readonly string[]): Config {
  const given = parseArguments(argv, SERVE_OPTIONS);
  refuseOperands(given);
  return configOf(given);
}

async function run(command: Command, argv: readonly string[]): Promise<void> {
  const given = parseArguments(argv, [...DATA_OPTIONS, ...command.options]);
  if (command.operands === undefined) refuseOperands(given);
  else if (given.operands.length === 0) throw new ConfigError(`${command.name} needs ${command.operands}`);
  checkOwnOptions(command.options, given);
  const config = configOf(given);
  const log = openLog(config);
  const asked = {
    operands: given.operands,
    option: optionOf(given),
    remark: (line: string) => void process.stderr.write(`lanyard: ${line}\n`),
  };
  try {
    print(await runCommand(command, config, asked, { log }));
  } finally {
    log.flush();
  }
}

async function look(command: LookingCommand, argv: readonly string[]): Promise<void> {
  const given = parseArguments(argv, [...SERVE_OPTIONS, ...command.options]);
  refuseOperands(given);
  checkOwnOptions(command.options, given);
  const { lines, well } = await runLook(command, configOf(given), optionOf(given));
  // The system may still look for a name that nobody waits for any more.
  process.stdout.write(lines.map((line) => `${line}\n`).join(''), () => process.exit(well ? 0 : 1));
}

function optionOf({ values }: Arguments): (name: string) => string | undefined {
  return (name) => values.get(name)?.at(-1);
}

function refuseOperands({ operands }: Arguments): void {
  if (operands[0] !== undefined) throw new ConfigError(`${operands[0]} from the command line is not an option`);
}

function checkOwnOptions(options: readonly Option<unknown>[], { values }: Arguments): void {
  for (const option of options) {
    for (const text of values.get(option.name) ?? []) {
      const reading = option.read(text);
      if ('value' in reading) continue;
      throw new ConfigError(`--${option.name} from the command line: "${text}" is not ${reading.expected}`);
    }
  }
}

function configOf({ values }: Arguments): Config {
  const { env, platform } = process;
  return readConfig({
    values,
    env,
    file: readIfThere,
    defaultDataDir: defaultDataDirectory({ platform, env, home: homedir() }),
    dialects: servedDialects(),
  });
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new ConfigError(`${path} can't be read (${code})`, cause);
  }
}

function openLog({ logLevel }: Config): FlushedLog {
  const log = createLog({
    level: logLevel,
    format: process.stderr.isTTY ? 'text' : 'json',
    now: systemClock,
    write: (lines) => process.stderr.write(lines),
  });
  process.on('exit', () => log.flush());
  return log;
}

async function serve(config: Config): Promise<void> {
  const log = openLog(config);
  const abandon = new AbortController();
  const signalled = firstSignal(log).then((signal) => {
    log.info('stopping', { signal });
    abandon.abort();
  });
  const starting = compose(config, { log, abandon: abandon.signal });
  installFaultHandlers(log, () => {
    abandon.abort();
    return starting.then((running) => running.stop());
  });
  answerShell(starting);
  const running = await starting.catch((error: unknown) => {
    if (!abandon.signal.aborted) throw error;
    log.info('stopped before it was ready');
    process.exit();
  });
  process.stdout.write(`${READY_PREFIX}${JSON.stringify(running.ready)}\n`);
  log.info('ready', { issuer: running.ready.issuer, data_dir: config.dataDir, version: manifest.version });
  await signalled;
  await running.stop();
  log.info('stopped');
  // After a fault the code is 1 already.
  process.exit();
}

/** How the shell that started this process is spoken to; undefined where no shell did. */
interface ShellPort {
  listen(heard: (said: unknown) => void): void;
  say(what: ToShell): void;
}

/** Electron's utility process has a port of its own; a process that Node forked has `send`. */
function shellPort(): ShellPort | undefined {
  if ('parentPort' in process && isParentPort(process.parentPort)) {
    const { parentPort } = process;
    return {
      listen: (heard) => parentPort.on('message', ({ data }) => heard(data)),
      say: (what) => parentPort.postMessage(what),
    };
  }
  if (process.send === undefined) return undefined;
  return {
    listen: (heard) => process.on('message', heard),
    say: (what) => process.send?.(what),
  };
}

interface ParentPort {
  on(event: 'message', heard: (message: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
}

function isParentPort(port: unknown): port is ParentPort {
  return typeof port === 'object' && port !== null && 'postMessage' in port;
}

/** What the shell asks of a server, as soon as it serves. */
function answerShell(starting: Promise<Running>): void {
  const port = shellPort();
  port?.listen((said) => {
    const message = parseToServer(said);
    if (message === undefined) return;
    if (message.kind === 'stop') {
      process.emit('SIGTERM', 'SIGTERM');
      return;
    }
    const { kind, id } = message;
    starting
      .then((running) => running.ownerUrl())
      .then(
        (answer) => port.say({ kind, id, ...answer }),
        () => port.say({ kind, id, refused: 'the server could not make an address' }),
      );
  });
}

/** Resolves at the first signal, even one that comes before the server is ready; a second one ends the process at once. */
function firstSignal(log: FlushedLog): Promise<string> {
  return new Promise((resolve) => {
    let stopping = false;
    const onSignal = (signal: string) => {
      if (stopping) {
        log.warn('stopped at once by a second signal', { signal });
        process.exit(1);
      }
      stopping = true;
      resolve(signal);
    };
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal);
  });
}

function print(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`);
}

/** Errors whose message is meant for the operator; of every other one the stack is told too. */
const PLAIN: ReadonlySet<string> = new Set(['BindError', 'DomainError', 'HashingBusy', 'KeyFileError']);

function tell(error: unknown): void {
  if (error instanceof ConfigError) for (const line of error.lines) process.stderr.write(`lanyard: ${line}\n`);
  else if (!(error instanceof Error)) process.stderr.write('lanyard: something that is not an error was thrown\n');
  else if (error instanceof StorageError || PLAIN.has(error.name)) process.stderr.write(`lanyard: ${wordsOf(error)}\n`);
  else process.stderr.write(`lanyard: ${error.stack ?? error.message}\n`);
}

function wordsOf(error: Error): string {
  if (!(error instanceof StorageError) || error.code !== 'in_use') return error.message;
  const { pid } = error.detail;
  const running = `Lanyard is running with this data directory${pid === undefined ? '' : ` (process ${pid})`}`;
  return `${running}; stop it first: ${error.message}`;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof ConfigError) return 2;
  if (!(error instanceof StorageError)) return 1;
  if (error.code === 'in_use') return 3;
  return error.code === 'damaged' ? 4 : 1;
}

// A reader that has gone away (a closed pipe) is no fault of ours.
process.stdout.on('error', () => undefined);
process.stderr.on('error', () => undefined);

main(process.argv.slice(2)).catch((error: unknown) => {
  tell(error);
  process.exit(exitCodeOf(error));
});
