/**
 * A server over TLS with applications written for Auth0 that sign people in with forms of their own, and a real mail
 * server. What nobody's SDK sends goes by plain requests.
 */
import { eventually } from './eventually.ts';
import { startMailServer, type TestMailServer } from './mail-server.ts';
import { ALICE } from './office.ts';
import { type RunningServer, startServer } from './start-server.ts';
import { makeTrustedTls } from './trusted-tls.ts';
import { writeOffice } from './write-office.ts';

export const OTP = 'http://auth0.com/oauth/grant-type/passwordless/otp';
export const SECRET = 'mobile-secret-mobile-secret-0001';
/** The origin of the applications' pages. */
export const PAGE = 'https://orders.example.lan';
export const CALLBACK = `${PAGE}/callback`;
export const EMAIL = 'alice@example.lan';

const REGISTERED = {
  dialect: 'auth0',
  redirect_uris: [CALLBACK],
  web_origins: [PAGE],
  scope: 'openid profile email offline_access',
};

const EVERYTHING = {
  client_secret: SECRET,
  grant_types: ['authorization_code', 'refresh_token', 'password', OTP],
  sign_up: true,
  new_password_by_mail: true,
};

const ALLOWED = { sign_in_by_mail: 'code', sign_up: true, new_password_by_mail: true, legacy_grants: true };

function officeWith(settings: object): object {
  return {
    lanyard: 1,
    settings,
    users: [
      { ...ALICE, name: 'Alice Example', email: EMAIL, email_verified: true },
      { username: 'bob', password: 'bob-bob-bob-bob-1', email: 'bob@example.lan' },
      { username: 'carol', password: 'carol-carol-carol-1', email: 'carol@example.lan', email_verified: true },
      { username: 'ada', password: 'ada-ada-ada-ada-1', email: 'ada@example.lan', admin: true },
    ],
    applications: [
      { ...REGISTERED, ...EVERYTHING, client_id: 'mobile', client_name: 'Mobile' },
      {
        ...REGISTERED,
        client_id: 'spa',
        client_name: 'Orders',
        token_endpoint_auth_method: 'none',
        require_pkce: true,
        grant_types: ['authorization_code', 'password', OTP],
        consent: 'skip',
      },
      { ...REGISTERED, client_id: 'plain', client_name: 'Plain', client_secret: SECRET },
      { ...REGISTERED, ...EVERYTHING, client_id: 'other', client_name: 'Other', dialect: 'native' },
    ],
  };
}

export interface Told {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly headers: Headers;
}

export interface Auth0Forms {
  readonly server: RunningServer;
  /** Of the address that is Auth0's alone. */
  readonly origin: string;
  readonly mail: TestMailServer;
  /** Sends JSON. */
  post(path: string, body: object, headers?: Record<string, string>): Promise<Told>;
  /** The code in the mail that comes after `before` others. */
  codeAfter(before: number): Promise<string>;
  stop(): Promise<void>;
}

/** Where the office allows everything, unless `settings` says otherwise. */
export async function startAuth0Forms(settings: object = ALLOWED): Promise<Auth0Forms> {
  const tls = await makeTrustedTls();
  const mail = await startMailServer({ security: 'none' });
  const office = await writeOffice(officeWith({ ...settings, ...byMailServer(mail), login_attempts_per_minute: 1000 }));
  const server = await startServer({ args: ['--import', office, '--dialect-port', 'auth0=0', ...tls.args] });
  const origin = server.ready.listeners.find(({ dialect }) => dialect === 'auth0')?.url ?? '';
  return {
    server,
    origin,
    mail,
    post: (path, body, headers) => post(`${origin}${path}`, body, headers),
    async codeAfter(before) {
      const { raw } = await eventually(() => mail.received[before], 'the mail');
      return /(\d{3}) (\d{3})/.exec(raw)?.slice(1).join('') ?? '';
    },
    async stop() {
      await server.stop();
      await mail.stop();
      await tls.remove();
    },
  };
}

function byMailServer({ port }: TestMailServer): object {
  return { smtp_host: '127.0.0.1', smtp_port: port, smtp_security: 'none', smtp_from: 'lanyard@example.lan' };
}

async function post(url: string, body: object, headers: Record<string, string> = {}): Promise<Told> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    headers: response.headers,
  };
}
