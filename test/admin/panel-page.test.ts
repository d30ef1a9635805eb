/** The panel's page: its styles carry a nonce that is another one each time, and its scripts can be nobody's but ours. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTinyEdge } from '../http/tiny-edge.ts';

let directory: string;
let edge: Awaited<ReturnType<typeof openTinyEdge>>;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lanyard-panel-page-'));
  await writeFile(
    join(directory, 'index.html'),
    '<meta name="nonce" content="__LANYARD_NONCE__"><style nonce="__LANYARD_NONCE__">a{}</style><p>ü</p>',
  );
  await writeFile(join(directory, 'main.js'), '"__LANYARD_NONCE__"');
  edge = await openTinyEdge({ panel: { enabled: true, directory } });
});
afterAll(async () => {
  await edge.close();
  await rm(directory, { recursive: true, force: true });
});

async function page(path = '/panel/') {
  const response = await fetch(`${edge.url}${path}`);
  const csp = response.headers.get('content-security-policy') ?? '';
  return { csp, nonce: /'nonce-([\w-]+)'/.exec(csp)?.[1] ?? '', html: await response.text() };
}

test('every answer has a nonce of its own, in the policy and in the page', async () => {
  const [first, second] = [await page(), await page('/panel/users/1')];
  for (const { csp, nonce, html } of [first, second]) {
    expect(nonce).toMatch(/^[\w-]{22}$/);
    expect(html).toBe(`<meta name="nonce" content="${nonce}"><style nonce="${nonce}">a{}</style><p>ü</p>`);
    expect(csp).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(csp).toContain("script-src 'self';");
    expect(csp).not.toContain('unsafe');
  }
  expect(first.nonce).not.toBe(second.nonce);
});

test('other files are sent as they are', async () => {
  expect(await (await fetch(`${edge.url}/panel/main.js`)).text()).toBe('"__LANYARD_NONCE__"');
});
