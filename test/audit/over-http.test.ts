/** The audit log of a real server: what its API says of a sign-in, and that what was only counted is written when it stops. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Answered } from '../../server/contract/admin/types.ts';
import { startServer } from '../support/start-server.ts';
import { type LiveOffice, openLiveOffice, SECRET } from '../trace/live-office.ts';

let office: LiveOffice;
beforeAll(async () => {
  office = await openLiveOffice();
});
afterAll(() => office.stop());

it('a sign-in stands there in sentences, to be filtered and read one by one', async () => {
  const application = await office.application();
  const begun = await application.begin();
  const login = await application.person.open(begun.page.url);
  await application.signIn(begun.page, 'not-the-password');
  await application.person.allow(await application.signIn(login));
  const list = async (query: string) =>
    (await (await office.ask(`audit-events?${query}`)).json()) as Answered<'listAuditEvents'>;
  const { items, total } = await list('actor=alice');
  expect(items.map(({ sentence }) => sentence)).toEqual([
    'alice went on to Wiki, signed in from 127.0.0.1',
    'alice allowed Wiki openid, profile and offline_access',
    'alice signed in to Wiki from 127.0.0.1',
    'Somebody tried to sign in to Wiki from 127.0.0.1 as alice and had the wrong password',
  ]);
  expect(total).toBe(4);
  expect((await list('type=user.sign_in_refused')).items).toEqual(items.slice(3));
  const one = await office.ask(`audit-events/${items[2]?.id}`);
  expect(await one.json()).toEqual(items[2]);
  expect((await office.ask('audit-events/000000999999')).status).toBe(404);
  expect((await office.ask('audit-events?cursor=x')).status).toBe(400);
});

it('what machines did in the last minute is written when the server stops', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-counts-'));
  const file = join(directory, 'office.json');
  const machine = {
    client_id: 'robot',
    client_name: 'Robot',
    client_secret: SECRET,
    scope: 'a',
    redirect_uris: [],
    response_types: [],
    grant_types: ['client_credentials'],
  };
  const watcher = { username: 'watcher', admin: true, app_passwords: [{ name: 'main', password: SECRET }] };
  const users = [{ username: 'ada', password: 'canary-password-of-ada-1', admin: true }];
  await writeFile(
    file,
    JSON.stringify({
      lanyard: 1,
      users,
      scopes: [{ name: 'a', claims: {} }],
      applications: [machine],
      service_accounts: [watcher],
    }),
  );
  const data = join(directory, 'data');
  try {
    const first = await startServer({ directory: data, args: ['--import', file] });
    const ask = (issuer: string, fields: Readonly<Record<string, string>>) =>
      fetch(`${issuer}/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({ grant_type: 'client_credentials', ...fields }),
      });
    for (let n = 0; n < 5; n += 1) await ask(first.ready.issuer, { client_id: 'robot', client_secret: SECRET });
    await ask(first.ready.issuer, { client_id: 'robot', client_secret: 'wrong' });
    expect((await first.stop()).code).toBe(0);
    const second = await startServer({ directory: data });
    const { issuer } = second.ready;
    const answer = await ask(issuer, { username: 'watcher', password: SECRET, scope: 'lanyard:admin' });
    const { access_token } = (await answer.json()) as { readonly access_token: string };
    const headers = { authorization: `Bearer ${access_token}` };
    const { items } = (await (
      await fetch(`${issuer}/api/v1/audit-events?q=robot&limit=2`, { headers })
    ).json()) as Answered<'listAuditEvents'>;
    expect(items.map(({ sentence }) => sentence).toSorted()).toEqual([
      'Robot got tokens for itself 5 times',
      'Somebody spoke as Robot and was turned away once from 127.0.0.1: wrong credentials',
    ]);
    expect((await second.stop()).code).toBe(0);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
