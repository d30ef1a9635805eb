/**
 * A whole login and consent program, with Ory's client library: to be copied. It keeps its own people; yours asks whoever does.
 * `npm install @ory/client`, then LANYARD=https://sso.example.lan:5263 APP_PASSWORD=… PORT=3000 node login-and-consent.ts
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { Configuration, OAuth2Api, type OAuth2RedirectTo } from '@ory/client';

const { LANYARD: basePath = '', APP_PASSWORD: accessToken = '', PORT } = process.env;
const ory = new OAuth2Api(new Configuration({ basePath, accessToken }));
const PEOPLE = new Map([['emp-17', { password: 'open sesame', email: 'ida@office.example' }]]);
const NO = { error: 'access_denied', error_description: 'not today' };

/** What the page asks, or what Lanyard says to the answer. `said` is empty until the person has pressed a button. */
type Step = (challenge: string, said: Partial<Record<string, string>>) => Promise<string | { data: OAuth2RedirectTo }>;
const steps: Record<string, Step> = {
  async login(loginChallenge, said) {
    const { data } = await ory.getOAuth2LoginRequest({ loginChallenge });
    if (said['decision'] === 'no') return ory.rejectOAuth2LoginRequest({ loginChallenge, rejectOAuth2Request: NO });
    const person = PEOPLE.get(said['person'] ?? '');
    if (!data.skip && (person === undefined || person.password !== said['password']))
      return 'Who are you? <input name="person"> <input name="password" type="password">';
    const subject = data.skip ? data.subject : (said['person'] ?? '');
    const answer = { subject, remember: said['remember'] === 'on', remember_for: 3600, amr: ['pwd'], acr: 'office' };
    return ory.acceptOAuth2LoginRequest({ loginChallenge, acceptOAuth2LoginRequest: answer });
  },
  async consent(consentChallenge, said) {
    const { data } = await ory.getOAuth2ConsentRequest({ consentChallenge });
    if (said['decision'] === 'no') return ory.rejectOAuth2ConsentRequest({ consentChallenge, rejectOAuth2Request: NO });
    const { requested_scope: grant_scope = [], requested_access_token_audience: grant_access_token_audience = [] } =
      data;
    const asks = `${data.client?.client_name} asks for ${grant_scope.join(', ')}.`;
    if (!data.skip && said['decision'] !== 'yes') return shown(asks);
    const session = { id_token: { email: PEOPLE.get(data.subject ?? '')?.email } };
    const answer = { grant_scope, grant_access_token_audience, remember: said['remember'] === 'on', session };
    return ory.acceptOAuth2ConsentRequest({ consentChallenge, acceptOAuth2ConsentRequest: answer });
  },
  async logout(logoutChallenge, { decision }) {
    const { data } = await ory.getOAuth2LogoutRequest({ logoutChallenge });
    if (decision === undefined) return shown(`Goodbye, ${data.subject}?`);
    if (decision === 'yes') return ory.acceptOAuth2LogoutRequest({ logoutChallenge });
    await ory.rejectOAuth2LogoutRequest({ logoutChallenge });
    return '<b id="stayed">You stay.</b>';
  },
  async device(deviceChallenge, { user_code }) {
    if (user_code === undefined) return 'The code that the device shows: <input name="user_code">';
    return ory.acceptUserCodeRequest({ deviceChallenge, acceptDeviceUserCodeRequest: { user_code } });
  },
};

const shown = (words: string) => words.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
const page = (question: string) => `<!doctype html><title>Office</title><form method="post"><p>${question}</p>
<label><input type="checkbox" name="remember"> Remember it</label>
<button id="yes" name="decision" value="yes">Yes</button> <button id="no" name="decision" value="no">No</button></form>`;
/** Nobody else’s page may show these in a frame. */
const HEADERS = {
  'content-type': 'text/html',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

const PLAIN = { 'content-type': 'text/plain' };

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const kind = Object.keys(steps).find((name) => pathname === `/${name}`) ?? '';
  const said = request.method === 'POST' ? Object.fromEntries(new URLSearchParams(await text(request))) : {};
  const next = await steps[kind]?.(searchParams.get(`${kind}_challenge`) ?? '', said);
  if (typeof next === 'string') response.writeHead(200, HEADERS).end(page(next));
  else if (next === undefined) response.writeHead(404).end();
  else response.writeHead(303, { location: next.data.redirect_to }).end();
}
createServer((request, response) => {
  answer(request, response).catch((error: unknown) => response.writeHead(500, PLAIN).end(String(error)));
}).listen(Number(PORT), '127.0.0.1');
