/**
 * A single-page application over TLS with an unmodified library of Auth0's and the lines that its manual asks for. Tests call
 * `client` in the page as its buttons would.
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { startTlsApplication, type WebApplication } from './fetch-application.ts';

export interface Auth0Page extends WebApplication {
  /** What its client is made with beside the redirect address, by the library's own names. */
  options: object;
}

interface Library {
  readonly file: string;
  /** Makes `client` out of `options`, and finishes a sign-in at the redirect address. */
  readonly script: string;
}

const LIBRARIES = {
  '@auth0/auth0-spa-js': {
    file: 'dist/auth0-spa-js.production.js',
    script: `
options.authorizationParams = Object.assign({ redirect_uri: location.origin + '/callback' }, options.authorizationParams);
var client = new auth0.Auth0Client(options);
if (location.pathname === '/callback') {
  client.handleRedirectCallback().then(client.getUser.bind(client)).then(
    function (user) { say('signed in as ' + user.nickname); },
    function (error) { say('refused: ' + error.error + ': ' + error.message); }
  );
} else say('ready');`,
  },
  'auth0-js': {
    file: 'dist/auth0.min.js',
    script: `
var client = new auth0.WebAuth(Object.assign({ redirectUri: location.origin + '/callback' }, options));
var result;
if (location.pathname === '/callback') {
  client.parseHash(function (error, parsed) {
    result = parsed;
    say(error ? 'refused: ' + error.error : 'signed in as ' + (parsed.idTokenPayload || {}).nickname);
  });
} else if (location.pathname === '/in-a-window') client.popup.callback();
else say('ready');`,
  },
} as const satisfies Record<string, Library>;

const PAGE = `<!doctype html><meta charset="utf-8"><title>The application</title><p id="state">waiting</p>
<script src="/library.js"></script><script src="/application.js"></script>`;

export async function startAuth0Page(
  library: keyof typeof LIBRARIES,
  tls: { readonly cert: string; readonly key: string },
): Promise<Auth0Page> {
  const { file, script } = LIBRARIES[library];
  const source = await readFile(resolve(import.meta.dirname, '../../node_modules', library, file));
  const files: Readonly<Record<string, () => string | Buffer>> = {
    '/library.js': () => source,
    '/application.js': () => `var options = ${JSON.stringify(page.options)};
function say(what) { document.getElementById('state').textContent = what; }${script}`,
  };
  const application = await startTlsApplication(tls, (request, response) => {
    const found = files[new URL(request.url ?? '/', page.origin).pathname];
    response.setHeader('content-type', found === undefined ? 'text/html' : 'text/javascript');
    response.end(found === undefined ? PAGE : found());
  });
  const page: Auth0Page = { ...application, options: {} };
  return page;
}
