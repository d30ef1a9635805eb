/** The panel's files on the wire: each is sent in the smallest coding that the client accepts, and the page itself in none. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { panelDirectory } from '../../server/http/panel-directory.ts';
import { openTinyEdge } from './tiny-edge.ts';

const SCRIPT = 'export const words = "the same words again and again, the same words again and again";'.repeat(20);
const PAGE = '<!doctype html><title>Panel</title>'.repeat(20);
const MOST_BYTES_OF_SCRIPT = 250_000;

type Edge = Awaited<ReturnType<typeof openTinyEdge>>;

let directory: string;
let edge: Edge;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lanyard-files-'));
  await mkdir(join(directory, 'assets'));
  const files: Readonly<Record<string, string | Buffer>> = {
    'index.html': PAGE,
    'index.html.br': brotliCompressSync(PAGE),
    'assets/main-1.js': SCRIPT,
    'assets/main-1.js.br': brotliCompressSync(SCRIPT),
    'assets/main-1.js.gz': gzipSync(SCRIPT),
    'assets/tiny-1.css': 'a{}',
    'assets/font-1.woff2': 'a font',
    // A copy of nothing.
    'assets/gone-1.js.gz': gzipSync(SCRIPT),
    // Larger than the other one, as may happen with few bytes.
    'assets/odd-1.svg': '<svg/>'.repeat(50),
    'assets/odd-1.svg.br': Buffer.concat([brotliCompressSync('<svg/>'.repeat(50)), Buffer.alloc(500)]),
    'assets/odd-1.svg.gz': gzipSync('<svg/>'.repeat(50)),
  };
  for (const [path, content] of Object.entries(files)) await writeFile(join(directory, path), content);
  edge = await openTinyEdge({ panel: { enabled: true, directory } });
});
afterAll(async () => {
  await edge.close();
  await rm(directory, { recursive: true, force: true });
});

describe('a script', () => {
  test.each([
    ['br'],
    ['gzip, deflate, br'],
    ['gzip, deflate, br, zstd'],
    ['BR'],
    ['*'],
    ['br;q=0.1, gzip;q=1'],
    ['identity;q=0, br'],
    ['gzip;q=0, *;q=0.5'],
  ])('is sent with Brotli to who accepts %j', async (accepted) => {
    const { headers, body } = await fetchRaw(edge, '/panel/assets/main-1.js', accepted);
    expect(headers['content-encoding']).toBe('br');
    expect(brotliDecompressSync(body).toString()).toBe(SCRIPT);
  });

  test.each([['gzip'], ['gzip, deflate'], ['br;q=0, gzip'], ['br;q=0, *'], ['gzip;q=0.001, identity;q=1']])(
    'is sent with gzip to who accepts %j',
    async (accepted) => {
      const { headers, body } = await fetchRaw(edge, '/panel/assets/main-1.js', accepted);
      expect(headers['content-encoding']).toBe('gzip');
      expect(gunzipSync(body).toString()).toBe(SCRIPT);
    },
  );

  test.each([
    [undefined],
    [''],
    ['identity'],
    ['deflate, zstd'],
    ['br;q=0, gzip;q=0'],
    ['*;q=0'],
    ['gzip;q=0.000'],
    ['brotli'],
    ['gzip;q=x'],
    [',;=,'],
  ])('is sent plain to who accepts %j', async (accepted) => {
    const { status, headers, body } = await fetchRaw(edge, '/panel/assets/main-1.js', accepted);
    expect([status, headers['content-encoding'], body.toString()]).toEqual([200, undefined, SCRIPT]);
  });

  test.each([['br'], ['gzip'], [undefined]])('says to caches what it depends on, sent as %j', async (accepted) => {
    const { headers, body } = await fetchRaw(edge, '/panel/assets/main-1.js', accepted);
    expect(headers).toMatchObject({
      vary: 'accept-encoding',
      'content-length': String(body.length),
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
  });

  test('is asked about as it would be sent', async () => {
    const accepted = { 'accept-encoding': 'br' };
    const told = await fetch(`${edge.url}/panel/assets/main-1.js`, { method: 'HEAD', headers: accepted });
    const { headers } = await fetchRaw(edge, '/panel/assets/main-1.js', 'br');
    expect(told.headers.get('content-encoding')).toBe('br');
    expect(told.headers.get('content-length')).toBe(headers['content-length']);
  });
});

test('of two copies the smaller one is sent', async () => {
  const { headers } = await fetchRaw(edge, '/panel/assets/odd-1.svg', 'br, gzip');
  expect(headers['content-encoding']).toBe('gzip');
});

test.each(['/panel/assets/tiny-1.css', '/panel/assets/font-1.woff2'])(
  '%s, which has no copy, is the same for everybody',
  async (path) => {
    const { headers } = await fetchRaw(edge, path, 'br, gzip');
    expect([headers['content-encoding'], headers.vary]).toEqual([undefined, undefined]);
  },
);

test('the page is sent plain, because it has a part that is another one in each answer', async () => {
  for (const path of ['/panel/', '/panel/people']) {
    const { headers, body } = await fetchRaw(edge, path, 'br, gzip');
    expect([headers['content-encoding'], headers.vary, body.toString()]).toEqual([undefined, undefined, PAGE]);
  }
});

test.each(['/panel/assets/main-1.js.br', '/panel/assets/main-1.js.gz', '/panel/assets/gone-1.js.gz'])(
  'a copy is no file of its own: %s',
  async (path) => {
    expect((await fetchRaw(edge, path, 'br, gzip')).status).toBe(404);
  },
);

describe('the built panel', () => {
  let panel: Edge;
  beforeAll(async () => {
    if (!ensureBuilt()) throw new Error('the panel could not be built; the lines above say why');
    panel = await openTinyEdge({ panel: { enabled: true, directory: panelDirectory() } });
  });
  afterAll(() => panel.close());

  test.each([['gzip, deflate, br, zstd'], ['gzip']])(
    'sends less than 250 kB of script to a browser that begins, and accepts %j',
    async (accepted) => {
      const page = await fetchRaw(panel, '/panel/', accepted);
      const scripts = [...page.body.toString().matchAll(/(?:src|href)="(\/panel\/[^"]+\.js)"/g)];
      expect(scripts.length).toBeGreaterThan(0);
      const sent = await Promise.all(scripts.map(([, path = '']) => fetchRaw(panel, path, accepted)));
      const bytes = sent.reduce((sum, { wire_bytes }) => sum + wire_bytes, 0);
      expect(bytes).toBeLessThan(MOST_BYTES_OF_SCRIPT);
      // And it is script that was counted.
      expect(bytes).toBeGreaterThan(MOST_BYTES_OF_SCRIPT / 10);
    },
  );

  test('sends its style sheets compressed', async () => {
    const page = await fetchRaw(panel, '/panel/', 'br');
    const sheets = [...page.body.toString().matchAll(/href="(\/panel\/[^"]+\.css)"/g)];
    expect(sheets.length).toBeGreaterThan(0);
    for (const [, path = ''] of sheets) {
      expect((await fetchRaw(panel, path, 'br')).headers['content-encoding']).toBe('br');
    }
  });
});

/** What came over the socket, nothing decoded; `wire_bytes` counts the head of the answer too. */
async function fetchRaw({ url }: Edge, path: string, accepted: string | undefined) {
  const headers = accepted === undefined ? {} : { 'accept-encoding': accepted };
  const response = await new Promise<IncomingMessage>((found, failed) => {
    get(`${url}${path}`, { headers, agent: false }, found).once('error', failed);
  });
  const { socket } = response;
  const body = Buffer.concat(await response.toArray());
  return { status: response.statusCode, headers: response.headers, body, wire_bytes: socket.bytesRead };
}
