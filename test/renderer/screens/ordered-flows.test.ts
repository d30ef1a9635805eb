/** Search and order of the flows that are remembered. */
import { expect, test } from 'vitest';
import { orderedFlows } from '../../../renderer/screens/flows/ordered-flows.ts';

const flow = (flow_id: string, title: string, last_at_ms: number, username: string | null) => ({
  flow_id,
  began_at_ms: 0,
  last_at_ms,
  events: 1,
  client_id: 'wiki',
  client_name: 'Our encyclopaedia',
  username,
  outcome: 'done' as const,
  title,
});
const FLOWS = [
  flow('1', 'alice signs in', 30, 'alice'),
  flow('2', 'bob signs in', 20, 'bob'),
  flow('3', 'x', 10, null),
];
const ids = (wanted: { q: string; sort: string | undefined }) => orderedFlows(FLOWS, wanted).map((f) => f.flow_id);

test('stand as the server told them where nobody asks for more', () => {
  expect(ids({ q: '', sort: undefined })).toEqual(['1', '2', '3']);
});

test('are found by any of their words, however they are spelled', () => {
  expect(ids({ q: 'ALICE', sort: undefined })).toEqual(['1']);
  expect(ids({ q: 'encyclop', sort: undefined })).toEqual(['1', '2', '3']);
  expect(ids({ q: 'wiki', sort: undefined })).toEqual(['1', '2', '3']);
  expect(ids({ q: 'nobody', sort: undefined })).toEqual([]);
});

test('are ordered upwards and downwards, those without a value first', () => {
  expect(ids({ q: '', sort: 'last_at_ms' })).toEqual(['3', '2', '1']);
  expect(ids({ q: '', sort: '-last_at_ms' })).toEqual(['1', '2', '3']);
  expect(ids({ q: '', sort: 'username' })).toEqual(['3', '1', '2']);
});
