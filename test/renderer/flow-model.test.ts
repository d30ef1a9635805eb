/** The picture of a flow, from what a real server told while a real client library and a person went through it. */
import * as client from 'openid-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DrawnFlow, modelOfFlow } from '../../renderer/tracer/flow-model.ts';
import { type LiveOffice, openLiveOffice } from '../trace/live-office.ts';

let office: LiveOffice;
beforeAll(async () => {
  office = await openLiveOffice();
});
afterAll(() => office.stop());

type Application = Awaited<ReturnType<LiveOffice['application']>>;

/** What is drawn of the flow in which something happened last, while `work` was watched. */
async function drawn(work: (application: Application) => Promise<unknown>): Promise<DrawnFlow> {
  const application = await office.application();
  const stream = await office.watch();
  await work(application);
  const [flow] = await office.flows();
  stream.close();
  return modelOfFlow((await office.flow(flow?.flow_id ?? '')).events);
}

const lines = ({ arrows }: DrawnFlow) =>
  arrows.map(({ from, to, label, implied, kind }) => {
    const sign = kind === 'refusal' ? '-x' : '->';
    return `${from} ${sign} ${to}: ${label}${implied ? ' (implied)' : ''}`;
  });

const TO_LANYARD = [
  'application -> browser: Sends the browser to Lanyard (implied)',
  'browser -> authorize: Authorization request',
];
const SIGNS_IN = [
  'authorize -> browser: Sends the browser to the page to sign in',
  'browser -> authorize: Opens the page to sign in',
  'authorize -> browser: The page to sign in',
  'browser -> authorize: Username and password',
];
const ASKED = [
  'authorize -> browser: Sends the browser to the page to allow it',
  'browser -> authorize: Opens the page to allow it',
  'authorize -> browser: The page to allow it',
];
const BACK = [
  'authorize -> browser: Sends the browser back with a code',
  'browser -> application: Brings the code (implied)',
];

describe('a flow is drawn', () => {
  it('from the application’s redirect to the use of the tokens', async () => {
    const flow = await drawn(async (application) => {
      const tokens = await application.redeem(await application.arrive());
      await client.fetchUserInfo(application.config, tokens.access_token, tokens.claims()?.sub ?? '');
      await client.tokenIntrospection(application.config, tokens.access_token);
      await client.refreshTokenGrant(application.config, tokens.refresh_token ?? '');
    });
    expect(lines(flow)).toEqual([
      ...TO_LANYARD,
      ...SIGNS_IN,
      ...ASKED,
      'browser -> authorize: Allows it',
      ...BACK,
      'application -> token: Redeems the code',
      'token -> application: Tokens',
      'application -> api: Asks who it is',
      'api -> application: Who it is',
      'application -> token: Asks what a token is worth',
      'token -> application: What it is worth',
      'application -> token: Redeems the refresh token',
      'token -> application: Tokens',
    ]);
    expect(flow.lanes.map(({ id, title }) => [id, title])).toEqual([
      ['browser', 'Browser'],
      ['application', 'Wiki'],
      ['authorize', 'Lanyard: authorization'],
      ['token', 'Lanyard: tokens'],
      ['api', 'API'],
    ]);
  });

  it('in the order of time, each arrow under a name of its own, in its channel', async () => {
    const { arrows } = await drawn(async (application) => application.redeem(await application.arrive()));
    const times = arrows.map(({ at_ms }) => at_ms);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(arrows.map(({ id }) => id)).size).toBe(arrows.length);
    for (const { from, to, channel } of arrows) {
      expect(channel).toBe(from === 'browser' || to === 'browser' ? 'front' : 'back');
    }
  });

  it('with the checks of each request, their specification, and what was sent and answered', async () => {
    const { arrows } = await drawn(async (application) => application.redeem(await application.arrive()));
    const request = arrows.find(({ label }) => label === 'Redeems the code');
    expect(request).toMatchObject({
      kind: 'request',
      spec: 'RFC 6749 §4.1.3',
      request: {
        message: 'POST /oauth2/token',
        params: { grant_type: 'authorization_code', code: expect.stringMatching(/^•••/) },
      },
    });
    expect(request?.steps.map(({ name }) => name)).toEqual([
      'client_secret_post',
      'authorization_code',
      'api-terms',
      'grant-allowed',
      'sign RS256',
      'mint',
    ]);
    for (const { spec, outcome, duration_ms } of request?.steps ?? []) {
      expect([typeof spec, outcome, duration_ms >= 0]).toEqual(['string', 'ok', true]);
    }
    const response = arrows.find(({ label }) => label === 'Tokens');
    expect(response).toMatchObject({
      spec: 'RFC 6749 §5.1',
      response: { status: 200, body: { token_type: 'Bearer' } },
    });
    expect(response?.duration_ms).toBeGreaterThan(0);
  });

  it('without pages where the person is signed in and has allowed it', async () => {
    const flow = await drawn(async (application) => {
      await application.arrive();
      await application.arrive();
    });
    expect(lines(flow)).toEqual([...TO_LANYARD, ...BACK]);
  });
});

describe('a refusal is drawn', () => {
  it('where a password was wrong', async () => {
    const flow = await drawn(async (application) => {
      await application.signIn((await application.begin()).page, 'not-the-password');
    });
    expect(lines(flow)).toEqual([...TO_LANYARD, ...SIGNS_IN, 'authorize -x browser: The page to sign in, once more']);
  });

  it('where the person does not allow it', async () => {
    const flow = await drawn(async (application) => {
      const { person } = application;
      const page = await application.signIn((await application.begin('openid email')).page);
      await person.submit(page, { decision: 'deny' });
    });
    expect(lines(flow)).toEqual([
      ...TO_LANYARD,
      ...SIGNS_IN,
      ...ASKED,
      'browser -> authorize: Does not allow it',
      'authorize -x browser: Sends the browser back: access_denied',
      'browser -x application: Brings the refusal: access_denied (implied)',
    ]);
  });

  it('where the code_verifier is wrong, with the check that said so', async () => {
    const flow = await drawn(async (application) => {
      await application.redeem(await application.arrive(), 'w'.repeat(43)).catch(() => undefined);
    });
    expect(lines(flow).slice(-2)).toEqual([
      'application -> token: Redeems the code',
      'token -x application: Refuses: invalid_grant',
    ]);
    expect(flow.arrows.at(-2)?.steps.at(-1)).toMatchObject({
      name: 'authorization_code',
      outcome: 'refused',
      detail: expect.stringContaining('code_verifier'),
    });
    expect(flow.arrows.at(-1)?.response).toMatchObject({ error: 'invalid_grant' });
  });

  it('where a code comes twice, in the flow whose code it is', async () => {
    const flow = await drawn(async (application) => {
      const arrived = await application.arrive();
      await application.redeem(arrived);
      await application.redeem(arrived).catch(() => undefined);
    });
    expect(lines(flow).slice(-4)).toEqual([
      'application -> token: Redeems the code',
      'token -> application: Tokens',
      'application -> token: Redeems the code',
      'token -x application: Refuses: invalid_grant',
    ]);
  });

  it('where the address to go back to is not registered: on a page, and the application hears nothing', async () => {
    const flow = await drawn(async ({ person }) => {
      const query = new URLSearchParams({
        client_id: 'wiki',
        response_type: 'code',
        redirect_uri: 'https://evil.example/',
      });
      await person.open(`${office.issuer}/oauth2/authorize?${query.toString()}`);
    });
    expect(lines(flow)).toEqual([...TO_LANYARD, 'authorize -x browser: A page that says no: invalid_redirect_uri']);
  });

  it('where the request itself is wrong: the application is told', async () => {
    const flow = await drawn(async ({ config, person }) => {
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: 'https://wiki.example.lan/callback',
        scope: 'openid',
      });
      await person.open(url.href);
    });
    expect(lines(flow)).toEqual([
      ...TO_LANYARD,
      'authorize -x browser: Sends the browser back: invalid_request',
      'browser -x application: Brings the refusal: invalid_request (implied)',
    ]);
  });
});

it('nothing is drawn of nothing', () => {
  expect(modelOfFlow([]).arrows).toEqual([]);
});
