/** A real server that somebody watches, a real client library at it, and a person at its pages: what flows leave in the trace. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as client from 'openid-client';
import type { Answered } from '../../server/contract/admin/types.ts';
import type { TraceEvent } from '../../server/contract/trace-events.ts';
import { DEVICE_CODE_GRANT } from '../../server/spec/vocabulary.ts';
import { HttpPerson, type Stop } from '../support/http-person.ts';
import { startServer } from '../support/start-server.ts';

export const CALLBACK = 'https://wiki.example.lan/callback';
export const PASSWORD = 'canary-password-of-alice-1';
export const SECRET = 'canary-client-secret-0123456789abcdef';
const APP_PASSWORD = 'canary-app-password-0123456789abcdef';

const DOCUMENT = {
  lanyard: 1,
  settings: { issuer_name: 'Example Office' },
  users: [{ username: 'alice', password: PASSWORD, name: 'Alice Example', email: 'alice@example.lan', admin: true }],
  applications: [
    {
      client_id: 'wiki',
      client_name: 'Wiki',
      client_secret: SECRET,
      redirect_uris: [CALLBACK],
      grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
      scope: 'openid profile email offline_access',
    },
    {
      client_id: 'signer',
      client_name: 'Signer',
      client_secret: SECRET,
      redirect_uris: [CALLBACK],
      jwks_uri: 'http://127.0.0.1:1/keys',
      request_uris: ['http://127.0.0.1:1/request'],
    },
    { client_id: 'television', client_secret: SECRET, grant_types: [DEVICE_CODE_GRANT] },
  ],
  service_accounts: [{ username: 'watcher', admin: true, app_passwords: [{ name: 'main', password: APP_PASSWORD }] }],
};

export type LiveOffice = Awaited<ReturnType<typeof openLiveOffice>>;
export type Flows = Answered<'listFlows'>['items'];

export async function openLiveOffice() {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-live-'));
  const office = join(directory, 'office.json');
  await writeFile(office, JSON.stringify(DOCUMENT));
  const server = await startServer({ args: ['--import', office] });
  const { issuer } = server.ready;
  const authorization = `Bearer ${await adminToken(issuer)}`;
  const ask = (path: string, headers: Readonly<Record<string, string>> = {}, signal?: AbortSignal) =>
    fetch(`${issuer}/api/v1/${path}`, {
      headers: { authorization, ...headers },
      ...(signal === undefined ? {} : { signal }),
    });
  return {
    issuer,
    authorization,
    ask,
    /** Without `last_event_id`: what happens from now on. */
    watch: (last_event_id?: string) => openStream(ask, last_event_id),
    flows: async () => ((await (await ask('trace/flows')).json()) as Answered<'listFlows'>).items,
    flow: async (flow_id: string) => (await (await ask(`trace/flows/${flow_id}`)).json()) as Answered<'readFlow'>,
    application: () => openApplication(issuer),
    stop: async () => {
      const exit = await server.stop();
      await rm(directory, { recursive: true, force: true });
      return exit;
    },
  };
}

async function adminToken(issuer: string): Promise<string> {
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    username: 'watcher',
    password: APP_PASSWORD,
    scope: 'lanyard:admin',
  });
  const answer = (await (await fetch(`${issuer}/oauth2/token`, { method: 'POST', body })).json()) as {
    readonly access_token?: string;
  };
  if (answer.access_token === undefined) throw new Error(`no token for the watcher: ${JSON.stringify(answer)}`);
  return answer.access_token;
}

export interface Stream {
  readonly status: number;
  readonly headers: Headers;
  /** Everything that came, as it came. */
  raw(): string;
  events(): readonly TraceEvent[];
  /** The names of the events that are no trace events. */
  said(): readonly string[];
  lastId(): string | undefined;
  /** Resolves when `enough` holds; throws where it doesn't within ten seconds. */
  until(enough: () => boolean): Promise<void>;
  /** Resolves when the server has ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

type Ask = (path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal) => Promise<Response>;

async function openStream(ask: Ask, last_event_id: string | undefined): Promise<Stream> {
  const cut = new AbortController();
  const headers = last_event_id === undefined ? {} : { 'last-event-id': last_event_id };
  const response = await ask('trace/stream', headers, cut.signal);
  let raw = '';
  let ringing = Promise.withResolvers<void>();
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) {
      raw += decoder.decode(bytes, { stream: true });
      ringing.resolve();
    }
  };
  const ended = read().catch(() => undefined);
  const whole = () => raw.split('\n\n').slice(0, -1);
  const stream: Stream = {
    status: response.status,
    headers: response.headers,
    raw: () => raw,
    events: () =>
      whole()
        .filter((block) => !/^event:/m.test(block))
        .flatMap((block) => {
          const data = /^data: (.*)$/m.exec(block)?.[1];
          return data === undefined ? [] : [JSON.parse(data) as TraceEvent];
        }),
    said: () => whole().flatMap((block) => /^event: (.*)$/m.exec(block)?.[1] ?? []),
    lastId: () => [...raw.matchAll(/^id: (.*)$/gm)].at(-1)?.[1],
    async until(enough) {
      const late = AbortSignal.timeout(30_000);
      while (!enough()) {
        if (late.aborted) throw new Error(`the stream did not say what was waited for:\n${raw.slice(-2_000)}`);
        await Promise.race([ringing.promise, new Promise((done) => setTimeout(done, 100))]);
        ringing = Promise.withResolvers<void>();
      }
    },
    ended,
    close: () => cut.abort(),
  };
  if (response.status === 200) await stream.until(() => stream.said().includes('ready'));
  return stream;
}

/** The application as its author wrote it, with a client library. */
async function openApplication(issuer: string) {
  const config = await client.discovery(new URL(issuer), 'wiki', SECRET, client.ClientSecretPost(SECRET), {
    execute: [client.allowInsecureRequests],
  });
  const person = new HttpPerson(issuer);

  async function begin(scope = 'openid profile offline_access') {
    const verifier = client.randomPKCECodeVerifier();
    const state = client.randomState();
    const nonce = client.randomNonce();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: CALLBACK,
      scope,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
    return { verifier, state, nonce, page: await person.open(url.href) };
  }

  return {
    config,
    person,
    begin,
    signIn: (page: Stop, password = PASSWORD) => person.submit(page, { username: 'alice', password }),
    /** From the first request to the address with the code. */
    async arrive(scope?: string) {
      const begun = await begin(scope);
      let here = begun.page;
      if (here.left === undefined && /name="password"/.test(here.html)) {
        here = await person.submit(here, { username: 'alice', password: PASSWORD });
      }
      if (here.left === undefined) here = await person.allow(here);
      if (here.left === undefined) throw new Error(`stayed at ${here.url}`);
      return { ...begun, callback: here.left };
    },
    redeem: (
      { callback, verifier, state, nonce }: { callback: URL; verifier: string; state: string; nonce: string },
      wrongVerifier?: string,
    ) =>
      client.authorizationCodeGrant(config, callback, {
        pkceCodeVerifier: wrongVerifier ?? verifier,
        expectedState: state,
        expectedNonce: nonce,
      }),
  };
}
