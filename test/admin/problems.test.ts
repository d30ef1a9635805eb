/** What becomes of everything that can be thrown: a problem that says what it may, and nothing else. */
import { expect, it } from 'vitest';
import { ProblemError } from '../../server/admin/problem-error.ts';
import { PROBLEMS, problemSchema } from '../../server/contract/admin/problem.ts';
import { DomainError } from '../../server/directory/domain-error.ts';
import { HashingBusy } from '../../server/directory/passwords.ts';
import { mapProblem } from '../../server/http/problem-mapper.ts';
import { createLog } from '../../server/log/log.ts';
import { StorageError } from '../../server/storage/store.ts';

function map(thrown: unknown) {
  const lines: string[] = [];
  const log = createLog({ level: 'debug', format: 'json', now: () => 0, write: (text) => lines.push(text) });
  const mapped = mapProblem(thrown, log, 'POST /api/v1/groups');
  log.flush();
  problemSchema.strict().parse(mapped.problem);
  return { ...mapped, logged: lines.join('') };
}

it.each([
  [new DomainError('not_found', 'no such thing'), 404],
  [new DomainError('conflict', 'it is taken', 'name', 'is taken'), 409],
  [new DomainError('invalid', 'it is wrong', 'name'), 400],
  [new DomainError('forbidden', 'you may not'), 403],
  [new StorageError('not_found', 'nothing'), 404],
  [new StorageError('already_exists', 'there', { index: 'username_key' }), 409],
  [new StorageError('unavailable', 'the disk is full'), 503],
  [new StorageError('damaged', 'secret path'), 500],
  [new HashingBusy(), 503],
  [new Error('secret detail'), 500],
  ['not even an error', 500],
] as const)('%s is %i', (thrown, status) => {
  const { problem, logged } = map(thrown);
  expect(problem.status).toBe(status);
  expect(logged).toContain('POST /api/v1/groups');
});

it('a fault of ours says an incident, under which the log says the rest', () => {
  const { problem, logged } = map(new Error('secret detail'));
  expect(JSON.stringify(problem)).not.toContain('secret');
  expect(problem.incident).toMatch(/^[0-9a-f]{10}$/);
  expect(logged).toContain(problem.incident);
  expect(logged).toContain('secret detail');
});

it('a store that can’t write says when to come back', () => {
  const { problem, headers } = map(new StorageError('unavailable', 'the disk is full'));
  expect([headers['retry-after'], problem.retry_after_s, problem.incident]).toEqual(['5', 5, expect.any(String)]);
});

it('a field that is wrong is pointed at, in words that end a sentence about its value', () => {
  expect(map(new DomainError('conflict', 'the name x is taken', 'name', 'is taken')).problem.errors).toEqual([
    { pointer: '/name', detail: 'is taken' },
  ]);
  expect(map(new StorageError('already_exists', 'there', { index: 'username_key' })).problem.errors).toEqual([
    { pointer: '/username', detail: 'is taken' },
  ]);
});

it('every problem of the contract has its status', () => {
  for (const [name, { status, title }] of Object.entries(PROBLEMS)) {
    const { problem } = map(new ProblemError(name as keyof typeof PROBLEMS));
    expect(problem).toMatchObject({ type: `urn:lanyard:problem:${name}`, title, status });
  }
});
