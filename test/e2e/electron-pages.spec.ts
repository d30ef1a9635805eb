/** The shell's own pages in a browser: everybody can use them, in light and dark, on small windows and large. */
import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { LOCAL_POLICY, LOCAL_STYLE, localPage, type LocalState } from '../../electron/local-page.ts';
import { FONT } from '../../electron/places.ts';

const LINES = [
  '{"time":"2026-11-21T12:20:08.358Z","level":"info","message":"a new store was made","took_ms":4}',
  'lanyard: Lanyard is running with this data directory (process 4711); stop it first: /home/alice/.local/share/lanyard',
];
const STATES: readonly LocalState[] = [
  { kind: 'starting', so_far_s: 20 },
  { kind: 'waiting', after_ms: 4_000, lines: LINES },
  {
    kind: 'failed',
    trouble: {
      title: 'Lanyard is running already',
      detail: 'Process 4711 is using the same data folder.',
      remedy: 'Use the one that is running, or stop it and try again.',
    },
    lines: LINES,
  },
  { kind: 'stopping' },
  { kind: 'stopped' },
  { kind: 'unreachable', address: 'https://sso.example.lan:5263/panel/', reason: 'ERR_CERT_AUTHORITY_INVALID' },
  { kind: 'no-panel', issuer: 'http://127.0.0.1:5263' },
];

let server: Server;
let origin: string;
test.beforeAll(async () => {
  const font = await readFile(FONT);
  server = createServer((request, response) => {
    const [body, type] = answerTo(request.url ?? '/', font);
    response.writeHead(200, { 'content-type': type, 'content-security-policy': LOCAL_POLICY }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
test.afterAll(() => void server.close());

for (const [index, state] of STATES.entries()) {
  test(`the page of a server that is ${state.kind} can be used by everybody`, async ({ page }) => {
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    for (const [colorScheme, width] of [
      ['light', 390],
      ['dark', 1280],
    ] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 860 });
      await page.goto(`${origin}/${index}/`);
      await page.evaluate(() => document.fonts.ready);
      const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.length}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    expect(complaints).toEqual([]);
  });
}

function answerTo(path: string, font: Buffer): readonly [string | Buffer, string] {
  if (path.endsWith('/style.css')) return [LOCAL_STYLE, 'text/css'];
  if (path.endsWith('/inter.woff2')) return [font, 'font/woff2'];
  const state = STATES[Number(path.split('/')[1])];
  return [state === undefined ? '' : localPage(state), 'text/html; charset=utf-8'];
}
