/** People of the panel's office who sign in to its applications while the panel is open, and applications that act for themselves. */
import { expect } from '@playwright/test';
import { HttpPerson } from '../support/http-person.ts';
import type { RunningServer } from '../support/start-server.ts';
import { SECRET } from './panel-office.ts';

export const CALLBACK = 'http://127.0.0.1:9/callback';

export function authorizationUrl({ ready }: RunningServer, client_id = 'ticket-desk'): string {
  const query = new URLSearchParams({ client_id, redirect_uri: CALLBACK, response_type: 'code', scope: 'openid' });
  return `${ready.issuer}/oauth2/authorize?${query.toString()}`;
}

/** Signs a person in to the ticket desk in one browser, and sends them there as often as asked: each time it is granted anew. */
export async function signInToTicketDesk(
  office: RunningServer,
  username: string,
  { times = 1 }: { readonly times?: number } = {},
): Promise<void> {
  const person = new HttpPerson(office.ready.issuer);
  const url = authorizationUrl(office);
  const login = await person.open(url);
  let there = await person.submit(login, { username, password: `${username}-pass-word-1` });
  if (there.left === undefined) there = await person.allow(there);
  expect(there.left?.searchParams.get('code')).toBeTruthy();
  for (let time = 1; time < times; time += 1) {
    const again = await person.open(url);
    expect(again.left?.searchParams.get('code')).toBeTruthy();
  }
}

/** With a password that is not theirs. */
export async function failToSignIn(office: RunningServer, username: string): Promise<void> {
  const person = new HttpPerson(office.ready.issuer);
  const refused = await person.submit(await person.open(authorizationUrl(office)), {
    username,
    password: 'not this one',
  });
  expect(refused.left).toBeUndefined();
}

/** A token that the night job got for itself. RFC 6749 §4.4 */
export async function getOwnToken({ ready }: RunningServer, client_id = 'night-job'): Promise<void> {
  const answer = await fetch(`${ready.issuer}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${client_id}:${SECRET}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'orders:read' }),
  });
  expect(answer.status).toBe(200);
}
