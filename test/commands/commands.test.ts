import { mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeCertificates } from '../support/certificates.ts';
import { runLanyard, startServer } from '../support/start-server.ts';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'lanyard-commands-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

let made = 0;
async function dataDir(): Promise<string> {
  made += 1;
  return join(root, `data-${made}`);
}

const OFFICE = `lanyard: 1
settings: { issuer_name: Example Office }
groups: [{ name: staff }]
users: [{ username: ada, password: correct horse battery, name: Ada, admin: true, groups: [staff] }]
applications:
  - client_id: robot
    client_name: Robot
    client_secret: robot-secret-robot-secret-robot-01
    grant_types: [client_credentials]
    response_types: []
    redirect_uris: []
`;
async function office(text = OFFICE): Promise<string> {
  made += 1;
  const file = join(root, `office-${made}.yaml`);
  await writeFile(file, text);
  return file;
}

test('version prints the version of the package', async () => {
  const manifest = JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8')) as {
    version: string;
  };
  expect(await runLanyard(['version'])).toMatchObject({ code: 0, stdout: manifest.version });
});

test('help names every command and option', async () => {
  const { code, stdout } = await runLanyard(['help']);
  expect(code).toBe(0);
  for (const word of [
    'serve',
    'import',
    'export',
    'reset-admin',
    'rotate-keys',
    'doctor',
    '--data-dir',
    '--dialect-port',
  ]) {
    expect(stdout).toContain(word);
  }
});

test('--help and -h print the same help, whatever else is said', async () => {
  const { stdout } = await runLanyard(['help']);
  for (const args of [
    ['--help'],
    ['help', '-h'],
    ['version', '--help'],
    ['serve', '--help'],
    ['reset-admin', '--username', 'ada', '-h'],
    ['dance', '-h'],
  ]) {
    expect(await runLanyard(args)).toMatchObject({ code: 0, stdout, stderr: '' });
  }
});

describe('exit 2', () => {
  test.skipIf(process.platform !== 'linux')('for a data directory that nobody can make, in one line', async () => {
    for (const command of [['serve', '--port', '0'], ['export']]) {
      const { code, stderr } = await runLanyard([...command, '--data-dir', '/proc/1/nope']);
      expect([code, stderr]).toEqual([
        2,
        expect.stringMatching(/^lanyard: --data-dir: \/proc\/1\/nope\/store can't be made \([^\n]*\)\n$/),
      ]);
    }
  });

  test.each([
    [['serve', '--prot', '1'], {}, 'lanyard: --prot from the command line is not an option here\n'],
    [['version', '--bogus'], {}, 'lanyard: --bogus from the command line is not an option here\n'],
    [['--version', '--bogus'], {}, 'lanyard: --bogus from the command line is not an option here\n'],
    [['help', '--bogus'], {}, 'lanyard: --bogus from the command line is not an option here\n'],
    [['serve', 'now'], {}, 'lanyard: now from the command line is not an option\n'],
    [
      ['dance'],
      {},
      'lanyard: dance from the command line is not a command; there are serve, import, export, reset-admin, rotate-keys, doctor, version, help\n',
    ],
    [
      ['serve'],
      { LANYARD_PORT: 'x' },
      'lanyard: LANYARD_PORT from the environment: "x" is not a port number from 0 to 65535\n',
    ],
    [
      ['rotate-keys', '--alg', 'HS256'],
      {},
      'lanyard: --alg from the command line: "HS256" is not RS256 or ES256 or EdDSA or ECDH-ES\n',
    ],
    [['export', '--port', '1'], {}, 'lanyard: --port from the command line is not an option here\n'],
    [['import'], {}, 'lanyard: import needs FILE…\n'],
    [['reset-admin', '--promote'], {}, 'lanyard: --promote from the command line needs --username NAME\n'],
    [['reset-admin', '--promote=no'], {}, 'lanyard: --promote from the command line takes no value\n'],
  ])('%j with %j, and one line that says why', async (args, env, stderr) => {
    expect(await runLanyard(args, { LANYARD_DATA_DIR: await dataDir(), ...env })).toMatchObject({
      code: 2,
      stdout: '',
      stderr,
    });
  });

  test('for a key of lanyard.config.json', async () => {
    const directory = await mkdtemp(join(root, 'config-'));
    await writeFile(join(directory, 'lanyard.config.json'), '{"prot":1}');
    const { code, stderr } = await runLanyard(['serve', '--data-dir', directory]);
    expect([code, stderr]).toEqual([
      2,
      `lanyard: prot in ${join(directory, 'lanyard.config.json')} is not an option\n`,
    ]);
  });

  test('for a document with faults, a line for each, and nothing of it is applied', async () => {
    const directory = await dataDir();
    const file = await office(`${OFFICE.replace('issuer_name', 'isuer_name')}oops: 1\n`);
    const { code, stderr } = await runLanyard(['import', file, '--data-dir', directory]);
    expect(code).toBe(2);
    expect(stderr.split('\n').filter((line) => line.startsWith(`lanyard: ${file}: `)).length).toBeGreaterThan(1);
    expect(stderr).toContain('isuer_name');
    expect((await runLanyard(['export', '--data-dir', directory])).stdout).not.toMatch(/\bada\b/);
  });

  test('for a document that is not there, at serve too', async () => {
    const directory = await dataDir();
    const missing = join(root, 'missing.yaml');
    for (const args of [
      ['import', missing],
      ['serve', '--port', '0', '--import', missing],
    ]) {
      const { code, stderr } = await runLanyard([...args, '--data-dir', directory]);
      expect([code, stderr]).toEqual([2, `lanyard: ${missing} can't be read (ENOENT)\n`]);
    }
  });
});

test('import and export go round: the same office, twice and elsewhere, is the same text', async () => {
  const [here, there] = [await dataDir(), await dataDir()];
  const file = await office();
  expect((await runLanyard(['import', file, '--data-dir', here])).stdout).toBe(
    `${file}: 3 created, 1 changed, 0 unchanged\n` +
      'created: group staff, user ada, application robot\n' +
      'changed: settings',
  );
  expect((await runLanyard(['import', file, '--data-dir', here])).stdout).toBe(
    `${file}: 0 created, 0 changed, 4 unchanged\n` + 'passwords of people who exist already were left as they are (1)',
  );
  const exported = await runLanyard(['export', '--data-dir', here]);
  expect(exported.stdout).not.toContain('robot-secret');
  expect(exported.stdout).not.toContain('correct horse');
  const copy = join(root, 'copy.yaml');
  expect(await runLanyard(['export', '--out', copy, '--data-dir', here])).toMatchObject({
    code: 0,
    stdout: '',
    stderr: `lanyard: the office was written to ${copy}; it holds hashes of passwords and secrets, so keep it private\n`,
  });
  expect((await stat(copy)).mode & 0o777).toBe(0o600);
  expect((await readFile(copy, 'utf8')).trimEnd()).toBe(exported.stdout);
  await runLanyard(['import', copy, '--data-dir', there]);
  expect((await runLanyard(['export', '--data-dir', there])).stdout).toBe(exported.stdout);
});

describe('reset-admin', () => {
  test('makes the first admin, whose password works and closes the setup', async () => {
    const directory = await dataDir();
    const { code, stdout } = await runLanyard(['reset-admin', '--data-dir', directory]);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^admin was made, and is an admin\.\nusername: admin\npassword: [\w-]{20}$/),
    ]);
    const server = await startServer({ directory });
    expect(server.ready.setup).toBeNull();
    await server.stop();
  });

  test('gives the only admin a new password each time, and keeps nothing of it in clear', async () => {
    const directory = await dataDir();
    await runLanyard(['import', await office(), '--data-dir', directory]);
    const passwords = [];
    for (let n = 0; n < 2; n += 1) {
      const { stdout } = await runLanyard(['reset-admin', '--data-dir', directory]);
      expect(stdout).toMatch(/^ada has a new password\.\nusername: ada\n/);
      passwords.push(/password: (\S+)/.exec(stdout)?.[1] ?? '');
    }
    expect(passwords[0]).not.toBe(passwords[1]);
    for (const name of await readdir(join(directory, 'store'))) {
      const text = await readFile(join(directory, 'store', name), 'utf8');
      for (const password of passwords) expect(text).not.toContain(password);
    }
  });
});

describe('reset-admin changes nobody by a slip', () => {
  const PEOPLE = `lanyard: 1
users:
  - { username: ada, password: correct horse battery, admin: true }
  - { username: bob, password: correct horse battery }
`;
  async function withPeople(more = ''): Promise<string> {
    const directory = await dataDir();
    await runLanyard(['import', await office(PEOPLE + more), '--data-dir', directory]);
    return directory;
  }
  const reset = (directory: string, ...args: string[]) => runLanyard(['reset-admin', ...args, '--data-dir', directory]);

  test.each([
    ['adda', 'nobody here is called "adda"; admins are ada. Nothing was changed; add --promote to make a new admin'],
    ['bob', 'bob is not an admin; admins are ada. Nothing was changed; add --promote to make that person one'],
  ])('a name that is no admin’s is refused: %s', async (username, reason) => {
    const directory = await withPeople();
    const before = await runLanyard(['export', '--data-dir', directory]);
    const { code, stdout, stderr } = await reset(directory, '--username', username);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(reason);
    expect((await runLanyard(['export', '--data-dir', directory])).stdout).toBe(before.stdout);
  });

  test('with --promote it makes the person an admin, or somebody new', async () => {
    const directory = await withPeople();
    const promoted = await reset(directory, '--promote', '--username', 'BOB');
    expect(promoted.stdout).toMatch(/^bob has a new password\.\nbob was an ordinary person, and is an admin now\.\n/);
    const made = await reset(directory, '--username', 'grace', '--promote');
    expect(made.stdout).toMatch(/^grace was made, and is an admin\.\n/);
  });

  test('of several admins it asks which; a named one is reset and enabled again', async () => {
    const directory = await withPeople(
      '  - { username: eve, password: correct horse battery, admin: true, disabled: true }\n',
    );
    const { code, stderr } = await reset(directory);
    expect([code, stderr]).toEqual([
      2,
      'lanyard: reset-admin needs --username, because there are several admins: ada, eve\n',
    ]);
    expect((await reset(directory, '--username', 'eve')).stdout).toMatch(
      /^eve has a new password\.\neve was disabled, and is enabled again\.\nusername: eve\n/,
    );
  });

  test('an ordinary person who is called admin stays one', async () => {
    const directory = await dataDir();
    await runLanyard(['import', await office('lanyard: 1\nusers: [{ username: admin }]\n'), '--data-dir', directory]);
    const { code, stderr } = await reset(directory);
    expect([code, stderr]).toEqual([
      2,
      'lanyard: there is no admin yet, and admin is an ordinary person: reset-admin needs --username NAME --promote\n',
    ]);
  });
});

test('rotate-keys lets the next key take over, however young it is', async () => {
  const directory = await dataDir();
  const { code, stdout } = await runLanyard(['rotate-keys', '--alg', 'ES256', '--data-dir', directory]);
  expect([code, stdout]).toEqual([0, expect.stringMatching(/^ES256: \S{43} is used from now on$/)]);
});

describe('exit 3', () => {
  test('while a server has the data directory, naming its pid; and not after', async () => {
    const server = await startServer();
    const refused = await runLanyard(['serve', '--port', '0', '--data-dir', server.directory]);
    expect([refused.code, refused.stdout]).toEqual([3, '']);
    const { pid } = server.ready;
    expect(refused.stderr).toContain(`Lanyard is running with this data directory (process ${pid}); stop it first`);
    const exported = await runLanyard(['export', '--data-dir', server.directory]);
    expect([exported.code, exported.stderr]).toEqual([3, refused.stderr]);
    await server.stop();
  });

  test('a server that was killed leaves nothing in the way', async () => {
    const directory = await dataDir();
    const server = await startServer({ directory });
    await server.stop('SIGKILL');
    expect((await runLanyard(['export', '--data-dir', directory])).code).toBe(0);
  });
});

describe('exit 4', () => {
  async function filled(): Promise<string> {
    const directory = await dataDir();
    await runLanyard(['import', await office(), '--data-dir', directory]);
    return directory;
  }
  async function journalOf(directory: string): Promise<string> {
    const names = (await readdir(join(directory, 'store'))).filter((name) => name.startsWith('journal-')).sort();
    return join(directory, 'store', names.at(-1) ?? '');
  }

  test('for a damaged line in the middle, with file, offset and what to do; not for a torn last one', async () => {
    const directory = await filled();
    const journal = await journalOf(directory);
    const whole = await readFile(journal);
    await truncate(journal, whole.length - 5);
    expect((await runLanyard(['export', '--data-dir', directory])).code).toBe(0);

    const now = await readFile(journal);
    const middle = now.indexOf('\n', now.length / 3) - 3;
    now[middle] = now[middle] === 0x41 ? 0x42 : 0x41;
    await writeFile(journal, now);
    const { code, stderr } = await runLanyard(['serve', '--port', '0', '--data-dir', directory]);
    expect(code).toBe(4);
    expect(stderr).toContain(journal);
    expect(stderr).toMatch(/at byte \d+/);
    expect(stderr).toMatch(/backup/);
    expect(await readFile(journal)).toEqual(now);
  });

  test('for a key that is lost or is another one: data that nobody can open is no beginning', async () => {
    const directory = await filled();
    const key = join(directory, 'sealing.key');
    await rename(key, `${key}.away`);
    const lost = await runLanyard(['export', '--data-dir', directory]);
    expect([lost.code, lost.stderr.includes(key)]).toEqual([4, true]);
    await writeFile(key, `${Buffer.alloc(32, 7).toString('base64url')}\n`, { mode: 0o600 });
    expect((await runLanyard(['export', '--data-dir', directory])).code).toBe(4);
    await rename(`${key}.away`, key);
    expect((await runLanyard(['export', '--data-dir', directory])).code).toBe(0);
  });

  test('for a store that has gone: nobody becomes the first admin of an office that had one', async () => {
    const directory = await filled();
    await rename(join(directory, 'store'), join(directory, 'away'));
    const { code, stderr } = await runLanyard(['serve', '--port', '0', '--data-dir', directory]);
    expect([code, stderr.includes('is missing')]).toEqual([4, true]);
    for (const name of ['sealing.key', 'has-admin']) await rm(join(directory, name));
    const anew = await startServer({ directory });
    expect(anew.ready.setup).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/setup\?token=[\w-]{43}$/);
    await anew.stop();
  });
});

describe('serve', () => {
  test('says one line when it is ready, ends with 0 at SIGTERM and SIGINT, and keeps its folder to itself', async () => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      const directory = await dataDir();
      const server = await startServer({ directory, args: ['--dialect-port', 'github=0', '--import', await office()] });
      expect(server.stdout()).toHaveLength(1);
      const { issuer } = server.ready;
      expect(server.ready).toEqual({
        issuer: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
        panel: `${issuer}/panel/`,
        setup: null,
        data_dir: directory,
        pid: expect.any(Number),
        listeners: [
          { dialect: 'native', url: issuer },
          { dialect: 'github', url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) },
        ],
      });
      expect(await (await fetch(`${issuer}/health`)).json()).toEqual({ status: 'ok' });
      expect((await stat(directory)).mode & 0o777).toBe(0o700);
      expect((await stat(join(directory, 'sealing.key'))).mode & 0o777).toBe(0o600);
      const began = performance.now();
      expect(await server.stop(signal)).toEqual({ code: 0, signal: null });
      expect(performance.now() - began).toBeLessThan(5_000);
    }
  });

  test('an issuer that was chosen once stays chosen', async () => {
    const directory = await dataDir();
    const first = await startServer({ directory, args: ['--issuer', 'http://sso.example.lan:8080/'] });
    expect(first.ready.issuer).toBe('http://sso.example.lan:8080');
    await first.stop();
    const second = await startServer({ directory, args: ['--panel', 'off'] });
    expect([second.ready.issuer, second.ready.panel]).toEqual(['http://sso.example.lan:8080', null]);
    await second.stop();
  });

  test('the link of the first admin is another one at each start', async () => {
    const directory = await dataDir();
    const links = [];
    for (let n = 0; n < 2; n += 1) {
      const server = await startServer({ directory });
      links.push(new URL(server.ready.setup ?? '').searchParams.get('token'));
      await server.stop();
    }
    expect(new Set(links).size).toBe(2);
  });

  test('on a network without TLS it warns', async () => {
    const server = await startServer({ args: ['--host', '0.0.0.0', '--tls', 'off'] });
    await server.stop();
    expect(server.stderr()).toContain('in the clear');
  });

  test('bound to every address it sends the admin to the one that answers, while the panel is for this computer', async () => {
    const directory = await dataDir();
    const args = ['--host', '0.0.0.0', '--tls', 'off', '--issuer', 'http://sso.example.lan:8080'];
    const server = await startServer({ directory, args });
    const local = server.ready.listeners[0]?.url.replace('sso.example.lan', '127.0.0.1');
    expect(server.ready).toMatchObject({ issuer: 'http://sso.example.lan:8080', panel: `${local}/panel/` });
    expect(server.ready.setup?.startsWith(`${local}/setup?token=`)).toBe(true);
    for (const address of [server.ready.panel, server.ready.setup]) {
      expect((await fetch(address ?? '')).status).toBe(200);
    }
    await server.stop();

    const lan = await office('lanyard: 1\nsettings: { admin_from: lan }\n');
    const opened = await startServer({ directory, args: [...args, '--import', lan] });
    expect(opened.ready.panel).toBe('http://sso.example.lan:8080/panel/');
    await opened.stop();
  });

  test('a document that is brought in leaves names in the log, and no secret', async () => {
    const server = await startServer({ args: ['--import', await office()] });
    await server.stop();
    expect(server.stderr()).toContain('"created_names":"group staff, user ada, application robot"');
    expect(server.stderr()).not.toContain('correct horse');
  });

  test('a certificate for other names is warned of, naming the option', async () => {
    const files = await makeCertificates();
    const tls = ['--tls', 'files', '--tls-cert', files.cert, '--tls-key', files.key];
    const fitting = await startServer({ args: tls });
    await fitting.stop();
    const other = await startServer({ args: [...tls, '--issuer', 'https://sso.example.lan'] });
    await other.stop();
    await rm(files.directory, { recursive: true });
    expect(fitting.stderr()).not.toContain('--issuer');
    expect(other.stderr()).toContain('the certificate is not for sso.example.lan');
    expect(other.stderr()).toContain('give --issuer');
  });

  test('a host that there isn’t is blamed on --host', async () => {
    const args = ['--host', 'nobody.invalid', '--tls', 'off', '--port', '0', '--data-dir', await dataDir()];
    const { code, stderr } = await runLanyard(['serve', ...args]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^lanyard: --host: can't listen on nobody\.invalid, port 0: [^\n]*host name[^\n]*$/m);
  });

  test('a port that is taken ends it with one line', async () => {
    const server = await startServer();
    const { port } = new URL(server.ready.issuer);
    const refused = await runLanyard(['serve', '--port', port, '--data-dir', await dataDir()]);
    expect([refused.code, refused.stderr]).toEqual([
      1,
      `lanyard: --port: can't listen on 127.0.0.1, port ${port}: another program has that port; choose another one, or 0 for any free one\n`,
    ]);
    await server.stop();
  });
});
