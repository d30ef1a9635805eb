import { expect, test } from 'vitest';
import { parseToServer, parseToShell } from '../../server/contract/shell-messages.ts';

test.each([{ kind: 'stop' }, { kind: 'owner-sign-in', id: '1' }])('the server understands %j', (message) => {
  expect(parseToServer(message)).toEqual(message);
  expect(parseToServer({ ...message, more: 'than it should' })).toEqual(message);
});

test.each([
  { kind: 'owner-sign-in', id: '1', url: 'http://127.0.0.1:5263/x' },
  { kind: 'owner-sign-in', id: '1', refused: 'there is no admin yet' },
])('the shell understands %j', (message) => {
  expect(parseToShell(message)).toEqual(message);
});

test.each([
  undefined,
  null,
  'stop',
  [],
  {},
  { kind: 'start' },
  { kind: 'owner-sign-in' },
  { kind: 'owner-sign-in', id: 1 },
])('nobody understands %j', (message) => {
  expect([parseToServer(message), parseToShell(message)]).toEqual([undefined, undefined]);
});

test('an answer that is none, or both, is no answer', () => {
  const answer = { kind: 'owner-sign-in', id: '1' };
  expect(parseToShell(answer)).toBeUndefined();
  expect(parseToShell({ ...answer, url: 'http://x/', refused: 'no' })).toBeUndefined();
  expect(parseToShell({ ...answer, url: 7 })).toBeUndefined();
});
