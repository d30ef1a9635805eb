import { once } from 'node:events';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type CertificateFiles, makeCertificates } from '../support/certificates.ts';
import { startServer } from '../support/start-server.ts';
import { examine, useOffice } from './doctor-office.ts';

const office = useOffice();

const DAY_MS = 86_400_000;

async function certificates(): Promise<CertificateFiles> {
  const files = await makeCertificates();
  onTestFinished(() => rm(files.directory, { recursive: true, force: true }));
  return files;
}

interface Wanted {
  readonly from_days?: number;
  readonly to_days?: number;
  readonly name?: string;
}

/** A certificate that vouches for itself, as options for the doctor. */
async function selfSigned({ from_days = -1, to_days = 300, name = 'localhost' }: Wanted): Promise<readonly string[]> {
  const pair = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(Date.now() + from_days * DAY_MS),
    notAfterDate: new Date(Date.now() + to_days * DAY_MS),
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: name }] }],
  });
  const [cert, key] = [office.path(`${name}-${to_days}.pem`), office.path(`${name}-${to_days}.key`)];
  await writeFile(cert, pair.cert);
  await writeFile(key, pair.private, { mode: 0o600 });
  return tls({ cert, key });
}

function tls(
  { cert, key }: Pick<CertificateFiles, 'cert' | 'key'>,
  issuer = 'https://localhost:5263',
): readonly string[] {
  return ['--tls', 'files', '--tls-cert', cert, '--tls-key', key, '--issuer', issuer];
}

describe('certificates', () => {
  test('that fit are well, with what has to be trusted', async () => {
    const files = await certificates();
    const { code, complaints, findings } = await examine(await office.fresh(), ...tls(files));
    expect([code, complaints]).toEqual([0, []]);
    expect(findings).toContainEqual(
      expect.stringMatching(/^ok certificates: The certificate of localhost is valid until 20/),
    );
    expect(findings).toContain('ok certificates: It is for localhost.');
    expect(findings).toContainEqual(expect.stringMatching(/ Lanyard test authority \w+ issued it/));
  });

  test('are complete with the authority behind them, and out of order in front of it', async () => {
    const files = await certificates();
    const [own, authority] = [await readFile(files.cert, 'utf8'), await readFile(files.ca, 'utf8')];
    const directory = await office.fresh();
    const chain = join(files.directory, 'chain.pem');
    await writeFile(chain, `${own}\n${authority}`);
    const { findings } = await examine(directory, ...tls({ ...files, cert: chain }));
    expect(findings).toContain('ok certificates: Its chain is complete.');
    const stranger = await certificates();
    await writeFile(chain, `${own}\n${await readFile(stranger.ca, 'utf8')}`);
    const { code, complaints } = await examine(directory, ...tls({ ...files, cert: chain }));
    expect([code, complaints]).toEqual([
      0,
      [expect.stringMatching(/^warning certificates: .*localhost is followed by .*, which did not issue it/)],
    ]);
  });

  test.each([
    [{ to_days: -1, from_days: -30 }, 1, /^problem certificates: The certificate of localhost ended 20/],
    [{ from_days: 2 }, 1, /^problem certificates: The certificate of localhost is valid only from 20/],
    [
      { to_days: 20 },
      0,
      /^warning certificates: The certificate of localhost is valid until 20.*, for (19|20) days more/,
    ],
    [{ name: 'elsewhere.example' }, 1, /^problem certificates: --tls-cert: the certificate is not for localhost/],
  ])('with %j end the doctor with %i', async (wanted, expected, complaint) => {
    const { code, complaints } = await examine(await office.fresh(), ...(await selfSigned(wanted)));
    expect([code, complaints]).toEqual([expected, [expect.stringMatching(complaint)]]);
  });

  test('for other names are a warning where something in front has the issuer’s port', async () => {
    const files = await certificates();
    const args = [...tls(files, 'https://127.0.0.2'), '--port', '5998'];
    const { code, complaints } = await examine(await office.fresh(), ...args);
    expect([code, complaints]).toEqual([
      0,
      [expect.stringContaining('warning certificates: --tls-cert: the certificate')],
    ]);
  });

  test('need their own key, and files that are there', async () => {
    const [ours, theirs] = [await certificates(), await certificates()];
    const directory = await office.fresh();
    const unfit = await examine(directory, ...tls({ cert: ours.cert, key: theirs.key }));
    expect([unfit.code, unfit.complaints]).toEqual([
      1,
      [expect.stringContaining(`problem certificates: --tls-key: ${theirs.key} is not the key of the certificate`)],
    ]);
    const missing = await examine(directory, ...tls({ cert: ours.cert, key: office.path('no.key') }));
    expect([missing.code, missing.complaints]).toEqual([1, [expect.stringContaining("can't be read (ENOENT)")]]);
  });

  test.runIf(process.platform !== 'win32')('whose key every account may read are a warning', async () => {
    const files = await certificates();
    await chmod(files.key, 0o644);
    const { code, complaints } = await examine(await office.fresh(), ...tls(files));
    expect([code, complaints]).toEqual([
      0,
      [expect.stringMatching(/^warning certificates: Every account .*chmod o-rwx/)],
    ]);
  });

  test('that are missing on the network are a warning', async () => {
    const { code, complaints } = await examine(await office.fresh(), '--host', '0.0.0.0', '--tls', 'off');
    expect([code, complaints]).toEqual([
      0,
      [expect.stringMatching(/^warning certificates: --tls off on 0\.0\.0\.0: passwords, codes and tokens cross/)],
    ]);
  });
});

describe('ports', () => {
  test('that another program has are a problem, with its process where that can be known', async () => {
    const other = createServer((socket) => socket.end('what do you want\n'));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    try {
      const { code, complaints } = await examine(await office.fresh(), '--dialect-port', `github=${port}`);
      const whose = process.platform === 'linux' ? ` (process ${process.pid})` : '';
      expect([code, complaints]).toEqual([
        1,
        [
          `problem ports: Port ${port} on 127.0.0.1 is taken by another program${whose}. → ` +
            'Stop that program, or choose another port with --dialect-port github.',
        ],
      ]);
    } finally {
      other.close();
    }
    expect((await examine(await office.fresh(), '--port', String(port))).complaints).toEqual([]);
  });

  test('that another Lanyard has are a problem, and this one’s are not', async () => {
    const server = await startServer({ directory: await office.fresh(), args: ['--dialect-port', 'github=0'] });
    try {
      const [main, github] = server.ready.listeners.map(({ url }) => new URL(url).port);
      const args = ['--port', String(main), '--dialect-port', `github=${github}`];
      expect(await examine(server.directory, ...args)).toMatchObject({ code: 0, complaints: [] });
      const { code, complaints } = await examine(await office.fresh(), ...args);
      const whose = process.platform === 'linux' ? ` (process ${server.ready.pid})` : '';
      expect([code, complaints]).toEqual([
        1,
        [
          expect.stringContaining(`is taken by another Lanyard called http://127.0.0.1:${main}${whose}.`),
          expect.stringContaining(`Port ${github} on 127.0.0.1 is taken by another Lanyard`),
        ],
      ]);
      const elsewhere = await examine(server.directory, ...args, '--issuer', 'http://localhost:5');
      expect([elsewhere.code, elsewhere.complaints]).toEqual([
        0,
        [
          expect.stringContaining(`goes by http://127.0.0.1:${main} and not by http://localhost:5.`),
          expect.stringContaining('warning office: Applications were set up for http://'),
        ],
      ]);
    } finally {
      await server.stop();
    }
  });

  test('that are free although Lanyard runs are a warning: it listens elsewhere', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    const server = await startServer({ directory: await office.fresh() });
    try {
      const { code, complaints } = await examine(server.directory, '--port', String(port));
      expect([code, complaints]).toEqual([
        0,
        [
          expect.stringContaining('it listens elsewhere'),
          expect.stringContaining('warning office: Applications were set up for http://'),
        ],
      ]);
    } finally {
      await server.stop();
    }
  });

  test('over TLS are asked over TLS', async () => {
    const files = await certificates();
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const port = String((probe.address() as AddressInfo).port);
    probe.close();
    const args = [...tls(files, `https://localhost:${port}`), '--port', port];
    const server = await startServer({ directory: await office.fresh(), args });
    try {
      const { code, findings, complaints } = await examine(server.directory, ...args);
      expect([code, complaints]).toEqual([0, []]);
      expect(findings).toContain(`ok ports: Port ${port} on 127.0.0.1: this Lanyard answers, and is well.`);
    } finally {
      await server.stop();
    }
  });

  test('on an address that this computer does not have are a problem', async () => {
    const args = ['--host', '192.0.2.7', '--tls', 'off', '--port', '5998'];
    const { code, complaints } = await examine(await office.fresh(), ...args);
    expect(code).toBe(1);
    expect(complaints).toContainEqual(
      expect.stringContaining('problem ports: 192.0.2.7, port 5998, is no address of this computer.'),
    );
  });
});

describe('names', () => {
  test('that nobody knows are a problem', async () => {
    const { code, complaints } = await examine(await office.fresh(), '--issuer', 'http://sso.office.invalid:5263');
    expect([code, complaints]).toEqual([
      1,
      [expect.stringMatching(/^problem name resolution: sso\.office\.invalid can’t be found from this computer \(/)],
    ]);
  });

  test('and addresses of other machines are a warning: a proxy may stand there', async () => {
    const { code, complaints } = await examine(await office.fresh(), '--issuer', 'http://192.0.2.7');
    expect([code, complaints]).toEqual([
      0,
      [expect.stringMatching(/^warning name resolution: 192\.0\.2\.7 is no address of this computer\./)],
    ]);
  });

  test('of this machine are well, loopback and others', async () => {
    const directory = await office.fresh();
    const own = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .find(({ internal, family }) => !internal && family === 'IPv4')?.address;
    for (const host of ['localhost', '[::1]', ...(own === undefined ? [] : [own])]) {
      expect(await examine(directory, '--issuer', `http://${host}:5263`)).toMatchObject({ code: 0, complaints: [] });
    }
  });

  test('of loopback are a warning where others are to come', async () => {
    const args = ['--host', '0.0.0.0', '--tls', 'off', '--issuer', 'http://localhost:5263'];
    const { code, complaints } = await examine(await office.fresh(), ...args);
    expect(code).toBe(0);
    expect(complaints).toContainEqual(expect.stringContaining('warning name resolution: The issuer names localhost'));
  });
});

describe('the issuer', () => {
  test('that was kept and is not the one that was given is a warning; TLS in front of a kept http one is a problem', async () => {
    const directory = await office.fresh();
    const server = await startServer({ directory, args: ['--issuer', 'http://localhost:5263'] });
    await server.stop();
    expect((await examine(directory)).findings).toContain('ok issuer: http://localhost:5263, as it was kept.');
    const { code, complaints } = await examine(directory, '--issuer', 'http://127.0.0.1:5263');
    expect([code, complaints]).toEqual([
      0,
      [
        expect.stringContaining('http://localhost:5263 was kept, but --issuer says http://127.0.0.1:5263'),
        expect.stringContaining('warning office: Applications were set up for http://'),
      ],
    ]);
    const files = await certificates();
    const withTls = ['--tls', 'files', '--tls-cert', files.cert, '--tls-key', files.key];
    const unfit = await examine(directory, ...withTls);
    expect([unfit.code, unfit.complaints]).toEqual([
      1,
      [expect.stringContaining('problem issuer: http://localhost:5263 was kept, which does not fit --tls files.')],
    ]);
  });
});
