/** Bodies of registrations that are no JSON, or JSON of the wrong kind: RFC 7591's error, status and headers, and nothing registered. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METADATA_NAMES } from '../../server/engine/registration/client-metadata.ts';
import { type AttackedOffice, startOffice } from './office.ts';

type Body = string | Uint8Array<ArrayBuffer>;
const JSON_TYPE = 'application/json';
const GOOD = { redirect_uris: ['https://rp.test/cb'] };
const good = JSON.stringify(GOOD);

const BODIES: readonly (readonly [what: string, body: Body, status: number, type: string])[] = [
  ['nothing', '', 400, JSON_TYPE],
  ['null', 'null', 400, JSON_TYPE],
  ['a string', '"x"', 400, JSON_TYPE],
  ['a number', '1', 400, JSON_TYPE],
  ['a list', `[${good}]`, 400, JSON_TYPE],
  ['an object without members', '{}', 400, JSON_TYPE],
  ['broken JSON', '{"redirect_uris":', 400, JSON_TYPE],
  ['a member twice', `{"client_name":"a","client_name":"b",${good.slice(1)}`, 400, JSON_TYPE],
  ['a member that is no data', `{"__proto__":{"polluted":1},${good.slice(1)}`, 400, JSON_TYPE],
  ['an abyss of lists', `{"contacts":${'['.repeat(5_000)}${']'.repeat(5_000)},${good.slice(1)}`, 400, JSON_TYPE],
  [
    'a byte that is no UTF-8',
    Buffer.concat([Buffer.from('{"client_name":"'), Buffer.from([0xff]), Buffer.from(`",${good.slice(1)}`)]),
    400,
    JSON_TYPE,
  ],
  [
    'overlong UTF-8',
    Buffer.concat([Buffer.from('{"client_name":"'), Buffer.from([0xc0, 0xaf]), Buffer.from(`",${good.slice(1)}`)]),
    400,
    JSON_TYPE,
  ],
  ['a megabyte', `{"client_name":"${'x'.repeat(1_000_000)}",${good.slice(1)}`, 413, JSON_TYPE],
  ['a form', 'redirect_uris=https%3A%2F%2Frp.test%2Fcb', 415, 'application/x-www-form-urlencoded'],
  ['a form of several parts', '--x--', 415, 'multipart/form-data; boundary=x'],
  ['text', good, 415, 'text/plain'],
  ['JSON in another encoding', good, 415, 'application/json; charset=utf-16'],
];

/** No member takes any of these, whatever else it takes. */
const NO_VALUES: readonly unknown[] = [
  0,
  -1.5,
  true,
  false,
  '',
  [[]],
  [1],
  [null],
  [{}],
  { '': '' },
  { keys: [1] },
  '\0',
  '\u202e',
];

const FLAGS: ReadonlySet<string> = new Set([
  'frontchannel_logout_session_required',
  'backchannel_logout_session_required',
  'tls_client_certificate_bound_access_tokens',
  'require_signed_request_object',
  'require_pushed_authorization_requests',
  'dpop_bound_access_tokens',
]);

let office: AttackedOffice;
let mine: { readonly path: string; readonly authorization: string };
beforeAll(async () => {
  office = await startOffice([], { settings: { dynamic_registration: 'open', registrations_per_minute: 10_000 } });
  const made = await send('POST', good);
  if (made.status !== 201) throw new Error(`not registered: ${made.status}`);
  const { pathname, search } = new URL(String(made.body['registration_client_uri']));
  mine = { path: pathname + search, authorization: `Bearer ${String(made.body['registration_access_token'])}` };
});
afterAll(() => office.stop());

describe.each(['POST', 'PUT'] as const)('%s', (method) => {
  it.each(BODIES)('%s', async (_what, body, status, type) => {
    expect(complaints(await send(method, body, type), status)).toEqual([]);
  });

  it.each(METADATA_NAMES)('%s of a wrong kind', async (name) => {
    for (const value of NO_VALUES.filter((each) => !takes(name, each))) {
      const answer = await send(method, JSON.stringify({ ...GOOD, ...whose(method), [name]: value }));
      expect(complaints(answer, 400), `${JSON.stringify(value)}`).toEqual([]);
    }
  });
});

it('what is registered is as it was, and the server as well as before', async () => {
  const answer = await fetch(`${office.origin}${mine.path}`, { headers: { authorization: mine.authorization } });
  expect(await answer.json()).toMatchObject(GOOD);
  expect(office.stderr()).not.toMatch(/incident/);
});

/** The few that some member does take: a yes or no, no time at all, and of an application that wants no scope nothing. */
function takes(name: string, value: unknown): boolean {
  if (name === 'scope') return value === '';
  if (name === 'default_max_age') return value === 0;
  return typeof value === 'boolean' && FLAGS.has(name);
}

/** A replacement has to say which application it replaces. RFC 7592 §2.2 */
function whose(method: 'POST' | 'PUT') {
  return method === 'POST' ? {} : { client_id: new URLSearchParams(mine.path.split('?')[1]).get('client_id') };
}

async function send(method: 'POST' | 'PUT', body: Body, type = JSON_TYPE) {
  const own = method === 'PUT' ? { authorization: mine.authorization } : {};
  const url = `${office.origin}${method === 'PUT' ? mine.path : '/oauth2/register'}`;
  const answer = await fetch(url, { method, body, headers: { 'content-type': type, ...own } });
  const text = await answer.text();
  const json = text.startsWith('{') ? (JSON.parse(text) as Readonly<Record<string, unknown>>) : {};
  return { status: answer.status, headers: answer.headers, body: json };
}

function complaints({ status, headers, body }: Awaited<ReturnType<typeof send>>, expected: number): readonly string[] {
  const told = String(body['error']);
  return [
    status === expected ? '' : `status ${status}`,
    ['invalid_client_metadata', 'invalid_redirect_uri'].includes(told) ? '' : `error ${told}`,
    headers.get('cache-control') === 'no-store' ? '' : `cache-control ${headers.get('cache-control')}`,
    headers.get('content-type')?.startsWith(JSON_TYPE) === true ? '' : `content-type ${headers.get('content-type')}`,
  ].filter((complaint) => complaint !== '');
}
