/** Live flows from a real server, as whoever watches gets them: joined, whole, without a gap and without a secret. */
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TraceEvent } from '../../server/contract/trace-events.ts';
import { type LiveOffice, openLiveOffice, PASSWORD, SECRET } from './live-office.ts';

let office: LiveOffice;
beforeAll(async () => {
  office = await openLiveOffice();
});
afterAll(() => office.stop());

const httpOf = (events: readonly TraceEvent[], flow_id?: string) =>
  events.filter(({ kind, flow_id: its }) => kind === 'http' && (flow_id ?? its) === its).map(({ name }) => name);

describe('a sign-in that somebody watches', () => {
  it('is one flow, from the browser’s first request to the last use of its tokens', async () => {
    const stream = await office.watch();
    const application = await office.application();
    const arrived = await application.arrive();
    const tokens = await application.redeem(arrived);
    const sub = tokens.claims()?.sub ?? '';
    await client.fetchUserInfo(application.config, tokens.access_token, sub);
    await client.tokenIntrospection(application.config, tokens.access_token);
    await client.refreshTokenGrant(application.config, tokens.refresh_token ?? '');
    await stream.until(() => httpOf(stream.events()).length >= 10);
    const [authorize] = stream.events().filter(({ name }) => name === 'GET /oauth2/authorize');
    expect(httpOf(stream.events(), authorize?.flow_id)).toEqual([
      'GET /oauth2/authorize',
      'GET /interaction/login',
      'POST /interaction/login',
      'GET /interaction/consent',
      'POST /interaction/consent',
      'POST /oauth2/token',
      'GET /oauth2/userinfo',
      'POST /oauth2/introspect',
      'POST /oauth2/token',
    ]);
    const [summary] = (await office.flows()).filter(({ flow_id }) => flow_id === authorize?.flow_id);
    expect(summary).toMatchObject({
      title: 'alice signs in to Wiki',
      client_id: 'wiki',
      username: 'alice',
      outcome: 'done',
    });
    const flow = await office.flow(authorize?.flow_id ?? '');
    expect(flow.summary).toEqual(summary);
    expect(flow.events).toEqual(stream.events().filter(({ flow_id }) => flow_id === authorize?.flow_id));
    expect(flow.events).toHaveLength(summary?.events ?? 0);
    stream.close();
  });

  it('shows no password, code, verifier, secret, token, ticket or cookie', async () => {
    const stream = await office.watch();
    const application = await office.application();
    const begun = await application.begin();
    const ticket = new URL(begun.page.url).searchParams.get('ticket') ?? '';
    const csrf = /name="csrf" value="([^"]+)"/.exec(begun.page.html)?.[1] ?? '';
    await application.signIn(begun.page, 'canary-wrong-password-1');
    const login = await application.person.open(begun.page.url);
    const signedIn = await application.signIn(login);
    const { left = new URL('about:blank') } =
      signedIn.left === undefined ? await application.person.allow(signedIn) : signedIn;
    const cookies = application.person.cookieHeader();
    const arrived = { ...begun, callback: left };
    const tokens = await application.redeem(arrived);
    await application.redeem(arrived).catch(() => undefined);
    const again = await application.arrive();
    await application.redeem(again, 'canary-wrong-verifier-canary-wrong-verifier-1').catch(() => undefined);
    const third = await application.redeem(await application.arrive());
    const renewed = await client.refreshTokenGrant(application.config, third.refresh_token ?? '');
    await client.fetchUserInfo(application.config, renewed.access_token, client.skipSubjectCheck);
    await client.tokenIntrospection(application.config, renewed.access_token);
    await client.tokenRevocation(application.config, renewed.access_token);
    const machine = await client.clientCredentialsGrant(application.config);
    const basic = Buffer.from(`wiki:${SECRET}`).toString('base64');
    await fetch(`${office.issuer}/oauth2/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${basic}` },
      body: new URLSearchParams({ grant_type: 'client_credentials', password: 'canary-of-a-body' }),
    });
    await stream.until(() => stream.raw().includes('POST /oauth2/revoke'));
    await stream.until(() => httpOf(stream.events()).at(-1) === 'POST /oauth2/token');
    const secrets: Readonly<Record<string, string>> = {
      password: PASSWORD,
      wrongPassword: 'canary-wrong-password-1',
      secret: SECRET,
      basic,
      bodyPassword: 'canary-of-a-body',
      bearer: office.authorization.slice('Bearer '.length),
      ticket,
      csrf,
      ...Object.fromEntries(
        cookies.split('; ').map((cookie) => [`cookie ${cookie.split('=')[0]}`, cookie.split('=')[1] ?? '']),
      ),
      ...Object.fromEntries(
        [arrived, again].flatMap(({ callback, verifier, state, nonce }, n) => [
          [`code ${n}`, callback.searchParams.get('code') ?? ''],
          [`verifier ${n}`, verifier],
          [`state ${n}`, state],
          [`nonce ${n}`, nonce],
        ]),
      ),
      wrongVerifier: 'canary-wrong-verifier-canary-wrong-verifier-1',
      ...Object.fromEntries(
        [tokens, third, renewed, machine].flatMap(({ access_token, refresh_token = '', id_token = '' }, n) => [
          [`access token ${n}`, access_token],
          ...(refresh_token === '' ? [] : [[`refresh token ${n}`, refresh_token]]),
          ...(id_token === '' ? [] : [[`ID token ${n}`, id_token]]),
          ...(id_token === '' ? [] : [[`signature ${n}`, id_token.split('.')[2] ?? '']]),
        ]),
      ),
    };
    const shown = `${stream.raw()}${JSON.stringify(await office.flows())}`;
    for (const [name, secret] of Object.entries(secrets)) {
      expect([name, secret.length > 7]).toEqual([name, true]);
      expect([name, shown.includes(secret), shown.includes(encodeURIComponent(secret))]).toEqual([name, false, false]);
    }
    expect(shown).not.toContain('canary');
    stream.close();
  });

  it('that was refused says where and why, and in the list that it was', async () => {
    const stream = await office.watch();
    const application = await office.application();
    const arrived = await application.arrive();
    const wrong = application.redeem(arrived, 'w'.repeat(43));
    await expect(wrong).rejects.toMatchObject({ error: 'invalid_grant' });
    const last = () => stream.events().findLast(({ kind }) => kind === 'http');
    await stream.until(() => last()?.name === 'POST /oauth2/token');
    expect(last()?.outcome).toMatchObject({ kind: 'refused', code: 'invalid_grant' });
    const [flow] = await office.flows();
    expect(flow).toMatchObject({ flow_id: last()?.flow_id, title: 'alice signs in to Wiki', outcome: 'refused' });
    stream.close();
  });
});

describe('an application with a wrong secret', () => {
  const tokenCall = (fields: Readonly<Record<string, string>>, secret: string) =>
    fetch(`${office.issuer}/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: 'wiki', client_secret: secret, ...fields }),
    });

  it('is refused within the sign-in whose code it brings, which stays good for the right secret', async () => {
    const stream = await office.watch();
    const application = await office.application();
    const arrived = await application.arrive();
    const code = arrived.callback.searchParams.get('code') ?? '';
    const refused = await tokenCall({ grant_type: 'authorization_code', code }, 'not-the-secret-of-the-wiki-at-all');
    expect(refused.status).toBe(401);
    const authorize = stream.events().findLast(({ name }) => name === 'GET /oauth2/authorize');
    await stream.until(() => httpOf(stream.events(), authorize?.flow_id).at(-1) === 'POST /oauth2/token');
    const [broken] = await office.flows();
    const sameFlow = { flow_id: authorize?.flow_id, title: 'alice signs in to Wiki' };
    expect(broken).toMatchObject({ ...sameFlow, outcome: 'refused' });
    await application.redeem(arrived);
    await stream.until(() => httpOf(stream.events(), authorize?.flow_id).length >= 4);
    const mended = (await office.flows()).find(({ flow_id }) => flow_id === authorize?.flow_id);
    expect(mended).toMatchObject({ ...sameFlow, outcome: 'done' });
    stream.close();
  });

  it('is refused within the sign-in whose refresh token it brings', async () => {
    const stream = await office.watch();
    const application = await office.application();
    const { refresh_token = '' } = await application.redeem(await application.arrive());
    const flow_id = stream.events().findLast(({ name }) => name === 'GET /oauth2/authorize')?.flow_id;
    await tokenCall({ grant_type: 'refresh_token', refresh_token }, 'not-the-secret-of-the-wiki-at-all');
    const refusal = () => stream.events().find(({ kind, outcome }) => kind === 'http' && outcome.kind === 'refused');
    await stream.until(() => refusal() !== undefined);
    expect(refusal()?.flow_id).toBe(flow_id);
    stream.close();
  });

  it('stays a flow of its own with a code that nobody issued, and is not said to have got anything', async () => {
    const stream = await office.watch();
    await tokenCall({ grant_type: 'authorization_code', code: 'made-up' }, 'not-the-secret-of-the-wiki-at-all');
    await stream.until(() => httpOf(stream.events()).length > 0);
    const [flow] = await office.flows();
    expect(flow).toMatchObject({ title: 'Wiki asks for tokens and is refused', outcome: 'refused', username: null });
    stream.close();
  });
});

describe('a stream that is cut', () => {
  it('goes on where it was, without a gap and without a repetition', async () => {
    const first = await office.watch();
    const application = await office.application();
    await application.redeem(await application.arrive());
    await first.until(() => httpOf(first.events()).includes('POST /oauth2/token'));
    const before = first.events();
    first.close();
    await application.redeem(await application.arrive());
    const second = await office.watch(first.lastId());
    await second.until(() => httpOf(second.events()).includes('POST /oauth2/token'));
    expect(second.said()).toEqual(['ready']);
    const all = [...before, ...second.events()].map(({ sequence }) => sequence);
    const [begin = 0] = all;
    expect(all).toEqual(all.map((_, at) => begin + at));
    second.close();
  });

  it('before anything was said goes on as well', async () => {
    const first = await office.watch();
    first.close();
    await office.application();
    const second = await office.watch(first.lastId());
    await second.until(() => second.events().length > 0);
    expect(httpOf(second.events())[0]).toBe('GET /.well-known/openid-configuration');
    second.close();
  });

  it.each(['an older server-12', '0-12', 'nonsense'])(
    'and names a place that is not known is told of a gap: %s',
    async (id) => {
      const stream = await office.watch(id);
      await stream.until(() => stream.said().includes('gap'));
      expect(stream.said()).toEqual(['ready', 'gap']);
      stream.close();
    },
  );
});

describe('the stream', () => {
  it('is for Server-Sent Events, and nobody keeps it', async () => {
    const stream = await office.watch();
    expect(stream.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(stream.headers.get('cache-control')).toContain('no-store');
    stream.close();
  });

  it('is for twenty at once, and a place is free when one leaves', async () => {
    const streams = await Promise.all(Array.from({ length: 20 }, () => office.watch()));
    expect((await office.watch()).status).toBe(409);
    streams[0]?.close();
    await expect
      .poll(async () => {
        const late = await office.watch();
        late.close();
        return late.status;
      })
      .toBe(200);
    for (const stream of streams) stream.close();
  });

  it('shows nothing of what admins do', async () => {
    const stream = await office.watch();
    await office.ask('trace/flows');
    await office.ask('audit-events');
    await office.application();
    await stream.until(() => stream.events().length > 0);
    expect(httpOf(stream.events())).toEqual(['GET /.well-known/openid-configuration']);
    stream.close();
  });
});

it('a server that stops ends its streams, and waits for nobody', async () => {
  const other = await openLiveOffice();
  const stream = await other.watch();
  const began = performance.now();
  expect(await other.stop()).toEqual({ code: 0, signal: null });
  await stream.ended;
  expect(performance.now() - began).toBeLessThan(4_000);
});
