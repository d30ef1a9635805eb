/** A sign-out that an application must hear of, whatever happens to Lanyard in between. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HttpPerson } from '../support/http-person.ts';
import { type LogoutReceiver, startLogoutReceiver } from '../support/logout-receiver.ts';
import { ALICE } from '../support/office.ts';
import { type RunningServer, startServer } from '../support/start-server.ts';

const CALLBACK = 'https://app.example.lan/callback';

let receiver: LogoutReceiver;
let directory: string;
let file: string;
let port: string;
let server: RunningServer;
beforeEach(async () => {
  receiver = await startLogoutReceiver();
  directory = await mkdtemp(join(tmpdir(), 'lanyard-told-'));
  file = join(directory, 'office.json');
  await writeFile(file, JSON.stringify(office()));
  server = await startServer({ directory: join(directory, 'data'), args: ['--import', file] });
  port = new URL(server.ready.issuer).port;
});
afterEach(async () => {
  await server.stop();
  await receiver.stop();
  await rm(directory, { recursive: true, force: true });
});

function office(): object {
  const application = (client_id: string) => ({
    client_id,
    client_secret: `${client_id}-secret-${client_id}-secret`,
    redirect_uris: [CALLBACK],
    scope: 'openid',
    require_pkce: false,
    consent: 'skip',
    backchannel_logout_uri: `${receiver.origin}/${client_id}`,
  });
  return {
    lanyard: 1,
    users: [
      { username: 'admin', password: 'admin-admin-admin-1', admin: true },
      { ...ALICE, name: 'Alice Example' },
    ],
    applications: [application('slow'), application('quick')],
  };
}

/** Signs alice in to both applications in one browser. */
async function signIn(): Promise<HttpPerson> {
  const { issuer } = server.ready;
  const person = new HttpPerson(issuer);
  for (const client_id of ['slow', 'quick']) {
    const query = { client_id, redirect_uri: CALLBACK, response_type: 'code', scope: 'openid' };
    const page = await person.open(`${issuer}/oauth2/authorize?${new URLSearchParams(query)}`);
    const { left } = page.left === undefined ? await person.submit(page, ALICE) : page;
    expect(left?.searchParams.get('code')).toBeTruthy();
  }
  return person;
}

async function signOut(person: HttpPerson): Promise<void> {
  const done = await person.submit(await person.open(`${server.ready.issuer}/oauth2/logout`), { decision: 'yes' });
  expect(done.html).toContain('id="lanyard-signed-out"');
}

test('an application that hangs keeps neither the person nor the other application waiting', async () => {
  receiver.answer('/slow', 'hang');
  const person = await signIn();
  await signOut(person);
  await expect.poll(() => receiver.at('/quick').length).toBe(1);
  await expect.poll(() => receiver.at('/slow').length).toBe(1);
  // All the while nobody has given up the one that hangs.
  expect([receiver.at('/slow').length, receiver.hanging('/slow')]).toEqual([1, 1]);
});

test('what was not told when Lanyard was killed is told when it is there again', async () => {
  receiver.answer('/slow', 'hang', 200);
  const { issuer } = server.ready;
  await signOut(await signIn());
  await expect.poll(() => receiver.received.length).toBe(2);
  await server.stop('SIGKILL');
  server = await startServer({ directory: join(directory, 'data'), args: ['--port', port] });
  expect(server.ready.issuer).toBe(issuer);
  await expect.poll(() => receiver.at('/slow').length).toBe(2);
  const keys = createRemoteJWKSet(new URL(`${issuer}/oauth2/jwks`));
  const subjects = [];
  for (const token of receiver.tokensAt('/slow')) {
    const { payload } = await jwtVerify(token, keys, { issuer, audience: 'slow', typ: 'logout+jwt' });
    subjects.push([payload.sub, payload['sid']]);
  }
  expect(subjects[1]).toEqual(subjects[0]);
});
