import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Config } from '../../server/config/config.ts';
import { ConfigError } from '../../server/config/config-error.ts';
import { SERVE_OPTIONS } from '../../server/config/options.ts';
import { parseArguments } from '../../server/config/parse-arguments.ts';
import { readConfig } from '../../server/config/read-config.ts';

interface Said {
  readonly argv?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly file?: unknown;
}

const FILE = '/data/lanyard.config.json';

function read({ argv = [], env = {}, file }: Said): Config {
  return readConfig({
    values: parseArguments(argv, SERVE_OPTIONS).values,
    env,
    file: (path) =>
      path === FILE && file !== undefined ? (typeof file === 'string' ? file : JSON.stringify(file)) : undefined,
    defaultDataDir: '/data',
    dialects: ['native', 'github'],
  });
}

function refusal(said: Said): string {
  try {
    read(said);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('nothing was refused');
}

const DEFAULTS: Config = {
  dataDir: '/data',
  host: '127.0.0.1',
  port: 5263,
  issuer: undefined,
  tls: { kind: 'off' },
  imports: [],
  dialectPorts: [],
  mtlsPort: undefined,
  panel: true,
  logLevel: 'info',
  warnings: [],
};

test('without a word everything has its default', () => {
  expect(read({})).toEqual(DEFAULTS);
});

describe.each([
  { option: 'host', text: '::1', file: '::1', config: { host: '::1' } },
  { option: 'host', text: 'localhost', file: 'localhost', config: { host: 'localhost' } },
  { option: 'port', text: '0', file: 0, config: { port: 0 } },
  { option: 'port', text: '65535', file: '65535', config: { port: 65_535 } },
  {
    option: 'issuer',
    text: 'https://SSO.example.lan/',
    file: 'https://sso.example.lan',
    config: { issuer: 'https://sso.example.lan' },
  },
  { option: 'tls', text: 'off', file: false, config: {} },
  { option: 'store', text: 'file:', file: 'file:', config: {} },
  { option: 'import', text: '/a.yaml', file: ['/a.yaml'], config: { imports: ['/a.yaml'] } },
  {
    option: 'dialect-port',
    text: 'github=8081',
    file: ['github=8081'],
    config: { dialectPorts: [{ dialect: 'github', port: 8081 }] },
  },
  { option: 'panel', text: 'off', file: false, config: { panel: false } },
  { option: 'log-level', text: 'silent', file: 'silent', config: { logLevel: 'silent' } },
] as const)('--$option $text', ({ option, text, file, config }) => {
  const variable = `LANYARD_${option.toUpperCase().replaceAll('-', '_')}`;

  test('is read from the command line, apart or with an equals sign', () => {
    expect(read({ argv: [`--${option}`, text] })).toEqual({ ...DEFAULTS, ...config });
    expect(read({ argv: [`--${option}=${text}`] })).toEqual({ ...DEFAULTS, ...config });
  });

  test('is read from the environment', () => {
    expect(read({ env: { [variable]: text } })).toEqual({ ...DEFAULTS, ...config });
  });

  test('is read from lanyard.config.json', () => {
    expect(read({ file: { [option]: file } })).toEqual({ ...DEFAULTS, ...config });
  });
});

describe.each([
  { option: 'host', text: 'http://x', why: 'an IP address or a host name' },
  { option: 'port', text: '65536', why: 'a port number from 0 to 65535' },
  { option: 'port', text: '-1', why: 'a port number from 0 to 65535' },
  { option: 'port', text: '0x50', why: 'a port number from 0 to 65535' },
  { option: 'issuer', text: 'sso.example.lan', why: 'an absolute http or https URL' },
  { option: 'issuer', text: 'https://sso.example.lan/path', why: 'an absolute http or https URL' },
  { option: 'issuer', text: 'https://sso.example.lan?x=1', why: 'an absolute http or https URL' },
  { option: 'issuer', text: 'https://user:pw@sso.example.lan', why: 'an absolute http or https URL' },
  { option: 'issuer', text: 'ftp://sso.example.lan', why: 'an absolute http or https URL' },
  { option: 'tls', text: 'local-ca', why: 'off or files' },
  { option: 'store', text: 'postgres://db/lanyard', why: 'file:' },
  { option: 'dialect-port', text: 'github', why: 'NAME=N' },
  { option: 'dialect-port', text: 'github=70000', why: 'a port number' },
  { option: 'panel', text: 'yes', why: 'on or off' },
  { option: 'log-level', text: 'loud', why: 'debug or info or warn or error or silent' },
])('--$option $text is refused', ({ option, text, why }) => {
  const variable = `LANYARD_${option.toUpperCase().replaceAll('-', '_')}`;

  test.each([
    {
      from: 'the command line',
      said: { argv: [`--${option}=${text}`] },
      begins: `--${option} from the command line: `,
    },
    { from: 'the environment', said: { env: { [variable]: text } }, begins: `${variable} from the environment: ` },
    { from: 'the file', said: { file: { [option]: text } }, begins: `${option} in ${FILE}: ` },
  ])('naming key, source $from, and what was expected', ({ said, begins }) => {
    const message = refusal(said);
    expect(message.startsWith(begins)).toBe(true);
    expect(message).toContain(`"${text}" is not ${why}`);
    expect(message).not.toContain('\n');
  });
});

test('an argument counts more than the environment, and that more than the file', () => {
  const file = { port: 3 };
  const env = { LANYARD_PORT: '2' };
  expect(read({ argv: ['--port', '1'], env, file }).port).toBe(1);
  expect(read({ env, file }).port).toBe(2);
  expect(read({ file }).port).toBe(3);
});

test('the more important source replaces a list as a whole', () => {
  expect(read({ argv: ['--import', '/a', '--import', '/b'], file: { import: ['/c'] } }).imports).toEqual(['/a', '/b']);
});

test('of an option that is given twice the later one counts', () => {
  expect(read({ argv: ['--port', '1', '--port', '2'] }).port).toBe(2);
});

test('a list in the environment is parted by commas', () => {
  expect(read({ env: { LANYARD_DIALECT_PORT: 'github=1, native=2' } }).dialectPorts).toEqual([
    { dialect: 'github', port: 1 },
    { dialect: 'native', port: 2 },
  ]);
});

test('an empty variable counts as absent', () => {
  expect(read({ env: { LANYARD_PORT: '' } }).port).toBe(5263);
});

test.each([
  [{ argv: ['--prot', '1'] }, '--prot from the command line is not an option here'],
  [{ argv: ['-p', '1'] }, '-p from the command line is not an option here'],
  [{ env: { LANYARD_PROT: '1' } }, 'LANYARD_PROT from the environment is not an option'],
  [{ file: { prot: 1 } }, `prot in ${FILE} is not an option`],
  [{ file: { __proto__x: 1 } }, `__proto__x in ${FILE} is not an option`],
  [{ file: { 'data-dir': '/x' } }, `data-dir in ${FILE} can't be set there, because the file lies in it`],
  [{ file: { port: [1] } }, `port in ${FILE} must be a string, a number or a boolean`],
  [{ file: '[]' }, `${FILE} must hold one JSON object whose keys are options`],
  [{ argv: ['--port'] }, '--port from the command line needs a value: N'],
  [{ argv: ['--port', '--panel'] }, '--port from the command line needs a value: N'],
  [{ argv: ['--port='] }, '--port from the command line needs a value: N'],
])('%j is refused in one line', (said, message) => {
  expect(refusal(said)).toBe(message);
});

test('a file that is not JSON is refused by its name', () => {
  expect(refusal({ file: '{' })).toMatch(/^\/data\/lanyard\.config\.json is not JSON: /);
});

test('what other parts of the project call themselves in the environment is none of the server’s business', () => {
  expect(read({ env: { LANYARD_CHROMIUM: '/usr/bin/chromium', OTHER: 'x' } })).toEqual(DEFAULTS);
});

test('the data directory comes from the command line, else from the environment', () => {
  expect(read({ argv: ['--data-dir', '/x'], env: { LANYARD_DATA_DIR: '/y' } }).dataDir).toBe('/x');
  expect(read({ env: { LANYARD_DATA_DIR: '/y' } }).dataDir).toBe('/y');
  expect(read({ argv: ['--data-dir', 'here'] }).dataDir).toBe(join(process.cwd(), 'here'));
});

describe('a bind address that is not loopback', () => {
  test.each(['0.0.0.0', '::', '192.168.1.5', 'office-pc'])('%s needs TLS or a word', (host) => {
    expect(refusal({ argv: ['--host', host] })).toMatch(
      new RegExp(`^--host from the command line: "${host}" is not loopback, so it needs --tls files`),
    );
  });

  test('is served in the clear when somebody says so, with a warning', () => {
    expect(read({ argv: ['--host', '0.0.0.0', '--tls', 'off'] })).toEqual({
      ...DEFAULTS,
      host: '0.0.0.0',
      warnings: ['--tls off on 0.0.0.0: passwords, codes and tokens cross the network in the clear'],
    });
  });

  test('is served without a warning over TLS', () => {
    expect(read({ argv: ['--host', '0.0.0.0', '--tls', 'files', '--tls-cert', '/c', '--tls-key', '/k'] })).toEqual({
      ...DEFAULTS,
      host: '0.0.0.0',
      tls: { kind: 'files', cert: '/c', key: '/k' },
    });
  });

  test('on loopback plain http needs no word and no warning', () => {
    for (const host of ['127.0.0.1', '127.8.0.1', '::1', 'localhost']) {
      expect(read({ argv: ['--host', host] }).warnings).toEqual([]);
    }
  });
});

describe('--mtls-port', () => {
  const tls = ['--tls', 'files', '--tls-cert', '/c', '--tls-key', '/k'];

  test('opens a port for certificates where Lanyard speaks TLS itself', () => {
    expect(read({ argv: [...tls, '--mtls-port', '0'] })).toMatchObject({ mtlsPort: 0 });
    expect(read({ argv: tls, env: { LANYARD_MTLS_PORT: '8444' } })).toMatchObject({ mtlsPort: 8444 });
  });

  test('needs that', () => {
    expect(refusal({ argv: ['--mtls-port', '8444'] })).toMatch(/^--mtls-port from the command line needs --tls files/);
  });
});

describe('--tls files', () => {
  test('needs both files', () => {
    expect(refusal({ argv: ['--tls', 'files', '--tls-cert', '/c'] })).toBe(
      '--tls from the command line: "files" needs --tls-cert FILE and --tls-key FILE',
    );
  });

  test('is needed for the files to mean anything', () => {
    expect(refusal({ env: { LANYARD_TLS_KEY: '/k' } })).toBe('LANYARD_TLS_KEY from the environment needs --tls files');
  });

  test('does not go with an http issuer', () => {
    const argv = ['--tls', 'files', '--tls-cert', '/c', '--tls-key', '/k', '--issuer', 'http://sso.example.lan'];
    expect(refusal({ argv })).toBe('--issuer from the command line must begin with https:// where --tls files is used');
  });
});

test('a dialect that is not served can’t have a port', () => {
  expect(refusal({ argv: ['--dialect-port', 'forgejo=0'] })).toBe(
    '--dialect-port from the command line: "forgejo" is not a dialect that is served (native, github)',
  );
});
