/** A stream of live flows lives no longer than what it was opened with: it is asked again and again whether it still may. */
import { expect, test } from 'vitest';
import { ADA, startOffice } from '../attacks/office.ts';
import { adminClient, botCredentials, panelCredentials } from '../admin/admin-client.ts';

/** The server asks every five seconds; a busy machine has more to do. */
const SOON_MS = 60_000;

async function openStream(origin: string, headers: Readonly<Record<string, string>>) {
  const cut = new AbortController();
  const response = await fetch(`${origin}/api/v1/trace/stream`, { headers, signal: cut.signal });
  expect(response.status).toBe(200);
  let text = '';
  let over = false;
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const bytes of response.body ?? []) text += decoder.decode(bytes, { stream: true });
    over = true;
  };
  void read().catch(() => undefined);
  return { text: () => text, isOver: () => over, close: () => cut.abort() };
}

async function until(enough: () => boolean): Promise<boolean> {
  const late = Date.now() + SOON_MS;
  while (!enough() && Date.now() < late) await new Promise((done) => setTimeout(done, 100));
  return enough();
}

test('it ends with the token’s account, with the panel’s session, and with the rights of who opened it', async () => {
  const office = await startOffice();
  const { origin } = office;
  const bot = await botCredentials(origin);
  const client = adminClient(origin, bot);
  try {
    const made = await client('createServiceAccount', { body: { username: 'watcher', admin: true, scope: '' } });
    const form = {
      grant_type: 'client_credentials',
      username: 'watcher',
      password: made.body.app_password.password,
      scope: 'lanyard:admin',
    };
    const answer = await fetch(`${origin}/oauth2/token`, { method: 'POST', body: new URLSearchParams(form) });
    const { access_token } = (await answer.json()) as { readonly access_token: string };
    const eve = { username: 'eve', password: 'a password of eve' };
    const { id } = (await client('createUser', { body: { ...eve, admin: true } })).body;
    const panel = await panelCredentials(origin, ADA);
    const hers = await panelCredentials(origin, eve);

    const streams = {
      account: await openStream(origin, { authorization: `Bearer ${access_token}` }),
      session: await openStream(origin, panel),
      rights: await openStream(origin, hers),
      kept: await openStream(origin, bot),
    };
    await client('removeServiceAccount', { path: { id: made.body.id } });
    await adminClient(origin, panel)('signOut');
    await client('changeUser', { path: { id }, body: { admin: false } });
    const { account, session, rights, kept } = streams;
    for (const stream of [account, session, rights]) {
      expect(await until(stream.isOver)).toBe(true);
      expect(stream.text()).toContain('event: ended\ndata: {"because":"signed_out"}');
    }
    expect(kept.isOver()).toBe(false);
    kept.close();
  } finally {
    await office.stop();
  }
});
