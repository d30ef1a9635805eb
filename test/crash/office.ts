/** The office of the crash rounds, and the calls that its clients make. */
import { ALICE } from '../support/office.ts';

const SECRET = 'a-secret-that-survives-the-plug-0001';
export const CALLBACK = 'http://127.0.0.1:9/callback';

const application = {
  client_secret: SECRET,
  redirect_uris: [CALLBACK],
  grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
  response_types: ['code'],
  scope: 'openid profile email groups offline_access',
};

/** `app` asks nobody, so that codes come as fast as they can be redeemed; `asks` remembers what people said. */
export const OFFICE = {
  lanyard: 1,
  settings: { login_attempts_per_minute: 1000 },
  users: [{ ...ALICE, name: 'Alice', email: 'alice@example.lan', admin: true }],
  applications: [
    { ...application, client_id: 'app', consent: 'skip' },
    { ...application, client_id: 'asks', consent: 'remember' },
  ],
};

export function redeem(issuer: string, code: string, code_verifier: string): Promise<Record<string, string>> {
  return post(issuer, 'token', { grant_type: 'authorization_code', code, code_verifier, redirect_uri: CALLBACK });
}

/** Throws TypeError, as fetch does, when the server is gone before the answer was whole. */
export async function post(
  issuer: string,
  endpoint: string,
  fields: Record<string, string>,
): Promise<Record<string, string>> {
  const headers = { authorization: `Basic ${Buffer.from(`app:${SECRET}`).toString('base64')}` };
  const init = { method: 'POST', headers, body: new URLSearchParams(fields) };
  const response = await fetch(`${issuer}/oauth2/${endpoint}`, init);
  const text = await response.text();
  return text === '' ? {} : (JSON.parse(text) as Record<string, string>);
}
