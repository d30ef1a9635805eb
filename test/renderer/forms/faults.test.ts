/** Where a fault stands and how it reads. */
import { expect, test } from 'vitest';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import { faultOfIssue, faultOfProblem, sentenceOf } from '../../../renderer/forms/faults.ts';

function faultsOf(schema: { safeParse: typeof OPERATIONS.createApplication.body.safeParse }, body: unknown) {
  const result = schema.safeParse(body);
  return result.success ? [] : result.error.issues.map(faultOfIssue);
}

test('the schema’s fault stands at the line that it is about', () => {
  const redirect_uris = ['https://a.example/cb', 'no address'];
  const [fault] = faultsOf(OPERATIONS.createApplication.body, { client_name: 'A', redirect_uris });
  expect(fault).toMatchObject({ name: 'redirect_uris', line: 1 });
  expect(sentenceOf(fault!)).toMatch(/^This .+\.$/);
});

test('a wrong kind is said in words', () => {
  const result = OPERATIONS.changeSettings.body.safeParse({ code_lifetime_s: 'soon' });
  const [fault] = result.success ? [] : result.error.issues.map(faultOfIssue);
  expect(fault && sentenceOf(fault)).toBe('This must be a number.');
});

test.each([
  ['/username', { name: 'username', reason: 'is taken' }],
  ['/redirect_uris/2', { name: 'redirect_uris', line: 2, reason: 'is taken' }],
  ['/claims/a~1b~0c', { name: 'claims', reason: 'holds a/b~c, which is taken' }],
])('the server’s pointer %s leads to its field', (pointer, fault) => {
  expect(faultOfProblem({ pointer, detail: 'is taken' })).toEqual(fault);
});
