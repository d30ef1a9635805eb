/**
 * Shows every page to a person and to axe: `node test/pages/gallery.ts OUTDIR` writes each variant as a file with its
 * stylesheet, and pictures of it at 1280 and 390 px in light and dark. Exits 1 when axe, the CSP or a 320 px window objects.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from '@playwright/test';
import { chromiumLaunchOptions, findChromium, NO_CHROMIUM } from '../../build/find-chromium.ts';
import { ASSETS } from '../../server/pages/assets.ts';
import { renderPage } from '../../server/pages/render.ts';
import { OFFICE, VIEWS } from './views.ts';

const outdir = process.argv[2];
const only = process.argv[3];
if (outdir === undefined) throw new Error('usage: node test/pages/gallery.ts OUTDIR [VARIANT]');

const names = Object.keys(VIEWS).filter((name) => only === undefined || name.includes(only));
const complaints: string[] = [];
/** Stands in for the logo of an application. */
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="18" fill="#E8743B"/></svg>';

await writeFiles(outdir);
const server = await serve();
const browser = await open();
try {
  for (const name of names)
    for (const colorScheme of ['light', 'dark'] as const) await show(browser, name, colorScheme);
} finally {
  await browser.close();
  server.close();
}
for (const complaint of complaints) console.error(complaint);
console.log(`${names.length} pages, ${complaints.length} complaints; pictures in ${outdir}`);
process.exitCode = complaints.length === 0 ? 0 : 1;

/** Files that open without a server: the paths of assets become relative. */
async function writeFiles(folder: string): Promise<void> {
  await mkdir(join(folder, 'assets'), { recursive: true });
  for (const asset of ASSETS) {
    const relative = asset.body().toString('latin1').replaceAll("url('/assets/", "url('");
    await writeFile(join(folder, asset.path), Buffer.from(relative, 'latin1'));
  }
  for (const name of names)
    await writeFile(join(folder, `${name}.html`), bodyOf(name).replaceAll('"/assets/', '"assets/'));
}

function rendered(name: string) {
  const view = VIEWS[name];
  return view === undefined ? undefined : renderPage(view, OFFICE);
}

function bodyOf(name: string): string {
  return rendered(name)?.body ?? '';
}

/** The pages as the edge serves them: with their own policy, and assets beside. */
async function serve() {
  const listening = createServer((request, response) => {
    const asset = ASSETS.find((one) => one.path === request.url);
    if (asset !== undefined) return response.setHeader('Content-Type', asset.content_type).end(asset.body());
    const page = rendered((request.url ?? '').slice(1));
    if (page === undefined) return response.writeHead(404).end();
    response.setHeader('Content-Security-Policy', page.csp);
    return response.setHeader('Content-Type', 'text/html; charset=utf-8').end(page.body);
  });
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return listening;
}

function open(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(NO_CHROMIUM);
  return chromium.launch(chromiumLaunchOptions(executablePath));
}

async function show(within: Browser, name: string, colorScheme: 'light' | 'dark'): Promise<void> {
  const context = await within.newContext({ colorScheme, viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const complain = (what: string) => complaints.push(`${name} (${colorScheme}): ${what}`);
  page.on('console', (message) => {
    if (/Content Security Policy/.test(message.text())) complain(message.text());
  });
  await context.route(/^https:/, (route) => route.fulfill({ contentType: 'image/svg+xml', body: LOGO }));
  // form_post would leave the page at once: its script is not what is looked at here
  await context.route('**/assets/form-post-*.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: '' }),
  );
  const address = server.address();
  await page.goto(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/${name}`);
  await page.evaluate('document.fonts.ready.then(() => true)');
  const axe = await new AxeBuilder({ page }).analyze();
  for (const found of axe.violations) complain(`${found.id}: ${found.nodes.map((node) => node.html).join(' | ')}`);
  await picture(page, `${name}-1280-${colorScheme}`, 1280);
  await picture(page, `${name}-390-${colorScheme}`, 390);
  await page.setViewportSize({ width: 320, height: 640 });
  const tooWide = await page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
  if (tooWide > 0) complain(`${tooWide} px too wide for a window of 320 px`);
  await context.close();
}

async function picture(page: Page, file: string, width: number): Promise<void> {
  await page.setViewportSize({ width, height: width === 390 ? 844 : 800 });
  await page.screenshot({ path: join(outdir ?? '.', `${file}.png`), fullPage: true });
}
