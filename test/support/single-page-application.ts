/**
 * A single-page application on an origin of its own: the unmodified oidc-client-ts with the few lines that its manual asks
 * for, and a page that ends its session in a frame. What it hears is written on its page, one line for each event.
 */
import { readFile } from 'node:fs/promises';
import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';

export interface SinglePageApplication {
  readonly origin: string;
  /** As an office enters it. */
  readonly registration: object;
  /** Where Lanyard is; told before the first page is opened. */
  issuer: string;
  /** The requests for the page that ends its session, in order: query and Cookie header. */
  readonly ended: readonly { readonly url: URL; readonly cookie: string }[];
  stop(): Promise<void>;
}

const LIBRARY = resolve(import.meta.dirname, '../../node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js');

const PAGE = `<!doctype html><meta charset="utf-8"><title>The application</title><ul id="heard"></ul>
<script src="/oidc-client-ts.js"></script><script src="/settings.js"></script><script src="/application.js"></script>`;

const APPLICATION = `
var manager = new oidc.UserManager(settings);
function hear(what) {
  var line = document.createElement('li');
  line.textContent = what;
  document.getElementById('heard').appendChild(line);
}
manager.events.addUserSignedOut(function () { hear('signed out elsewhere'); });
manager.events.addUserSessionChanged(function () { hear('session changed'); });
function wrong(error) { hear('error: ' + error.message); }
if (location.pathname === '/callback') {
  manager.signinRedirectCallback().then(function (user) { hear('signed in as ' + user.profile.preferred_username); }, wrong);
} else if (location.pathname === '/silent') {
  manager.signinSilentCallback().catch(wrong);
} else if (location.pathname === '/bye') {
  manager.signoutRedirectCallback().then(function () { hear('signed out'); }, wrong);
}
`;

/** Over TLS where `tls` names the files. */
export async function startSinglePageApplication(tls?: {
  readonly cert: string;
  readonly key: string;
}): Promise<SinglePageApplication> {
  const library = await readFile(LIBRARY);
  const ended: { url: URL; cookie: string }[] = [];
  const files: Readonly<Record<string, () => readonly [type: string, body: string | Buffer]>> = {
    '/oidc-client-ts.js': () => ['text/javascript', library],
    '/application.js': () => ['text/javascript', APPLICATION],
    '/settings.js': () => ['text/javascript', `var settings = ${JSON.stringify(settings())};`],
  };
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', application.origin);
    if (url.pathname === '/end') ended.push({ url, cookie: request.headers.cookie ?? '' });
    const [type, body] = files[url.pathname]?.() ?? ['text/html', PAGE];
    response.writeHead(200, { 'content-type': type, 'set-cookie': 'application=open; Path=/; HttpOnly' });
    response.end(url.pathname === '/end' ? '' : body);
  };
  const server =
    tls === undefined
      ? createPlainServer(answer)
      : createTlsServer({ cert: await readFile(tls.cert), key: await readFile(tls.key) }, answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = () => ({
    authority: application.issuer,
    client_id: 'spa',
    redirect_uri: `${origin}/callback`,
    silent_redirect_uri: `${origin}/silent`,
    post_logout_redirect_uri: `${origin}/bye`,
    scope: 'openid profile offline_access',
    automaticSilentRenew: false,
    monitorSession: true,
    checkSessionIntervalInSeconds: 1,
  });
  const application = {
    origin,
    issuer: '',
    ended,
    registration: {
      client_id: 'spa',
      client_name: 'The single-page application',
      token_endpoint_auth_method: 'none',
      redirect_uris: [`${origin}/callback`, `${origin}/silent`],
      post_logout_redirect_uris: [`${origin}/bye`],
      frontchannel_logout_uri: `${origin}/end`,
      web_origins: [origin],
      grant_types: ['authorization_code', 'refresh_token'],
      scope: 'openid profile offline_access',
      // A yes to a public application over plain http is never remembered, and prompt=none needs one.
      consent: tls === undefined ? 'skip' : 'remember',
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  return application;
}
