/** Every parameter of every endpoint in every wrong shape: the RFC's error, status and headers, and an address that is registered. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../../server/engine/endpoints/index.ts';
import { GRANTS } from '../../server/engine/grants/index.ts';
import { MAIL_CODE_GRANT } from '../../server/spec/vocabulary.ts';
import { type Answer, type Browser, errorOf } from './browser.ts';
import { type Call, CALLS, type Parameter, WITHOUT_A_FORM } from './calls.ts';
import { type AttackedOffice, CALLBACK } from './office.ts';
import { startOfficeOfEveryGrant } from './office-of-every-grant.ts';

interface Shape {
  readonly what: string;
  spelled(name: string, value: string): string;
  /** What the server makes of it: no parameter at all, one too many, or a request that can't be read. */
  readonly means: 'absent' | 'repeated' | 'unreadable' | 'too large';
}

const SHAPES: readonly Shape[] = [
  { what: 'missing', means: 'absent', spelled: () => '' },
  { what: 'empty', means: 'absent', spelled: (name) => `${name}=` },
  { what: 'without a value', means: 'absent', spelled: (name) => name },
  { what: 'a list', means: 'absent', spelled: (name, value) => `${name}[]=${value}` },
  { what: 'a list with numbers', means: 'absent', spelled: (name, value) => `${name}[0]=${value}` },
  { what: 'an object', means: 'absent', spelled: (name, value) => `${name}[$ne]=${value}` },
  { what: 'there twice', means: 'repeated', spelled: (name, value) => `${name}=${value}&${name}=${value}` },
  { what: 'bytes that are no UTF-8', means: 'unreadable', spelled: (name, value) => `${name}=${value}%FF` },
  { what: 'overlong UTF-8', means: 'unreadable', spelled: (name, value) => `${name}=${value}%C0%AF` },
  { what: 'half a surrogate pair', means: 'unreadable', spelled: (name, value) => `${name}=${value}%ED%A0%80` },
  { what: 'a megabyte', means: 'too large', spelled: (name) => `${name}=${'x'.repeat(1_000_000)}` },
];

const FORM = 'application/x-www-form-urlencoded';
const NO_FORMS: readonly (readonly [type: string, body: (query: string) => string])[] = [
  ['application/json', (query) => JSON.stringify(Object.fromEntries(new URLSearchParams(query)))],
  ['text/plain', (query) => query],
  ['multipart/form-data; boundary=x', () => '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb\r\n--x--\r\n'],
  [`${FORM}; charset=utf-16`, (query) => query],
];

type Parameters = Readonly<Record<string, Parameter>>;

let office: AttackedOffice;
let alice: Browser;
beforeAll(async () => {
  office = await startOfficeOfEveryGrant();
  alice = await office.signedIn();
});
afterAll(() => office.stop());

const prepare = (call: Call) => call.parameters({ origin: office.origin, alice });

it('every endpoint and every grant has its calls, with all that it cannot do without', async () => {
  const called = new Set([...CALLS.map(({ endpoint }) => endpoint), ...WITHOUT_A_FORM]);
  expect([...called].toSorted()).toEqual(ENDPOINTS.map(({ name }) => name).toSorted());
  const tokens = await Promise.all(CALLS.filter(({ endpoint }) => endpoint === 'token').map(prepare));
  // A code by mail can't be had for each request anew; flows/auth0-sign-in.test.ts spoils its parameters around one code.
  for (const { grant_type, parameters } of GRANTS.filter((row) => row.grant_type !== MAIL_CODE_GRANT)) {
    const own = tokens.find((fields) => fields['grant_type']?.value === grant_type);
    expect(Object.keys(own ?? {}), `${grant_type}`).toEqual(expect.arrayContaining(['grant_type', ...parameters]));
  }
});

describe.each(CALLS)('$what', (call) => {
  it('is answered', async () => {
    expect(complaints(call, await send(call, queryOf(await prepare(call))), 'fine')).toEqual([]);
  });

  // An address of a megabyte gets no further than the parser of HTTP.
  it.each(SHAPES.filter(({ means }) => means !== 'too large' || call.method === 'POST'))(
    'with a parameter that is $what',
    async (shape) => {
      for (const name of Object.keys(await prepare(call))) {
        const parameters = await prepare(call);
        const spelled = shape.spelled(name, encodeURIComponent(parameters[name]?.value ?? 'x'));
        const answer = await send(call, [queryOf(parameters, name), spelled].filter((part) => part !== '').join('&'));
        const status = shape.means === 'too large' ? 413 : undefined;
        expect(complaints(call, answer, expectedFor(shape, parameters[name]), status), `${name}`).toEqual([]);
      }
    },
  );

  it.each(call.method === 'POST' ? NO_FORMS : [])('as %s', async (type, body) => {
    const answer = await send(call, body(queryOf(await prepare(call))), type);
    expect(complaints(call, answer, 'invalid_request')).toEqual([]);
  });
});

it('serves documents, whatever is asked of them', async () => {
  for (const path of [
    '/oauth2/jwks',
    '/.well-known/openid-configuration',
    '/.well-known/oauth-authorization-server',
    '/.well-known/oauth-protected-resource/api/v1',
  ]) {
    for (const query of ['a=1&a=2', 'a[]=1', 'a=%FF', '%']) {
      const answer = await alice.get(`${path}?${query}`);
      expect([200, 400], `${path}?${query}`).toContain(answer.status);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    }
    const posted = await alice.post(path, 'a=1', { 'content-type': FORM });
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  }
});

it('the server is as well as before', async () => {
  expect(await (await fetch(`${office.origin}/health`)).json()).toEqual({ status: 'ok' });
  expect(office.stderr()).not.toMatch(/incident/);
});

function expectedFor({ means }: Shape, parameter: Parameter | undefined): string | undefined {
  if (means === 'absent') return parameter?.without;
  return (means === 'repeated' ? parameter?.twice : undefined) ?? 'invalid_request';
}

function queryOf(parameters: Parameters, without?: string): string {
  const sent = Object.entries(parameters).flatMap(([name, { value }]) =>
    name === without || value === undefined ? [] : [[name, value]],
  );
  return new URLSearchParams(sent).toString();
}

async function send({ endpoint, method, path }: Call, query: string, type = FORM): Promise<Answer> {
  // Whoever signs out is a stranger: alice is still needed.
  const stranger = endpoint === 'end-session';
  const browser = stranger ? office.browser() : alice;
  // A form that came without any cookie of ours comes again.
  if (stranger && method === 'POST') return browser.follow(await browser.post(path, query, { 'content-type': type }));
  return method === 'GET' ? browser.get(`${path}?${query}`) : browser.post(path, query, { 'content-type': type });
}

/** What is wrong with an answer that should have been `expected`, with this status where it isn't the usual one. */
function complaints(call: Call, answer: Answer, expected: string | undefined, status?: number): readonly string[] {
  const said = (call.browser === true ? errorForPeople(answer) : errorForPrograms(answer)) ?? 'fine';
  const statuses = status === undefined ? usualStatuses(call, expected) : [status];
  const { headers, location } = answer;
  return [
    said === expected ? '' : `${said} instead of ${expected}: ${answer.text.slice(0, 200)}`,
    statuses.includes(answer.status) ? '' : `status ${answer.status}`,
    headers.get('cache-control') === 'no-store' ? '' : `cache-control ${headers.get('cache-control')}`,
    typeFits(call, answer) ? '' : `content-type ${headers.get('content-type')}`,
    location === undefined || isRegistered(location) ? '' : `leads to ${location}`,
    expected === 'invalid_token' && headers.get('www-authenticate')?.startsWith('Bearer') !== true
      ? 'no challenge'
      : '',
  ].filter((complaint) => complaint !== '');
}

function usualStatuses({ browser, created }: Call, expected: string | undefined): readonly number[] {
  if (expected === 'fine' && created === true) return [201];
  if (expected === 'fine') return browser === true ? [200, 302, 303] : [200];
  if (expected === 'invalid_client' || expected === 'invalid_token') return [401];
  return browser === true ? [400, 302, 303] : [400];
}

function typeFits({ browser }: Call, { headers, text, location }: Answer): boolean {
  const type = headers.get('content-type') ?? '';
  if (text === '') return location !== undefined || type === '';
  return type.startsWith(browser === true ? 'text/html' : 'application/json');
}

function isRegistered(location: string): boolean {
  const { origin, pathname, href } = new URL(location, office.origin);
  if (origin === office.origin) return pathname.startsWith('/interaction/');
  return href.startsWith(`${CALLBACK}?`) || href === 'https://rp1.test/out' || href.startsWith('https://rp1.test/out?');
}

function errorForPeople(answer: Answer): string | undefined {
  const told = answer.location === undefined ? null : new URL(answer.location, office.origin).searchParams.get('error');
  return errorOf(answer) ?? told ?? undefined;
}

function errorForPrograms({ text }: Answer): string | undefined {
  const body: unknown = text.startsWith('{') ? JSON.parse(text) : {};
  return typeof body === 'object' && body !== null && 'error' in body ? String(body.error) : undefined;
}
