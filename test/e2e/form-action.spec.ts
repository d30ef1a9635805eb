/** An application that goes on to another of its own hosts after the callback, as a proxy in front of several does. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { officeDocument, officeFile } from '../support/office.ts';
import { startServer } from '../support/start-server.ts';
import { allow, signIn } from './pages.ts';

for (const registered of [true, false]) {
  test(`a callback that goes on elsewhere ${registered ? 'arrives where web_origins names it' : 'is stopped where nothing names it'}`, async ({
    page,
  }) => {
    const elsewhere = await listen((_path) => ({
      status: 200,
      body: '<!doctype html><title>Elsewhere</title><p id="arrived">Arrived</p>',
    }));
    const callback = await listen(() => ({ status: 302, location: `${elsewhere.origin}/` }));
    const place = { callback: `${callback.origin}/callback`, goodbye: `${callback.origin}/bye` };
    const office = await officeFile(place);
    const document = officeDocument(place) as { applications: Record<string, unknown>[] };
    if (registered) document.applications[0]!['web_origins'] = [elsewhere.origin];
    await writeFile(office, JSON.stringify(document));
    const server = await startServer({ args: ['--import', office] });
    try {
      const query = new URLSearchParams({
        client_id: 'web-app',
        redirect_uri: place.callback,
        response_type: 'code',
        scope: 'openid',
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
      });
      const blocked = page.waitForEvent('console', (message) => message.text().includes('form-action'));
      blocked.catch(() => undefined);
      await page.goto(`${server.ready.issuer}/oauth2/authorize?${query.toString()}`);
      await signIn(page);
      await allow(page);
      if (registered) await expect(page.locator('#arrived')).toBeVisible();
      else expect((await blocked).text()).toContain('form-action');
    } finally {
      await server.stop();
      elsewhere.stop();
      callback.stop();
    }
  });
}

interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly location?: string;
}

async function listen(answer: (path: string) => Answer) {
  const server = createServer((request, response) => {
    const { status, body = '', location } = answer(request.url ?? '/');
    response.writeHead(status, { 'content-type': 'text/html', ...(location === undefined ? {} : { location }) });
    response.end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop };
}
