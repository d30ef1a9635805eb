/** @auth/core, unmodified, with its own GitHub provider and nothing but the address of the enterprise server. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { type AuthCoreConfig, loadAuthCore, loadProvider } from '../support/auth-core.ts';
import { officeFile, WEB_SECRET } from '../support/office.ts';
import { startServer } from '../support/start-server.ts';
import { allow, signIn } from './pages.ts';

/** What @auth/core wants is Request and Response of the Fetch standard; this is all that stands between it and the browser. */
async function startApplication(config: () => AuthCoreConfig) {
  const { Auth } = await loadAuthCore();
  const server = createServer((request, response) => {
    // Browsers ask for an icon too, which is nobody's here.
    if (request.url?.startsWith('/auth/') !== true) return void response.writeHead(404).end();
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]);
      const body = request.method === 'POST' ? { body: Buffer.concat(parts) } : {};
      const asked = new Request(`${origin}${request.url ?? '/'}`, {
        method: request.method ?? 'GET',
        headers,
        ...body,
      });
      void Auth(asked, config()).then(async (answer) => {
        for (const [name, value] of answer.headers) if (name !== 'set-cookie') response.setHeader(name, value);
        response.setHeader('set-cookie', answer.headers.getSetCookie());
        response.writeHead(answer.status).end(Buffer.from(await answer.arrayBuffer()));
      });
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

test('@auth/core signs a person in by its GitHub provider', async ({ page }) => {
  const github = await loadProvider('github');
  const providers: object[] = [];
  const errors: unknown[] = [];
  const application = await startApplication(() => ({
    providers,
    secret: 'a-secret-of-the-application-only-0001',
    trustHost: true,
    basePath: '/auth',
    logger: { error: (said) => errors.push(said), warn: () => undefined, debug: () => undefined },
  }));
  const callback = `${application.origin}/auth/callback/github`;
  const office = await officeFile({ callback, goodbye: `${application.origin}/bye` });
  const lanyard = await startServer({ args: ['--import', office, '--dialect-port', 'github=0'] });
  try {
    const baseUrl = lanyard.ready.listeners.find(({ dialect }) => dialect === 'github')?.url ?? '';
    const credentials = { clientId: 'github-app', clientSecret: WEB_SECRET };
    providers.push(github({ ...credentials, enterprise: { baseUrl } }));
    await page.goto(`${application.origin}/auth/signin?callbackUrl=/auth/session`);
    await page.getByRole('button', { name: /GitHub/ }).click();
    expect(new URL(page.url()).origin).toBe(baseUrl);
    await signIn(page);
    await allow(page);
    await page.waitForURL(`${application.origin}/auth/session`);
    expect(errors).toEqual([]);
    expect(JSON.parse(await page.locator('body').innerText())).toMatchObject({
      user: { name: 'Alice Example', email: 'alice@example.lan' },
    });
  } finally {
    await lanyard.stop();
    application.stop();
  }
});
