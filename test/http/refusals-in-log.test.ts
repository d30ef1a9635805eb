import { expect, test } from 'vitest';
import { ALICE, officeFile, WEB_SECRET } from '../support/office.ts';
import { HttpPerson } from '../support/http-person.ts';
import { startServer } from '../support/start-server.ts';

const CALLBACK = 'http://127.0.0.1:9/callback';
const WRONG = 'a-wrong-secret-that-nobody-may-read';

test('the log names who was refused and why, one line each, and never what was presented', async () => {
  const file = await officeFile({ callback: CALLBACK, goodbye: 'http://127.0.0.1:9/bye' });
  const server = await startServer({ args: ['--import', file] });
  const { issuer } = server.ready;
  const person = new HttpPerson(issuer);
  const authorize = (fields: Readonly<Record<string, string>>) =>
    person.open(
      `${issuer}/oauth2/authorize?${new URLSearchParams({
        client_id: 'web-app',
        redirect_uri: CALLBACK,
        response_type: 'code',
        scope: 'openid',
        state: 's',
        code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
        code_challenge_method: 'S256',
        ...fields,
      }).toString()}`,
    );
  const token = (headers: Readonly<Record<string, string>>, fields: Readonly<Record<string, string>>) =>
    fetch(`${issuer}/oauth2/token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams({ grant_type: 'authorization_code', code: 'x', ...fields }),
    });

  await authorize({ client_id: 'nobody\u001b[31m' });
  await authorize({ redirect_uri: `${CALLBACK}/elsewhere?secret=${WRONG}` });
  const form = await authorize({});
  await person.submit(form, { username: ALICE.username, password: WRONG });
  await person.submit(form, { username: WRONG, password: '' });
  await token({ authorization: `Basic ${btoa(`web-app:${WRONG}`)}` }, {});
  await token({}, { client_id: 'web-app', client_secret: WRONG });
  const done = await person.submit(form, ALICE);
  await server.stop();

  const lines = server
    .stderr()
    .split('\n')
    .filter((line) => line.includes('refused'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines).toEqual([
    expect.objectContaining({ level: 'info', code: 'invalid_client', client_id: 'nobody\u001b[31m' }),
    expect.objectContaining({
      level: 'info',
      code: 'invalid_redirect_uri',
      client_id: 'web-app',
      redirect_uri: `${CALLBACK}/elsewhere`,
    }),
    expect.objectContaining({
      level: 'info',
      message: 'sign-in refused',
      username: 'alice',
      because: 'wrong-credentials',
    }),
    expect.objectContaining({
      message: 'sign-in refused',
      because: 'wrong-credentials, for a username that nobody has',
    }),
    expect.objectContaining({
      level: 'info',
      code: 'invalid_client',
      client_id: 'web-app',
      where: 'POST /oauth2/token',
    }),
    expect.objectContaining({
      level: 'info',
      code: 'invalid_client',
      client_id: 'web-app',
      where: 'POST /oauth2/token',
    }),
  ]);
  expect(done.html).toContain('lanyard-consent-allow');
  for (const secret of [WRONG, WEB_SECRET, ALICE.password, '\u001b']) expect(server.stderr()).not.toContain(secret);
});
