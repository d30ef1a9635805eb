/**
 * Parameters in wrong shapes at every address of every product: refused in that product's spelling, never a fault of ours,
 * and nothing of what was sent comes back; the right request beside it works.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createHash } from 'node:crypto';
import { HttpPerson } from '../support/http-person.ts';
import { ALICE } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const CALLBACK = 'http://127.0.0.1:9/callback';
const SECRET = 'shape-secret-shape-secret-shape-01';
const VERIFIER = 'v'.repeat(50);
const CHALLENGE = createHash('sha256').update(VERIFIER).digest('base64url');
const DEVICE = 'urn:ietf:params:oauth:grant-type:device_code';
/** Stands in whatever is sent wrongly, and in no answer. */
const MARK = 'zq7mark';
const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

type Product = 'authentik' | 'gitea' | 'forgejo' | 'github';
type Fields = Readonly<Record<string, string>>;

let folder: string;
let server: RunningServer;
const people = new Map<string, HttpPerson>();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lanyard-shapes-'));
  const application = (dialect: Product) => ({
    client_id: `for-${dialect}`,
    slug: `for-${dialect}`,
    dialect,
    client_secret: SECRET,
    redirect_uris: [CALLBACK],
    consent: 'skip',
    ...(['authentik', 'github'].includes(dialect) ? { grant_types: ['authorization_code', DEVICE] } : {}),
  });
  const office = {
    lanyard: 1,
    users: [{ ...ALICE, name: 'Alice Example', email: 'alice@example.lan' }],
    applications: (['authentik', 'gitea', 'forgejo', 'github'] as const).map(application),
  };
  const file = join(folder, 'office.json');
  await writeFile(file, JSON.stringify(office));
  const ports = (['authentik', 'gitea', 'forgejo', 'github'] as const).flatMap((name) => [
    '--dialect-port',
    `${name}=0`,
  ]);
  server = await startServer({ args: ['--import', file, ...ports, '--log-level', 'error'] });
}, 120_000);
afterAll(async () => {
  await server?.stop();
  if (folder !== undefined) await rm(folder, { recursive: true, force: true });
});

function originOf(product: Product): string {
  return server.ready.listeners.find(({ dialect }) => dialect === product)?.url ?? '';
}

/** Of the person who is signed in there, in their browser. */
async function codeOf(product: Product): Promise<string> {
  const origin = originOf(product);
  const person = people.get(product) ?? new HttpPerson(origin);
  people.set(product, person);
  const asked = { client_id: `for-${product}`, redirect_uri: CALLBACK, response_type: 'code', scope: 'openid profile' };
  const pkce = { code_challenge: CHALLENGE, code_challenge_method: 'S256' };
  const path = product === 'authentik' ? '/application/o/authorize/' : '/login/oauth/authorize';
  const page = await person.open(`${origin}${path}?${new URLSearchParams({ ...asked, ...pkce }).toString()}`);
  const done = page.left === undefined ? await person.submit(page, ALICE) : page;
  return done.left?.searchParams.get('code') ?? '';
}

const OWN = (product: Product) => ({ client_id: `for-${product}`, client_secret: SECRET });

async function redemption(product: Product): Promise<Fields> {
  const code = await codeOf(product);
  const fields = { code, code_verifier: VERIFIER, ...OWN(product) };
  return product === 'github' ? fields : { ...fields, grant_type: 'authorization_code', redirect_uri: CALLBACK };
}

async function accessToken(product: Product): Promise<string> {
  const path = product === 'authentik' ? '/application/o/token/' : '/login/oauth/access_token';
  const { text } = await send(product, path, new URLSearchParams(await redemption(product)).toString(), FORM);
  return (JSON.parse(text) as { readonly access_token: string }).access_token;
}

interface Call {
  readonly product: Product;
  readonly path: string;
  /** All that it cannot do without. */
  fields(product: Product): Promise<Fields>;
  /** Whether the answer in JSON is what was asked for. */
  works(body: Fields): boolean;
  readonly takes_json: boolean;
  /** Of a refusal in the spelling of this product. */
  readonly statuses: readonly number[];
}

const token = (product: Product, path: string, statuses: readonly number[], takes_json = false): Call => ({
  product,
  path,
  fields: redemption,
  works: ({ access_token }) => access_token !== undefined,
  takes_json,
  statuses,
});
const introspect = (product: Product, path: string, takes_json: boolean): Call => ({
  product,
  path,
  fields: async (its) => ({ ...OWN(its), token: await accessToken(its) }),
  works: ({ active }) => Boolean(active),
  takes_json,
  statuses: [400, 401],
});
const device = (product: Product, path: string, statuses: readonly number[], takes_json = false): Call => ({
  product,
  path,
  fields: (its) => Promise.resolve(OWN(its)),
  works: ({ user_code }) => user_code !== undefined,
  takes_json,
  statuses,
});

const CALLS: readonly Call[] = [
  token('authentik', '/application/o/token/', [400]),
  token('authentik', '/login/oauth/access_token', [400]),
  token('gitea', '/login/oauth/access_token', [400], true),
  token('forgejo', '/login/oauth/access_token', [400], true),
  token('github', '/login/oauth/access_token', [200], true),
  introspect('authentik', '/application/o/introspect/', false),
  introspect('gitea', '/login/oauth/introspect', true),
  introspect('forgejo', '/login/oauth/introspect', true),
  {
    ...introspect('authentik', '/application/o/revoke/', false),
    works: (body) => Object.keys(body).length === 0,
  },
  device('authentik', '/application/o/device/', [400]),
  device('github', '/login/device/code', [200], true),
];

async function send(product: Product, path: string, body: string, type: string) {
  const headers = { 'content-type': type, accept: JSON_TYPE };
  const answer = await fetch(originOf(product) + path, { method: 'POST', headers, body });
  const text = await answer.text();
  return { status: answer.status, text, headers: JSON.stringify([...answer.headers]) };
}

interface Shape {
  readonly what: string;
  spelled(name: string, value: string): string;
  /** It can't be read at all, so that nobody knows whom it is from: 400 or what HTTP has for it, in RFC 6749's spelling. */
  readonly unreadable?: readonly number[];
}

const SHAPES: readonly Shape[] = [
  { what: 'a list', spelled: (name, value) => `${name}[]=${value}&${name}[]=${MARK}` },
  { what: 'an object', spelled: (name, value) => `${name}[${MARK}]=${value}` },
  { what: 'there twice', spelled: (name, value) => `${name}=${value}&${name}=${MARK}` },
  { what: 'another value', spelled: (name) => `${name}=%3Cscript%3E${MARK}` },
  { what: 'nested JSON', spelled: (name) => `${name}=%7B%22${MARK}%22%3A%7B%7D%7D` },
  { what: 'a number', spelled: (name) => `${name}=1e309` },
  { what: 'a value with NUL in it', spelled: (name, value) => `${name}=${value}%00${MARK}` },
  { what: 'a value with a line in it', spelled: (name, value) => `${name}=${value}%0d%0a${MARK}:x` },
  { what: 'broken percent-encoding', spelled: (name, value) => `${name}=${value}%zz${MARK}` },
  { what: 'no UTF-8', spelled: (name, value) => `${name}=${value}${MARK}%FF`, unreadable: [400] },
  { what: 'a megabyte', spelled: (name) => `${name}=${MARK.repeat(150_000)}`, unreadable: [413] },
];

function formOf(fields: Fields, left_out: string): string {
  return new URLSearchParams(Object.entries(fields).filter(([name]) => name !== left_out)).toString();
}

/** What is wrong with a refusal; nothing where all is well. */
function complaints(answer: Awaited<ReturnType<typeof send>>, statuses: readonly number[]): readonly string[] {
  const { status, text, headers } = answer;
  const { error } = JSON.parse(text) as { readonly error?: unknown };
  return [
    ...(statuses.includes(status) ? [] : [`the status is ${status}: ${text}`]),
    ...(typeof error === 'string' && /^[a-z_]+$/.test(error) ? [] : [`no error: ${text.slice(0, 200)}`]),
    ...(/zq7mark|<|\\u0000/i.test(text + headers)
      ? [`it repeats what was sent: ${text.slice(0, 300)} ${headers}`]
      : []),
  ];
}

describe.each(CALLS)('$product at $path', (call) => {
  const { product, path, statuses, takes_json } = call;
  const works = (text: string) => call.works(JSON.parse(text) as Fields);

  it.each(SHAPES)('refuses each parameter that is $what, and takes what is right', async ({ spelled, unreadable }) => {
    for (const name of Object.keys(await call.fields(product))) {
      const fields = await call.fields(product);
      const wrong = [formOf(fields, name), spelled(name, encodeURIComponent(fields[name] ?? ''))].join('&');
      const answer = await send(product, path, wrong, FORM);
      // Any token may be unknown: that one is worth nothing is an answer (RFC 7662 §2.2, RFC 7009 §2.2).
      const nothing = name === 'token' && ['{"active":false}', '{}'].includes(answer.text);
      if (!nothing) expect([name, complaints(answer, unreadable ?? statuses)]).toEqual([name, []]);
    }
    const right = await send(product, path, formOf(await call.fields(product), ''), FORM);
    expect([right.status, works(right.text)]).toEqual([200, true]);
  });

  const fields = () => call.fields(product);
  it.each([
    ['text/plain', async () => formOf(await fields(), '')],
    [`${FORM}; charset=utf-16`, async () => formOf(await fields(), '')],
    [`${FORM}; charset=${MARK}`, async () => formOf(await fields(), '')],
    ['multipart/form-data; boundary=x', () => Promise.resolve(`--x\r\nname="${MARK}"\r\n\r\nb\r\n--x--\r\n`)],
    ['application/xml', () => Promise.resolve(`<a>${MARK}</a>`)],
  ])('refuses a body as %s', async (type, body) => {
    expect(complaints(await send(product, path, await body(), type), [400, 415])).toEqual([]);
  });

  it.each([
    ['a list', (right: Fields) => JSON.stringify([right, MARK])],
    ['a text', () => JSON.stringify(MARK)],
    ['a number', () => '1e309'],
    ['null', () => 'null'],
    ['no JSON', () => `{${MARK}`],
    ['an abyss', () => `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['an object with __proto__', (right: Fields) => `{"__proto__":"${MARK}",${JSON.stringify(right).slice(1)}`],
    ['an object with a name twice', (right: Fields) => `{"client_id":"${MARK}",${JSON.stringify(right).slice(1)}`],
    ['a megabyte', (right: Fields) => JSON.stringify({ ...right, x: MARK.repeat(150_000) })],
  ])('refuses JSON that is %s', async (_what, spelled) => {
    const answer = await send(product, path, spelled(await fields()), JSON_TYPE);
    expect(complaints(answer, [400, 413, 415])).toEqual([]);
  });

  it('takes JSON where the product does, and of it only members that are no lists nor objects', async () => {
    const right = await fields();
    if (takes_json) {
      for (const name of Object.keys(right)) {
        for (const wrong of [[right[name], MARK], { [MARK]: right[name] }]) {
          const answer = await send(product, path, JSON.stringify({ ...right, [name]: wrong }), JSON_TYPE);
          expect([name, complaints(answer, [400])]).toEqual([name, []]);
        }
      }
    }
    const answer = await send(product, path, JSON.stringify(right), JSON_TYPE);
    if (takes_json) expect([answer.status, works(answer.text)]).toEqual([200, true]);
    else expect(complaints(answer, [400, 415])).toEqual([]);
  });
});

const READS: readonly (readonly [Product, string])[] = [
  ['authentik', '/application/o/authorize/'],
  ['authentik', '/application/o/userinfo/'],
  ['authentik', '/application/o/for-authentik/end-session/'],
  ['authentik', '/application/o/for-authentik/jwks/'],
  ['authentik', '/application/o/for-authentik/'],
  ['authentik', '/application/o/for-authentik/.well-known/openid-configuration'],
  ['authentik', '/device'],
  ['authentik', '/user/teams'],
  ['gitea', '/login/oauth/authorize'],
  ['gitea', '/login/oauth/userinfo'],
  ['gitea', '/login/oauth/keys'],
  ['gitea', '/.well-known/openid-configuration'],
  ['gitea', '/.well-known/webfinger'],
  ['gitea', '/api/v1/user/teams'],
  ['gitea', '/api/v1/user/applications/oauth2'],
  ['forgejo', '/login/oauth/authorize'],
  ['forgejo', '/login/oauth/userinfo'],
  ['forgejo', '/api/v1/user/orgs'],
  ['github', '/login/oauth/authorize'],
  ['github', '/login/device'],
  ['github', '/api/v3/user/emails'],
  ['github', '/user/orgs'],
];

describe.each(READS)('%s at %s', (product, path) => {
  const right = {
    client_id: `for-${product}`,
    redirect_uri: CALLBACK,
    response_type: 'code',
    page: '1',
    per_page: '2',
  };

  it.each(SHAPES.filter(({ what }) => what !== 'a megabyte'))('is read with a query that is $what', async (shape) => {
    for (const name of [...Object.keys(right), 'limit', 'scope', 'prompt', 'resource', 'user_code', 'id_token_hint']) {
      const query = `${formOf(right, name)}&${shape.spelled(name, 'x')}`;
      const answer = await fetch(`${originOf(product)}${path}?${query}`, { redirect: 'manual' });
      const text = await answer.text();
      expect([name, answer.status < 500]).toEqual([name, true]);
      // A page may say what arrived, as text; nobody is sent anywhere with it, and no script stands in it.
      expect([name, text.includes(`<script>${MARK}`), text.includes('\u0000')]).toEqual([name, false, false]);
      expect([name, JSON.stringify([...answer.headers]).includes(`${MARK}:x`)]).toEqual([name, false]);
    }
  });
});

const WRITES: readonly (readonly [Product, string, string])[] = [
  ['gitea', 'POST', '/api/v1/user/applications/oauth2'],
  ['forgejo', 'PATCH', '/api/v1/user/applications/oauth2/1'],
  ['github', 'POST', '/api/v3/applications/for-github/token'],
  ['github', 'DELETE', '/applications/for-github/grant'],
];

describe.each(WRITES)('%s: %s %s', (product, method, path) => {
  it.each([
    ['a list', JSON_TYPE, `["${MARK}"]`],
    ['nested', JSON_TYPE, `{"access_token":{"${MARK}":[]},"name":{"${MARK}":1},"redirect_uris":"${MARK}"}`],
    ['a number', JSON_TYPE, '1e309'],
    ['no JSON', JSON_TYPE, `{${MARK}`],
    ['a megabyte', JSON_TYPE, `{"access_token":"${MARK.repeat(150_000)}"}`],
    ['a form', FORM, `access_token=${MARK}`],
    ['UTF-16', `${JSON_TYPE}; charset=utf-16`, `{"access_token":"${MARK}"}`],
  ])('refuses a body that is %s', async (_what, type, body) => {
    const basic = Buffer.from(`for-${product}:${SECRET}`).toString('base64');
    const authorization = product === 'github' ? `Basic ${basic}` : `token ${await accessToken(product)}`;
    const asked = { method, headers: { authorization, 'content-type': type }, body };
    const answer = await fetch(originOf(product) + path, asked);
    const text = await answer.text();
    expect([answer.status >= 400 && answer.status < 500, text.includes(MARK)]).toEqual([true, false]);
    expect(JSON.parse(text)).toEqual(expect.objectContaining({ message: expect.any(String) }));
  });
});
