/** The office of the crash rounds, and the calls that its clients make. */
import { Agent, request } from 'node:http';
import { ALICE } from '../support/office.ts';

const SECRET = 'a-secret-that-survives-the-plug-0001';
export const CALLBACK = 'http://127.0.0.1:9/callback';

/** In seconds. Short, so that a long run is not about an ever larger store. */
export const LIFETIME_S = 120;
/** Every token's record names it: a few hundred of them fill a journal. */
export const ROBOT = `robot-${'o'.repeat(240)}`;

const application = {
  client_secret: SECRET,
  redirect_uris: [CALLBACK],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  scope: 'openid profile email groups offline_access',
};

/** `app` asks nobody, so that codes come as fast as they can be redeemed; `asks` remembers what people said. */
export const OFFICE = {
  lanyard: 1,
  settings: {
    login_attempts_per_minute: 1000,
    access_token_lifetime_s: LIFETIME_S,
    refresh_token_lifetime_s: LIFETIME_S,
    session_lifetime_s: LIFETIME_S,
    code_lifetime_s: LIFETIME_S,
    // Whoever asks again after a kill has waited for a start or two.
    refresh_token_grace_s: LIFETIME_S,
  },
  users: [{ ...ALICE, name: 'Alice', email: 'alice@example.lan', admin: true }],
  applications: [
    { ...application, client_id: 'app', consent: 'skip' },
    { ...application, client_id: 'asks', consent: 'remember' },
    { client_id: ROBOT, client_secret: SECRET, redirect_uris: [], grant_types: ['client_credentials'] },
  ],
};

export type Answer = Readonly<Record<string, unknown>>;

/** The server was gone before the answer was whole: what it did is not known. */
export class Gone extends Error {}

/** A few connections that stay open, as a busy application has them. */
const agent = new Agent({ keepAlive: true, maxSockets: 32 });

export function redeem(issuer: string, code: string, code_verifier: string): Promise<Answer> {
  return post(issuer, 'token', { grant_type: 'authorization_code', code, code_verifier, redirect_uri: CALLBACK });
}

export function refresh(issuer: string, refresh_token: string): Promise<Answer> {
  return post(issuer, 'token', { grant_type: 'refresh_token', refresh_token });
}

/** Throws Gone when the server is. */
export async function post(
  issuer: string,
  endpoint: string,
  fields: Record<string, string>,
  client_id = 'app',
): Promise<Answer> {
  const text = await new Promise<string>((done, failed) => {
    const headers = {
      authorization: `Basic ${Buffer.from(`${client_id}:${SECRET}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    };
    const asked = request(`${issuer}/oauth2/${endpoint}`, { method: 'POST', agent, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
      response.once('end', () => (response.complete ? done(body) : failed(new Gone('the answer was cut off'))));
      response.once('error', (cause) => failed(new Gone('the answer was cut off', { cause })));
    });
    asked.once('error', (cause) => failed(new Gone('the server is gone', { cause })));
    asked.end(new URLSearchParams(fields).toString());
  });
  return text === '' ? {} : (JSON.parse(text) as Answer);
}
