/** The desk of the session: who is there, and who waits for them to come back. */
import { expect, test } from 'vitest';
import { GivenUp } from '../../../renderer/api/problem.ts';
import { createSessionDesk, type PanelSession } from '../../../renderer/api/session.ts';

const SESSION: PanelSession = {
  user: { id: 'u1', username: 'ada', name: 'Ada Admin' },
  csrf: 'first',
  confirmed_until: 0,
  expires_at: 1,
  issuer_name: 'Example Office',
};

test('a session that ends locks what is open, and every waiting request goes on after the next sign-in', async () => {
  const desk = createSessionDesk();
  desk.arrived(SESSION);
  const waiting = [desk.signInAgain(), desk.signInAgain()];
  expect(desk.state.get()).toEqual({ kind: 'locked', session: SESSION });
  desk.arrived({ ...SESSION, csrf: 'second' });
  await Promise.all(waiting);
  expect(desk.csrf()).toBe('second');
});

test('whoever signs out leaves nothing waiting', async () => {
  const desk = createSessionDesk();
  desk.arrived(SESSION);
  const waiting = [desk.signInAgain(), desk.confirmation.ask()];
  desk.left();
  await Promise.all(waiting.map((one) => expect(one).rejects.toBeInstanceOf(GivenUp)));
  expect(desk.state.get()).toEqual({ kind: 'signed-out' });
  expect(desk.csrf()).toBeUndefined();
  expect(desk.confirmation.open.get()).toBe(false);
});

test('somebody else who signs in at a locked panel takes over nothing that waits', async () => {
  const desk = createSessionDesk();
  desk.arrived(SESSION);
  const waiting = [desk.signInAgain(), desk.confirmation.ask()];
  const other = { ...SESSION, user: { id: 'u2', username: 'bob', name: 'Bob' }, csrf: 'other' };
  desk.arrived(other);
  await Promise.all(waiting.map((one) => expect(one).rejects.toBeInstanceOf(GivenUp)));
  expect(desk.state.get()).toEqual({ kind: 'signed-in', session: other });
});

test('a session that was begun in another tab is taken over with its token, but only by the same person', () => {
  const desk = createSessionDesk();
  desk.arrived(SESSION);
  desk.changed({ ...SESSION, csrf: 'second' });
  expect(desk.csrf()).toBe('second');
  const other = { ...SESSION, user: { id: 'u2', username: 'bob', name: 'Bob' }, csrf: 'other' };
  expect(() => desk.changed(other)).toThrow(GivenUp);
  expect(desk.csrf()).toBe('other');
});
