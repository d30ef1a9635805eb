/** JSON documents of other servers: read, kept for a while, and read anew not more often than that. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOutbound, type Outbound } from '../../server/outbound/outbound.ts';
import { resolverHere } from '../../server/outbound/this-machine.ts';

let server: Server;
let url: string;
let body: string | Buffer = '';
let status = 200;
let served = 0;
let outbound: Outbound;
const clock = { now: 1_800_000_000 };

beforeEach(async () => {
  [body, status, served] = ['{"version":1}', 200, 0];
  server = createServer((_request, response) => {
    served += 1;
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/document`;
  const world = { allow: () => Promise.resolve([]), resolve: resolverHere(), isOurs: () => false };
  outbound = createOutbound(world, () => clock.now);
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const asked = () => ({ url, entered_by: 'admin' as const, accept: ['application/json'] });

describe('a document', () => {
  it('is read', async () => {
    expect(await outbound.readDocument(asked())).toEqual({ version: 1 });
  });

  it.each<[string, string | Buffer, number]>([
    ['no JSON', '<html>', 200],
    ['empty', '', 200],
    ['not UTF-8', Buffer.from([0x22, 0xff, 0x22]), 200],
    ['another status', '{}', 404],
    ['larger than 64 kB', `"${'x'.repeat(65_536)}"`, 200],
  ])('is refused: %s', async (_what, said, with_status) => {
    [body, status] = [said, with_status];
    await expect(outbound.readDocument(asked())).rejects.toMatchObject({ name: 'OutboundError' });
  });
});

describe('a kept document', () => {
  it('is read once in ten minutes, also by many at once', async () => {
    await Promise.all([outbound.keptDocument(asked()), outbound.keptDocument(asked())]);
    clock.now += 599;
    expect(await outbound.keptDocument(asked())).toEqual({ version: 1 });
    expect(served).toBe(1);
    body = '{"version":2}';
    clock.now += 1;
    expect(await outbound.keptDocument(asked())).toEqual({ version: 2 });
  });

  it('is tried again a quarter of a minute after it could not be read', async () => {
    status = 500;
    await expect(outbound.keptDocument(asked())).rejects.toThrow(/500/);
    status = 200;
    await expect(outbound.keptDocument(asked())).rejects.toThrow(/500/);
    clock.now += 15;
    expect(await outbound.keptDocument(asked())).toEqual({ version: 1 });
    expect(served).toBe(2);
  });

  it('is renewed when somebody knows that there is a newer one, once a minute', async () => {
    await outbound.keptDocument(asked());
    body = '{"version":2}';
    const both = await Promise.all([outbound.renewedDocument(asked()), outbound.renewedDocument(asked())]);
    expect(both).toEqual([{ version: 2 }, { version: 2 }]);
    body = '{"version":3}';
    clock.now += 59;
    expect(await outbound.renewedDocument(asked())).toEqual({ version: 2 });
    expect(served).toBe(2);
    clock.now += 1;
    expect(await outbound.renewedDocument(asked())).toEqual({ version: 3 });
  });

  it('stays when a newer one cannot be read', async () => {
    await outbound.keptDocument(asked());
    status = 500;
    await expect(outbound.renewedDocument(asked())).rejects.toThrow(/500/);
    expect(await outbound.keptDocument(asked())).toEqual({ version: 1 });
  });

  it('makes room for others: five hundred are kept', async () => {
    await outbound.keptDocument(asked());
    for (let i = 0; i < 500; i += 1) await outbound.keptDocument({ ...asked(), url: `${url}?${i}` });
    await outbound.keptDocument(asked());
    expect(served).toBe(502);
  });
});
