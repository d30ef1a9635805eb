/** A program that knows one fixed key, as those written for Ory do: @ory/client with an app password, for as long as it lasts. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { BOSS, CLERK, type OryOffice, startOryOffice } from '../support/ory-office.ts';
import { type OryVisitor, oryVisitor, PROGRAM, refusal } from '../support/ory-visitor.ts';

let office: OryOffice;
let desk: OryVisitor;
beforeAll(async () => {
  office = await startOryOffice({ program: PROGRAM, settings: { access_token_lifetime_s: 1 } });
  desk = await oryVisitor(office, BOSS);
}, 120_000);
afterAll(() => office?.stop());

test('goes on when every access token from before has ended, after a restart too', async () => {
  const token = await office.admin();
  const byToken = await oryVisitor(office, token);
  const isOver = async () => (await refusal(byToken.ory.listOAuth2Clients())).status === 401;
  await eventually(isOver, 'the end of the token');
  expect(await desk.signIn(desk.someone())).toHaveProperty('id_token');
  await office.restart();
  expect(await desk.signIn(desk.someone())).toHaveProperty('id_token');
  const made = (await desk.ory.createOAuth2Client({ oAuth2Client: { client_id: 'made', client_name: 'Made' } })).data;
  expect(made).toMatchObject({ client_id: 'made', client_secret: expect.any(String) });
});

test('opens nothing without the rights, and only the calls of Ory’s admin API', async () => {
  const clerk = await oryVisitor(office, CLERK);
  expect(await refusal(clerk.ory.listOAuth2Clients())).toMatchObject({ status: 403 });
  const nobody = await oryVisitor(office, `${BOSS}x`);
  expect(await refusal(nobody.ory.listOAuth2Clients())).toMatchObject({ status: 401 });
  const headers = { authorization: `Bearer ${BOSS}` };
  for (const path of ['/api/v1/users', '/api/v3/core/users/service_account/', '/userinfo']) {
    const method = path.startsWith('/api/v3') ? 'POST' : 'GET';
    const answer = await fetch(`${office.origin()}${path}`, { method, headers });
    expect([path, answer.status]).not.toEqual([path, 200]);
    expect([401, 403]).toContain(answer.status);
  }
});

test('ends with the app password', async () => {
  const { body } = await desk.admin('/service-accounts?q=boss');
  const [boss] = body['items'] as readonly { readonly id: string }[];
  const passwords = `/service-accounts/${boss?.id}/app-passwords`;
  const made = await desk.admin(passwords, ['POST', { name: 'for the program' }]);
  const program = await oryVisitor(office, String(made.body['password']));
  expect((await program.ory.listOAuth2Clients()).status).toBe(200);
  const headers = { authorization: `Bearer ${await office.admin()}` };
  const kept = (await desk.admin(passwords)).body['items'] as readonly { readonly id: string; readonly name: string }[];
  const id = kept.find(({ name }) => name === 'for the program')?.id;
  expect((await fetch(`${office.origin()}/api/v1${passwords}/${id}`, { method: 'DELETE', headers })).status).toBe(204);
  expect(await refusal(program.ory.listOAuth2Clients())).toMatchObject({ status: 401 });
});
