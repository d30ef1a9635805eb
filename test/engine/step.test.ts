/** The step runner, which is the tracer: what runs is told in order, and with nobody watching nothing is told at all. */
import { beforeEach, describe, expect, it } from 'vitest';
import { CHECKS } from '../../server/engine/authorize/checks/index.ts';
import { type Step, runStep } from '../../server/engine/step.ts';
import { SPECIFICATIONS } from '../../server/spec/references.ts';
import { OAuthError } from '../../server/spec/oauth-error.ts';
import type { Trace, TraceEntry } from '../../server/trace/trace.ts';
import { basic, buildHouse, type House, PASSWORD } from '../support/house.ts';
import { authorizationRequest, authorize, furnish, leftWith, pageOf, redeem } from '../support/sign-in.ts';

let house: House;
let entries: TraceEntry[];
/** The flow that a request joined last, of all requests. */
let joined: string[];
let watching: Trace;
beforeEach(async () => {
  house = await buildHouse();
  await furnish(house);
  entries = [];
  joined = [];
  let milliseconds = 0;
  watching = {
    emit: (entry) => entries.push(entry),
    clock: () => (milliseconds += 1),
    join: (flow_id) => joined.push(flow_id),
    end: () => undefined,
  };
});

const told = () => entries.map(({ name, outcome }) => (outcome.kind === 'ok' ? name : `${name}: ${outcome.code}`));
const takeAway = () =>
  entries.splice(0).map(({ name, outcome }) => (outcome.kind === 'ok' ? name : `${name}: ${outcome.code}`));

/** The whole table, in its order: a check that nobody runs would be missing from what is told. */
const CHECK_NAMES = Object.values(CHECKS).map(({ name }) => name);

describe('with somebody watching', () => {
  it('every step of a flow is told, in order, each with its specification', async () => {
    house.traced.trace = watching;
    const browser = house.browser();
    const login = pageOf(await browser.open('authorize', authorizationRequest()), 'login');
    expect(takeAway()).toEqual(['identify-target', ...CHECK_NAMES, 'authorize']);
    const consent = pageOf(await browser.submit(login, { username: 'alice', password: PASSWORD }), 'consent');
    expect(takeAway()).toEqual(['login']);
    const scope = consent.scopes.map(({ name }) => name);
    const { code } = leftWith(await browser.submit(consent, { decision: 'allow', scope }));
    expect(takeAway()).toEqual(['consent', 'code', 'query']);
    const { access_token } = (await redeem(house, code)).body;
    expect(told()).toEqual([
      'client_secret_basic',
      'authorization_code',
      'api-terms',
      'grant-allowed',
      'mint',
      'token',
    ]);
    await house.post('userinfo', {}, { authorization: `Bearer ${String(access_token)}` });
    expect(told().slice(6)).toEqual(['userinfo']);
    for (const { kind, spec = '', duration_ms } of entries) {
      expect(kind).toBe('step');
      expect(Object.keys(SPECIFICATIONS)).toContain(spec.replace(/ §.*$/, ''));
      expect(duration_ms).toBeGreaterThan(0);
    }
  });

  it('the pages of one sign-in belong to one flow', async () => {
    house.traced.trace = watching;
    const browser = house.browser();
    const login = pageOf(await browser.open('authorize', authorizationRequest()), 'login');
    const consent = pageOf(await browser.submit(login, { username: 'alice', password: PASSWORD }), 'consent');
    await browser.submit(consent, { decision: 'deny' });
    expect(joined.length).toBeGreaterThan(3);
    expect(new Set(joined).size).toBe(1);
    await browser.open('authorize', authorizationRequest());
    expect(new Set(joined).size).toBe(2);
  });

  it('whatever comes with a code or token of a flow joins the flow that began in the browser', async () => {
    house.traced.trace = watching;
    const browser = house.browser();
    const { code } = await authorize(house, browser);
    const [began] = joined.splice(0);
    const flowOf = async (request: Promise<unknown>) => {
      await request;
      return [...new Set(joined.splice(0))];
    };
    const second = await authorize(house, browser);
    const ofSecond = await flowOf(redeem(house, second['code'], { code_verifier: 'w'.repeat(43) }));
    expect(ofSecond).toEqual([expect.any(String)]);
    expect(ofSecond).not.toEqual([began]);
    const answer = redeem(house, code);
    expect(await flowOf(answer)).toEqual([began]);
    const { access_token, refresh_token } = (await answer).body as Record<string, string>;
    const bearer = { authorization: `Bearer ${access_token}` };
    const app = { authorization: basic('app') };
    expect(await flowOf(house.post('userinfo', {}, bearer))).toEqual([began]);
    expect(await flowOf(house.post('introspect', { token: access_token }, app))).toEqual([began]);
    expect(await flowOf(house.post('introspect', { token: refresh_token }, app))).toEqual([began]);
    const refresh = { grant_type: 'refresh_token', refresh_token };
    expect(await flowOf(house.post('token', refresh, app))).toEqual([began]);
    expect(await flowOf(redeem(house, code))).toEqual([began]);
  });

  it('a request that was sent ahead, and the browser that comes with its name, are one flow', async () => {
    house.traced.trace = watching;
    const { body } = await house.post('par', authorizationRequest(), { authorization: basic('app') });
    const browser = house.browser();
    const arrived = await browser.open('authorize', { client_id: 'app', request_uri: String(body['request_uri']) });
    pageOf(arrived, 'login');
    expect(joined.length).toBeGreaterThan(1);
    expect(new Set(joined).size).toBe(1);
  });

  it('a refusal is told where it happened, with its hint, and stops the rest', async () => {
    house.traced.trace = watching;
    await house.browser().open('authorize', authorizationRequest({ code_challenge_method: 'plain' }));
    expect(told()).toEqual([
      'identify-target',
      ...CHECK_NAMES.slice(0, CHECK_NAMES.indexOf('code_challenge')),
      'code_challenge: invalid_request',
      'query',
      'authorize',
    ]);
    takeAway();
    await redeem(house, 'x', {}, 'Basic x');
    expect(told()).toEqual(['client_secret_basic', 'token: invalid_client']);
    expect(entries[1]?.outcome).toMatchObject({ hint: expect.stringContaining('client_secret_basic') });
    takeAway();
    await house.browser().open('authorize', { client_id: 'nobody' });
    expect(told()).toEqual(['identify-target: invalid_client', 'authorize: invalid_client']);
  });

  it('what a step answers and throws goes on unchanged', async () => {
    const cx = { ...(await house.context()), trace: watching };
    const answer = { an: 'answer' };
    const good: Step<string, object> = { name: 'good', spec: 'RFC 6749', run: () => answer };
    expect(await runStep(good, 'in', cx)).toBe(answer);
    const refusal = new OAuthError('invalid_scope', 'no', { hint: 'why' });
    const fault = new TypeError('a secret detail');
    for (const thrown of [refusal, fault]) {
      const bad: Step<string> = { name: 'bad', spec: 'RFC 6749', run: () => Promise.reject(thrown) };
      await expect(runStep(bad, 'in', cx)).rejects.toBe(thrown);
    }
    expect(entries.map(({ input, outcome }) => ({ input, outcome }))).toEqual([
      { input: 'in', outcome: { kind: 'ok', output: answer } },
      { input: 'in', outcome: { kind: 'refused', code: 'invalid_scope', description: 'no', hint: 'why' } },
      { input: 'in', outcome: { kind: 'refused', code: 'server_error', description: 'an unexpected fault' } },
    ]);
  });
});

describe('with nobody watching', () => {
  it('a step is its run and nothing else: no promise where there was none', async () => {
    const cx = await house.context();
    const seen: unknown[] = [];
    const step: Step<string, number> = {
      name: 'step',
      spec: 'RFC 6749',
      run: (...given) => {
        seen.push(...given);
        return 1;
      },
    };
    expect(runStep(step, 'in', cx)).toBe(1);
    expect(seen).toEqual(['in', cx]);
    const bad: Step<string> = {
      name: 'bad',
      spec: 'RFC 6749',
      run: () => {
        throw new TypeError('at once');
      },
    };
    expect(() => runStep(bad, 'in', cx)).toThrow('at once');
  });

  it('a whole flow tells nothing', async () => {
    const browser = house.browser();
    const login = pageOf(await browser.open('authorize', authorizationRequest()), 'login');
    await browser.submit(login, { username: 'alice', password: PASSWORD });
    expect(entries).toEqual([]);
  });
});
