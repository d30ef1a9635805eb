/** How names become addresses: the office's by the system, a stranger's by a query that ends with whoever asked. */
import { createSocket, type Socket } from 'node:dgram';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NoPlace } from '../../server/outbound/gate.ts';
import { createKnownHosts, hostsFile } from '../../server/outbound/hosts-file.ts';
import { createResolveName } from '../../server/outbound/resolve-name.ts';
import { resolverHere } from '../../server/outbound/this-machine.ts';

let server: Socket;
let directory: string;
let questions: Buffer[];
let answers: boolean;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lanyard-names-'));
  [questions, answers] = [[], true];
  server = createSocket('udp4');
  server.on('message', (question, { port, address }) => {
    questions.push(question);
    if (answers) server.send(answerTo(question), port, address);
  });
  await new Promise<void>((done) => server.bind(0, '127.0.0.1', done));
});

afterEach(async () => {
  await new Promise<void>((done) => server.close(done));
  await rm(directory, { recursive: true, force: true });
});

/** 203.0.113.7 for an A question, and no address of the other kind. RFC 1035 §4.1 */
function answerTo(question: Buffer): Buffer {
  const end = question.indexOf(0, 12) + 5;
  const isA = question.readUInt16BE(end - 4) === 1;
  const header = Buffer.from([0, 0, 0x81, 0x80, 0, 1, 0, isA ? 1 : 0, 0, 0, 0, 0]);
  question.copy(header, 0, 0, 2);
  const record = Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 203, 0, 113, 7]);
  return Buffer.concat([header, question.subarray(12, end), ...(isA ? [record] : [])]);
}

function resolver(around: { readonly hosts?: string; readonly system?: (host: string) => Promise<readonly string[]> }) {
  return createResolveName({
    hosts: createKnownHosts(around.hosts ?? join(directory, 'none')),
    servers: [`127.0.0.1:${server.address().port}`],
    ...(around.system === undefined ? {} : { system: around.system }),
  });
}

const patient = new AbortController().signal;
const stranger = { vouched: false, signal: patient };
const office = { vouched: true, signal: patient };

describe('a name of a stranger', () => {
  it('is asked of the name servers, never of the system', async () => {
    const resolve = resolver({ system: () => Promise.reject(new Error('asked the system')) });
    expect(await resolve('far.test', stranger)).toEqual(['203.0.113.7']);
    expect(questions).toHaveLength(2);
  });

  it('is looked for in the file of hosts first, whenever that has changed', async () => {
    const hosts = join(directory, 'hosts');
    await writeFile(hosts, '# ours\n192.168.0.9\tAPP.test app # the old one\nnonsense far.test\n');
    const resolve = resolver({ hosts });
    expect(await resolve('app.test', stranger)).toEqual(['192.168.0.9']);
    expect(questions).toEqual([]);
    await writeFile(hosts, '192.168.0.10 app.test\nfd00::1 app.test\n');
    await utimes(hosts, 1, 1);
    expect(await resolve('app.test', stranger)).toEqual(['192.168.0.10', 'fd00::1']);
    expect(await resolve('far.test', stranger)).toEqual(['203.0.113.7']);
  });

  it('that no server answers for ends with whoever asked, and nobody asks again', async () => {
    answers = false;
    const asking = new AbortController();
    const asked = resolver({})('silent.test', { vouched: false, signal: asking.signal });
    await expect.poll(() => questions.length).toBe(2);
    asking.abort(new Error('over'));
    await expect(asked).rejects.toThrow('over');
  });

  it('is refused by a server that knows no address', async () => {
    server.removeAllListeners('message').on('message', (question, { port, address }) => {
      const denial = Buffer.from(question);
      denial.writeUInt16BE(0x8183, 2);
      server.send(denial, port, address);
    });
    await expect(resolver({})('nobody.test', stranger)).rejects.toMatchObject({ code: 'ENOTFOUND' });
  });

  it('is this machine where it is localhost', async () => {
    expect(await resolver({})('app.localhost', stranger)).toEqual(['127.0.0.1', '::1']);
    expect(questions).toEqual([]);
  });
});

describe('a name of the office', () => {
  it('is resolved as everywhere on this machine', async () => {
    const found = await resolverHere()('localhost', office);
    expect(found.some((address) => address === '127.0.0.1' || address === '::1')).toBe(true);
  });

  it('that hangs takes one thread of two, however many ask for it, and then is asked for anew', async () => {
    const hanging = Promise.withResolvers<readonly string[]>();
    const asked: string[] = [];
    const resolve = resolver({
      system: (host) => {
        asked.push(host);
        return host === 'hangs.test' ? hanging.promise : Promise.resolve(['10.0.0.1']);
      },
    });
    const all = [1, 2, 3].map(() => resolve('hangs.test', office));
    expect(await resolve('other.test', office)).toEqual(['10.0.0.1']);
    hanging.resolve(['10.0.0.2']);
    expect(await Promise.all(all)).toEqual([['10.0.0.2'], ['10.0.0.2'], ['10.0.0.2']]);
    await resolve('hangs.test', office);
    expect(asked).toEqual(['hangs.test', 'other.test', 'hangs.test']);
  });

  it('is not asked for after whoever asked has gone', async () => {
    const hanging = Promise.withResolvers<readonly string[]>();
    const asked: string[] = [];
    const resolve = resolver({
      system: (host) => {
        asked.push(host);
        return hanging.promise;
      },
    });
    const asking = new AbortController();
    const all = ['one.test', 'two.test', 'three.test'].map((host) =>
      resolve(host, { vouched: true, signal: asking.signal }),
    );
    const outcomes = Promise.allSettled(all);
    asking.abort(new Error('over'));
    const [first, , third] = (await outcomes) as readonly PromiseRejectedResult[];
    expect(first?.reason).toMatchObject({ message: 'over' });
    expect(third?.reason).toBeInstanceOf(NoPlace);
    hanging.resolve([]);
    await new Promise((done) => setImmediate(done));
    expect(asked).toEqual(['one.test', 'two.test']);
  });
});

it('the file of hosts is where each platform has it', () => {
  expect([hostsFile('linux'), hostsFile('darwin'), hostsFile('win32', 'D:\\Win')]).toEqual([
    '/etc/hosts',
    '/etc/hosts',
    'D:\\Win\\System32\\drivers\\etc\\hosts',
  ]);
});
