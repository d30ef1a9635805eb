/** The office's own authority: believed as soon as an admin adds it, and no longer than it stands there. */
import { readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { changeSettings, readSettings } from '../../server/directory/settings.ts';
import { openOutbound } from '../../server/outbound/this-machine.ts';
import { trustBySettings } from '../../server/outbound/trust-by-settings.ts';
import { createMemoryStore } from '../../server/storage/memory-store.ts';
import { makeCertificates } from '../support/certificates.ts';
import { NOW } from '../support/records.ts';

const store = createMemoryStore();
const settings = () => readSettings(store);
const add = (outbound_ca: string) => store.transaction((within) => changeSettings(within, { outbound_ca }, NOW));

it('an authority counts at once when it is added, and not any more when it is taken out', async () => {
  const files = await makeCertificates();
  const [cert, key, ca] = await Promise.all([files.cert, files.key, files.ca].map((path) => readFile(path, 'utf8')));
  const server = createServer({ cert, key }, (_request, response) => {
    response.setHeader('content-type', 'application/json').end('{}');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    await rm(files.directory, { recursive: true, force: true });
  });
  const outbound = openOutbound({ settings, listeners: [], now: () => NOW });
  const url = `https://localhost:${(server.address() as AddressInfo).port}/`;
  const ask = () => outbound.readDocument({ url, entered_by: 'admin', accept: ['application/json'] });
  await expect(ask()).rejects.toThrow(/outbound_ca/);
  await add(ca ?? '');
  expect(await ask()).toEqual({});
  await add('');
  await expect(ask()).rejects.toThrow(/outbound_ca/);
});

it('what is no authority is refused, and nothing changes', async () => {
  for (const text of ['not a certificate', '-----BEGIN PRIVATE KEY-----']) {
    await expect(add(text)).rejects.toMatchObject({ code: 'invalid', field: 'outbound_ca' });
  }
  expect((await settings()).outbound_ca).toBe('');
});

it('is made once for each value of the setting', async () => {
  const files = await makeCertificates();
  onTestFinished(() => rm(files.directory, { recursive: true, force: true }));
  const outbound_ca = await readFile(files.ca, 'utf8');
  const trust = trustBySettings(() => Promise.resolve({ outbound_ca }));
  expect(await trust()).toBe(await trust());
  expect(await trustBySettings(() => Promise.resolve({ outbound_ca: '' }))()).toBeUndefined();
});
