/** WebFinger on the real server: which issuer it is that signs people of this host in, and nothing about any of them. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AuthentikOffice, startAuthentikOffice } from '../support/authentik-office.ts';

const REL = 'http://openid.net/specs/connect/1.0/issuer';

let office: AuthentikOffice;
beforeAll(async () => {
  office = await startAuthentikOffice();
}, 120_000);
afterAll(() => office?.stop());

async function ask(query: string | Record<string, string>, method = 'GET') {
  const answer = await fetch(`${office.main}/.well-known/webfinger?${new URLSearchParams(query).toString()}`, {
    method,
  });
  const text = await answer.text();
  return {
    status: answer.status,
    headers: answer.headers,
    body: text === '' ? undefined : (JSON.parse(text) as unknown),
  };
}

test('leads from an account or an address of this host to the issuer, from any page', async () => {
  for (const resource of ['acct:alice@127.0.0.1', `acct:alice@${new URL(office.main).host}`, `${office.main}/alice`]) {
    const { status, headers, body } = await ask({ resource, rel: REL });
    expect([status, body]).toEqual([200, { subject: resource, links: [{ rel: REL, href: office.main }] }]);
    expect(headers.get('content-type')).toBe('application/jrd+json');
    expect(headers.get('access-control-allow-origin')).toBe('*');
  }
  expect((await ask({ resource: 'acct:alice@127.0.0.1' }, 'HEAD')).status).toBe(200);
});

test('tells the same of who exists and of who does not', async () => {
  const told = async (name: string) => {
    const { status, body, headers } = await ask({ resource: `acct:${name}@127.0.0.1` });
    return [status, JSON.stringify(body).replaceAll(name, 'X'), [...headers.keys()].toSorted()];
  };
  const known = await told('alice');
  for (const name of ['boss', 'nobody', '__proto__', 'ci-bot']) expect(await told(name)).toEqual(known);
});

test('leaves out what nobody asked for', async () => {
  const resource = 'acct:alice@127.0.0.1';
  const other = `resource=${resource}&rel=http://webfinger.net/rel/avatar`;
  expect((await ask(other)).body).toEqual({ subject: resource, links: [] });
  expect((await ask(`${other}&rel=${encodeURIComponent(REL)}`)).body).toMatchObject({ links: [{ rel: REL }] });
});

test('knows nothing of other hosts, and refuses what is no resource, repeating none of it', async () => {
  for (const resource of ['acct:alice@example.org', 'https://example.org/alice', `${office.bound}/alice`]) {
    const { status, body } = await ask({ resource });
    expect([resource, status, JSON.stringify(body).includes('example.org')]).toEqual([resource, 404, false]);
  }
  const twice = 'resource=acct:alice@127.0.0.1&resource=acct:alice@127.0.0.1';
  for (const query of [
    '',
    'rel=x',
    'resource=',
    'resource=<script>',
    twice,
    `resource=acct:${'a'.repeat(600)}@127.0.0.1`,
  ]) {
    const { status, body } = await ask(query);
    expect([query, status, JSON.stringify(body).includes('<')]).toEqual([query, 400, false]);
    expect(body).toMatchObject({ error: 'invalid_request' });
  }
  expect((await ask({ resource: 'acct:alice@127.0.0.1' }, 'POST')).status).toBe(405);
});

test('is not there where each application has an issuer of its own, and none is meant', async () => {
  const { status } = await fetch(`${office.bound}/.well-known/webfinger?resource=acct:alice@127.0.0.1`);
  expect(status).toBe(404);
});
