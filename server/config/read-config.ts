/** Makes one Config of the command line, the environment and lanyard.config.json, in that order of importance. */
import { join } from 'node:path';
import { isLoopback } from '../spec/loopback.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Config, Tls } from './config.ts';
import { ConfigError } from './config-error.ts';
import { fromCommandLine, fromEnvironment, fromFile, type Given } from './given.ts';
import type { Option } from './option.ts';
import { OPTIONS, SERVE_OPTIONS } from './options.ts';

export interface ConfigSources {
  /** What parse-arguments found. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The text of a file, or undefined when there is none. */
  readonly file: (path: string) => string | undefined;
  readonly defaultDataDir: string;
  /** The dialects that are served. */
  readonly dialects: readonly DialectName[];
}

/** Throws ConfigError: one line that names the key and its source. */
export function readConfig(sources: ConfigSources): Config {
  const said: Given[] = [fromCommandLine(sources.values), fromEnvironment(sources.env, SERVE_OPTIONS)];
  const dataDir = one(said, OPTIONS.dataDir) ?? sources.defaultDataDir;
  const path = join(dataDir, 'lanyard.config.json');
  const contents = sources.file(path);
  if (contents !== undefined) said.push(fromFile(contents, path, SERVE_OPTIONS));

  one(said, OPTIONS.store);
  const host = one(said, OPTIONS.host) ?? '127.0.0.1';
  const tls = readTls(said, host);
  const issuer = one(said, OPTIONS.issuer);
  if (tls.kind === 'files' && issuer?.startsWith('http:')) {
    throw new ConfigError(`${whence(said, OPTIONS.issuer)} must begin with https:// where --tls files is used`);
  }
  return {
    dataDir,
    host,
    port: one(said, OPTIONS.port) ?? 5263,
    issuer,
    tls,
    imports: all(said, OPTIONS.importFile),
    dialectPorts: readDialectPorts(said, sources.dialects),
    mtlsPort: readMtlsPort(said, tls),
    panel: (one(said, OPTIONS.panel) ?? 'on') === 'on',
    logLevel: one(said, OPTIONS.logLevel) ?? 'info',
    warnings: tls.kind === 'off' && !isLoopback(host) ? [openNetworkWarning(host)] : [],
  };
}

function openNetworkWarning(host: string): string {
  return `--tls off on ${host}: passwords, codes and tokens cross the network in the clear`;
}

function readTls(said: readonly Given[], host: string): Tls {
  const chosen = one(said, OPTIONS.tls);
  const cert = one(said, OPTIONS.tlsCert);
  const key = one(said, OPTIONS.tlsKey);
  if (chosen === 'files') {
    if (cert !== undefined && key !== undefined) return { kind: 'files', cert, key };
    throw new ConfigError(`${whence(said, OPTIONS.tls)}: "files" needs --tls-cert FILE and --tls-key FILE`);
  }
  for (const option of [OPTIONS.tlsCert, OPTIONS.tlsKey]) {
    if (winner(said, option) !== undefined) throw new ConfigError(`${whence(said, option)} needs --tls files`);
  }
  if (chosen === undefined && !isLoopback(host)) {
    throw new ConfigError(
      `${whence(said, OPTIONS.host)}: "${host}" is not loopback, so it needs --tls files with --tls-cert and --tls-key, ` +
        'or --tls off, which sends passwords in the clear',
    );
  }
  return { kind: 'off' };
}

function readDialectPorts(said: readonly Given[], served: readonly DialectName[]): Config['dialectPorts'] {
  return all(said, OPTIONS.dialectPort).map(({ dialect, port }) => {
    const name = served.find((candidate) => candidate === dialect);
    if (name !== undefined) return { dialect: name, port };
    throw new ConfigError(
      `${whence(said, OPTIONS.dialectPort)}: "${dialect}" is not a dialect that is served (${served.join(', ')})`,
    );
  });
}

function readMtlsPort(said: readonly Given[], tls: Tls): number | undefined {
  const port = one(said, OPTIONS.mtlsPort);
  if (port === undefined || tls.kind === 'files') return port;
  throw new ConfigError(`${whence(said, OPTIONS.mtlsPort)} needs --tls files: a certificate comes over TLS alone`);
}

function winner<T>(said: readonly Given[], option: Option<T>) {
  return said.find((given) => given.has(option.name))?.get(option.name);
}

function whence<T>(said: readonly Given[], option: Option<T>): string {
  return winner(said, option)?.[0]?.from ?? `--${option.name}`;
}

function one<T>(said: readonly Given[], option: Option<T>): T | undefined {
  return all(said, option).at(-1);
}

function all<T>(said: readonly Given[], option: Option<T>): readonly T[] {
  return (winner(said, option) ?? []).map(({ text, from }) => {
    const reading = option.read(text);
    if ('value' in reading) return reading.value;
    throw new ConfigError(`${from}: "${text}" is not ${reading.expected}`);
  });
}
