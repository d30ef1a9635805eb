/** An office's own login and consent application, written with Ory's client library as Ory's examples are: it keeps its people itself. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Configuration, OAuth2Api } from '@ory/client';

const PEOPLE: Readonly<Record<string, { readonly password: string; readonly email: string }>> = {
  'emp-17': { password: 'open sesame', email: 'ida@office.example' },
};

export interface SignInProgram {
  readonly url: string;
  /** Where Lanyard's admin API is, and the token of an admin. */
  connect(basePath: string, accessToken: string): void;
  stop(): Promise<void>;
}

export async function startSignInProgram(): Promise<SignInProgram> {
  let ory = new OAuth2Api();
  const pages: Readonly<Record<string, (asked: URLSearchParams, posted: boolean) => Promise<string>>> = {
    '/login': async (asked, posted) => {
      const loginChallenge = asked.get('login_challenge') ?? '';
      const { data } = await ory.getOAuth2LoginRequest({ loginChallenge });
      const subject = data.skip ? data.subject : (asked.get('person') ?? '');
      if (asked.get('decision') === 'no') {
        const rejectOAuth2Request = { error: 'access_denied', error_description: 'not today' };
        return (await ory.rejectOAuth2LoginRequest({ loginChallenge, rejectOAuth2Request })).data.redirect_to;
      }
      const knows = PEOPLE[subject] !== undefined && PEOPLE[subject].password === asked.get('password');
      if (!data.skip && !(posted && knows)) {
        return form('login_challenge', loginChallenge, '<input name="person"><input name="password" type="password">');
      }
      const remember = { remember: asked.has('remember'), remember_for: 3600 };
      const acceptOAuth2LoginRequest = { subject, ...remember, amr: ['pwd'], acr: 'office', context: { desk: 4 } };
      return (await ory.acceptOAuth2LoginRequest({ loginChallenge, acceptOAuth2LoginRequest })).data.redirect_to;
    },
    '/consent': async (asked, posted) => {
      const consentChallenge = asked.get('consent_challenge') ?? '';
      const { data } = await ory.getOAuth2ConsentRequest({ consentChallenge });
      if (!data.skip && !posted) {
        const scopes = (data.requested_scope ?? []).map((name) => `<li>${name}</li>`).join('');
        return form('consent_challenge', consentChallenge, `<ul>${scopes}</ul>`);
      }
      const rejected = { consentChallenge, rejectOAuth2Request: { error: 'access_denied' } };
      if (asked.get('decision') === 'no') return (await ory.rejectOAuth2ConsentRequest(rejected)).data.redirect_to;
      const acceptOAuth2ConsentRequest = {
        grant_scope: data.requested_scope ?? [],
        grant_access_token_audience: data.requested_access_token_audience ?? [],
        remember: asked.has('remember'),
        session: { id_token: { email: PEOPLE[data.subject ?? '']?.email }, access_token: { desk: 4 } },
      };
      return (await ory.acceptOAuth2ConsentRequest({ consentChallenge, acceptOAuth2ConsentRequest })).data.redirect_to;
    },
    '/logout': async (asked, posted) => {
      const logoutChallenge = asked.get('logout_challenge') ?? '';
      const { data } = await ory.getOAuth2LogoutRequest({ logoutChallenge });
      if (!posted) return form('logout_challenge', logoutChallenge, `<p>Goodbye, ${data.subject}?</p>`);
      if (asked.get('decision') !== 'no')
        return (await ory.acceptOAuth2LogoutRequest({ logoutChallenge })).data.redirect_to;
      await ory.rejectOAuth2LogoutRequest({ logoutChallenge });
      return '<p id="stayed">You stay.</p>';
    },
    '/device': async (asked, posted) => {
      const deviceChallenge = asked.get('device_challenge') ?? '';
      if (!posted) return form('device_challenge', deviceChallenge, '<input name="user_code">');
      const acceptDeviceUserCodeRequest = { user_code: asked.get('user_code') ?? '' };
      return (await ory.acceptUserCodeRequest({ deviceChallenge, acceptDeviceUserCodeRequest })).data.redirect_to;
    },
  };
  const server = createServer((request, response) => void answer(request, response, pages));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connect: (basePath, accessToken) => (ory = new OAuth2Api(new Configuration({ basePath, accessToken }))),
    stop: () => new Promise((done) => server.close(() => done())),
  };
}

const form = (name: string, challenge: string, fields: string) =>
  `<form method="post"><input type="hidden" name="${name}" value="${challenge}">${fields}<label><input type="checkbox" name="remember">remember</label><button id="yes" name="decision" value="yes">Yes</button><button id="no" name="decision" value="no">No</button></form>`;

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  pages: Readonly<Record<string, (asked: URLSearchParams, posted: boolean) => Promise<string>>>,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
  const posted = request.method === 'POST';
  let body = '';
  for await (const chunk of request) body += String(chunk);
  try {
    const said = await pages[pathname]?.(posted ? new URLSearchParams(body) : searchParams, posted);
    if (said?.startsWith('http') === true) response.writeHead(303, { location: said }).end();
    else response.writeHead(said === undefined ? 404 : 200, { 'content-type': 'text/html' }).end(said);
  } catch (error) {
    response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
  }
}
