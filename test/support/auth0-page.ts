/**
 * A single-page application over TLS with the unmodified @auth0/auth0-spa-js and the lines that its manual asks for. Tests
 * call its client as its buttons would.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';

export interface Auth0Page {
  readonly origin: string;
  /** What its client is made with beside the redirect address, by the library's own names. */
  options: object;
  stop(): void;
}

const LIBRARY = resolve(import.meta.dirname, '../../node_modules/@auth0/auth0-spa-js/dist/auth0-spa-js.production.js');

const PAGE = `<!doctype html><meta charset="utf-8"><title>The application</title><p id="state">waiting</p>
<script src="/auth0-spa-js.js"></script><script src="/application.js"></script>`;

const application = (options: object) => `
var options = ${JSON.stringify(options)};
options.authorizationParams = Object.assign({ redirect_uri: location.origin + '/callback' }, options.authorizationParams);
var client = new auth0.Auth0Client(options);
function say(what) { document.getElementById('state').textContent = what; }
if (location.pathname === '/callback') {
  client.handleRedirectCallback().then(client.getUser.bind(client)).then(
    function (user) { say('signed in as ' + user.nickname); },
    function (error) { say('refused: ' + error.error + ': ' + error.message); }
  );
} else say('ready');
`;

export async function startAuth0Page(tls: { readonly cert: string; readonly key: string }): Promise<Auth0Page> {
  const library = await readFile(LIBRARY);
  const files: Readonly<Record<string, () => string | Buffer>> = {
    '/auth0-spa-js.js': () => library,
    '/application.js': () => application(page.options),
  };
  const server = createServer({ cert: await readFile(tls.cert), key: await readFile(tls.key) }, (request, response) => {
    const script = files[new URL(request.url ?? '/', page.origin).pathname];
    response.setHeader('content-type', script === undefined ? 'text/html' : 'text/javascript');
    response.end(script === undefined ? PAGE : script());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const page: Auth0Page = {
    origin: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    options: {},
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
  return page;
}
