import { generateKeyPairSync } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigError } from '../../server/config/config-error.ts';
import { certificateWarning, readTlsFiles } from '../../server/config/read-tls-files.ts';
import { type CertificateFiles, makeCertificates } from '../support/certificates.ts';

let files: CertificateFiles;
beforeAll(async () => {
  files = await makeCertificates();
});
afterAll(() => rm(files.directory, { recursive: true, force: true }));

test('without TLS there is nothing to read', async () => {
  expect(await readTlsFiles({ kind: 'off' })).toBeUndefined();
});

test('a certificate and its key are read', async () => {
  expect(await readTlsFiles({ kind: 'files', cert: files.cert, key: files.key })).toEqual({
    cert: await readFile(files.cert, 'utf8'),
    key: await readFile(files.key, 'utf8'),
  });
});

test('files that can’t be used are refused before anything listens', async () => {
  const other = join(files.directory, 'other.pem');
  const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  await writeFile(other, pem);
  const missing = join(files.directory, 'missing.pem');
  const refusal = async (cert: string, key: string) => {
    const error: unknown = await readTlsFiles({ kind: 'files', cert, key }).catch((thrown: unknown) => thrown);
    return error instanceof ConfigError ? error.message : error;
  };
  expect(await refusal(missing, files.key)).toBe(`--tls-cert: ${missing} can't be read (ENOENT)`);
  expect(await refusal(files.key, files.key)).toBe(`--tls-cert: ${files.key} is not a PEM certificate`);
  expect(await refusal(files.cert, files.cert)).toBe(`--tls-key: ${files.cert} is not an unencrypted PEM private key`);
  expect(await refusal(files.cert, other)).toBe(
    `--tls-key: ${other} is not the key of the certificate in ${files.cert}`,
  );
});

test('a certificate is held against the issuer’s host, name or address', async () => {
  const { cert } = (await readTlsFiles({ kind: 'files', cert: files.cert, key: files.key }))!;
  for (const origin of ['https://localhost:5263', 'https://127.0.0.1']) {
    expect(certificateWarning(cert, origin)).toBeUndefined();
  }
  for (const host of ['sso.example.lan', '192.0.2.1', '[::1]']) {
    const warning = certificateWarning(cert, `https://${host}:5263`);
    expect(warning).toContain(`is not for ${host.replaceAll(/[[\]]/g, '')}`);
    expect(warning).toContain('give --issuer with a name that it has (DNS:localhost, IP Address:127.0.0.1)');
  }
});
