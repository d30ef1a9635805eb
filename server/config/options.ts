/**
 * The table of start-up options. Each is an argument, an environment variable and, but for the data directory itself,
 * a key of lanyard.config.json. Everything that can change while the server runs is a setting of the store instead.
 */
import { isAbsolute, resolve } from 'node:path';
import type { Option, Reading } from './option.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface DialectPort {
  /** A dialect's name as it was given; whether it is served, read-config asks. */
  readonly dialect: string;
  readonly port: number;
}

const dataDir: Option<string> = {
  name: 'data-dir',
  placeholder: 'DIR',
  initially: "the platform's application-data folder",
  means: 'where everything lives',
  repeatable: false,
  read: readPath,
};

const host: Option<string> = {
  name: 'host',
  placeholder: 'ADDR',
  initially: '127.0.0.1',
  means: 'bind address; anything that is not loopback needs --tls files, or --tls off said out loud',
  repeatable: false,
  read: (text) =>
    /^(?:[0-9a-f:.]+(?:%[\w.]+)?|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)$/i.test(text)
      ? { value: text }
      : { expected: 'an IP address or a host name, without port or brackets' },
};

const port: Option<number> = {
  name: 'port',
  placeholder: 'N',
  initially: '5263',
  means: 'port to listen on; 0 takes any free one',
  repeatable: false,
  read: readPort,
};

const issuer: Option<string> = {
  name: 'issuer',
  placeholder: 'URL',
  initially: 'http(s)://HOST:PORT',
  means: 'the public base URL; kept in the data directory once set',
  repeatable: false,
  read: readOrigin,
};

const tls: Option<'off' | 'files'> = {
  name: 'tls',
  placeholder: 'off|files',
  initially: 'off on loopback',
  means: 'whether to speak TLS; files takes --tls-cert and --tls-key',
  repeatable: false,
  read: oneOf(['off', 'files']),
};

const tlsCert: Option<string> = {
  name: 'tls-cert',
  placeholder: 'FILE',
  initially: '',
  means: "the certificate chain, PEM, the server's own first",
  repeatable: false,
  read: readPath,
};

const tlsKey: Option<string> = {
  name: 'tls-key',
  placeholder: 'FILE',
  initially: '',
  means: "the certificate's private key, PEM",
  repeatable: false,
  read: readPath,
};

const store: Option<'file:'> = {
  name: 'store',
  placeholder: 'URL',
  initially: 'file:',
  means: 'where records are kept: file: is the data directory',
  repeatable: false,
  read: oneOf(['file:']),
};

const importFile: Option<string> = {
  name: 'import',
  placeholder: 'FILE',
  initially: '',
  means: 'applies a configuration document before listening; repeatable (in LANYARD_IMPORT parted by commas)',
  repeatable: true,
  read: readPath,
};

const dialectPort: Option<DialectPort> = {
  name: 'dialect-port',
  placeholder: 'NAME=N',
  initially: '',
  means: 'an extra listener whose root speaks one dialect; repeatable',
  repeatable: true,
  read: readDialectPort,
};

const mtlsPort: Option<number> = {
  name: 'mtls-port',
  placeholder: 'N',
  initially: '',
  means: 'an extra listener for applications that prove themselves by a certificate; needs --tls files',
  repeatable: false,
  read: readPort,
};

const panel: Option<'on' | 'off'> = {
  name: 'panel',
  placeholder: 'on|off',
  initially: 'on',
  means: 'serve /panel/ and /api/',
  repeatable: false,
  read: oneOf(['on', 'off']),
};

const logLevel: Option<LogLevel> = {
  name: 'log-level',
  placeholder: LOG_LEVELS.join('|'),
  initially: 'info',
  means: 'the least important lines that the log still shows',
  repeatable: false,
  read: oneOf(LOG_LEVELS),
};

export const OPTIONS = {
  dataDir,
  host,
  port,
  issuer,
  tls,
  tlsCert,
  tlsKey,
  store,
  importFile,
  dialectPort,
  mtlsPort,
  panel,
  logLevel,
} as const;

/** What serve takes. */
export const SERVE_OPTIONS: readonly Option<unknown>[] = Object.values(OPTIONS);

/** What every command takes that works on the data directory. */
export const DATA_OPTIONS: readonly Option<unknown>[] = [dataDir, store, logLevel];

function readPath(text: string): Reading<string> {
  if (text === '' || text.includes('\0')) return { expected: 'a path' };
  return { value: isAbsolute(text) ? text : resolve(text) };
}

function readPort(text: string): Reading<number> {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return number <= 65_535 ? { value: number } : { expected: 'a port number from 0 to 65535' };
}

/** Only an origin: a path in the issuer would have to be in front of every address of every dialect. */
function readOrigin(text: string): Reading<string> {
  const expected = 'an absolute http or https URL without path, query, fragment or credentials';
  if (!/^https?:\/\/[^/?#@\\\s]+\/?$/i.test(text) || !URL.canParse(text)) return { expected };
  const url = new URL(text);
  return url.pathname === '/' && url.username === '' ? { value: url.origin } : { expected };
}

function readDialectPort(text: string): Reading<DialectPort> {
  const [, dialect, digits] = /^([a-z0-9]+)=(\d+)$/.exec(text) ?? [];
  if (dialect === undefined || digits === undefined) return { expected: 'NAME=N, such as github=8081' };
  const reading = readPort(digits);
  return 'value' in reading ? { value: { dialect, port: reading.value } } : reading;
}

function oneOf<T extends string>(words: readonly T[]): (text: string) => Reading<T> {
  return (text) => {
    const word = words.find((candidate) => candidate === text);
    return word === undefined ? { expected: words.join(' or ') } : { value: word };
  };
}
