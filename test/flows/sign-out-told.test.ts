/** A sign-out that an application must hear of, whatever happens to Lanyard in between. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
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
  const began = performance.now();
  await signOut(person);
  await vi.waitFor(() => expect(receiver.at('/quick')).toHaveLength(1), 2500);
  // The one that hangs is given five seconds.
  expect(performance.now() - began).toBeLessThan(4000);
  expect(receiver.at('/slow')).toHaveLength(1);
});

test('what was not told when Lanyard was killed is told when it is there again', async () => {
  receiver.answer('/slow', 'hang', 200);
  const { issuer } = server.ready;
  await signOut(await signIn());
  await vi.waitFor(() => expect(receiver.received).toHaveLength(2), 2500);
  await server.stop('SIGKILL');
  server = await startServer({ directory: join(directory, 'data'), args: ['--port', port] });
  expect(server.ready.issuer).toBe(issuer);
  await vi.waitFor(() => expect(receiver.at('/slow')).toHaveLength(2), 6000);
  const keys = createRemoteJWKSet(new URL(`${issuer}/oauth2/jwks`));
  const subjects = [];
  for (const token of receiver.tokensAt('/slow')) {
    const { payload } = await jwtVerify(token, keys, { issuer, audience: 'slow', typ: 'logout+jwt' });
    subjects.push([payload.sub, payload['sid']]);
  }
  expect(subjects[1]).toEqual(subjects[0]);
});
