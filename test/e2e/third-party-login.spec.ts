/** Third-party-initiated login in a real browser: from the panel's link to the application, which begins the sign-in itself. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from '@playwright/test';
import { ADMIN, openPanel, panelDocument, signInToPanel, startPanelOffice } from './panel-office.ts';
import { allow, signIn } from './pages.ts';

test('the panel’s link opens the application with iss and login_hint, and the person arrives signed in', async ({
  page,
}) => {
  const application = await startApplication();
  const { applications, ...others } = panelDocument(`${application.origin}/callback`);
  const initiate_login_uri = `${application.origin}/login?tenant=1`;
  const opened = applications.map((one) => (one.client_id === 'ticket-desk' ? { ...one, initiate_login_uri } : one));
  const office = await startPanelOffice({ ...others, applications: opened });
  try {
    await signInToPanel(page, office);
    await openPanel(page, office, '/applications');
    await page.getByRole('link', { name: 'Ticket desk', exact: true }).click();
    const coming = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Open Ticket desk and sign in' }).click();
    const tab = await coming;
    await expect(tab.locator('#lanyard-username')).toHaveValue(ADMIN.username);
    await signIn(tab, ADMIN);
    await allow(tab);
    await expect(tab.locator('#code')).toHaveText(/^[\w-]{43}$/);
    const [asked, ...more] = application.logins;
    const { issuer } = office.ready;
    expect([Object.fromEntries(asked ?? []), more]).toEqual([
      { tenant: '1', iss: issuer, login_hint: ADMIN.username },
      [],
    ]);
  } finally {
    await office.stop();
    await application.stop();
  }
});

/** It sends whoever comes to its login on to the issuer that they came with. OIDC Core §4 */
async function startApplication() {
  const logins: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', origin());
    if (pathname === '/login') {
      logins.push(searchParams);
      const query = new URLSearchParams({
        client_id: 'ticket-desk',
        redirect_uri: `${origin()}/callback`,
        response_type: 'code',
        scope: 'openid',
        login_hint: searchParams.get('login_hint') ?? '',
      });
      const location = `${searchParams.get('iss')}/oauth2/authorize?${query.toString()}`;
      response.writeHead(302, { location }).end();
      return;
    }
    const code = pathname === '/callback' ? (searchParams.get('code') ?? '') : '';
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<!doctype html><title>The application</title><p id="code">${code}</p>`);
  });
  const origin = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    origin: origin(),
    logins,
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
