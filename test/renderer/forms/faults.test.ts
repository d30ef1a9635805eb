/** Where a fault stands and how it reads. */
import { expect, test } from 'vitest';
import { readBody } from '../../../server/contract/admin/field-problems.ts';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';
import { bodyOfNew } from '../../../renderer/forms/codecs.ts';
import { faultOfProblem, type Schema, sentenceOf } from '../../../renderer/forms/faults.ts';
import type { FieldFault, FieldKind, FieldRow, FieldValue, FieldValues } from '../../../renderer/forms/field.ts';

const row = (name: string, kind: FieldKind): FieldRow => ({ name, label: name, kind });

function faultsOf(schema: Schema, rows: readonly FieldRow[], values: FieldValues): readonly FieldFault[] {
  const reading = readBody(schema, bodyOfNew(rows, values));
  return 'errors' in reading ? reading.errors.map((problem) => faultOfProblem(problem, rows, values)) : [];
}

test('the schema’s fault stands at the line that it is about', () => {
  const rows = [row('client_name', 'text'), row('redirect_uris', 'lines')];
  const redirect_uris = ['https://a.example/cb', 'no address'];
  const [fault] = faultsOf(OPERATIONS.createApplication.body, rows, { client_name: 'A', redirect_uris });
  expect(fault).toMatchObject({ name: 'redirect_uris', line: 1 });
  expect(sentenceOf(fault!)).toMatch(/^This .+\.$/);
});

test('a line that nobody filled in is not sent, and counts all the same', () => {
  const rows = [row('redirect_uris', 'lines')];
  const faults = faultsOf(OPERATIONS.createApplication.body, rows, { redirect_uris: ['', 'bad', ' ', 'worse'] });
  expect(faults.filter(({ name }) => name === 'redirect_uris').map(({ line }) => line)).toEqual([1, 3]);
});

test('so does a row of two, whether its row is sent by its place or by its name', () => {
  const scopes: FieldValue = [
    ['', ''],
    ['orders read', 'has a space'],
  ];
  const [fault] = faultsOf(OPERATIONS.createApi.body, [row('audience', 'mono'), row('scopes', 'scopes-of-api')], {
    audience: 'https://api.example',
    scopes,
  });
  expect(fault).toMatchObject({ name: 'scopes', line: 1 });
  const claims: FieldValue = [
    ['', ''],
    ['7', 'user.email'],
    ['room', 'nowhere'],
  ];
  const at = (pointer: string) => faultOfProblem({ pointer, detail: 'is wrong' }, [row('claims', 'pairs')], { claims });
  expect(at('/claims/room')).toEqual({ name: 'claims', line: 2, reason: 'is wrong' });
  expect(at('/claims/7')).toEqual({ name: 'claims', line: 1, reason: 'is wrong' });
});

test('a wrong kind is said as the server says it', () => {
  const [fault] = faultsOf(OPERATIONS.changeSettings.body, [row('code_lifetime_s', 'duration')], {
    code_lifetime_s: 'soon',
  });
  expect(fault && sentenceOf(fault)).toBe('This must be a number, not a string.');
});

test.each([
  ['/username', { name: 'username', reason: 'is taken' }],
  ['/redirect_uris/2', { name: 'redirect_uris', line: 2, reason: 'is taken' }],
  ['/claims/a~1b~0c', { name: 'claims', reason: 'holds a/b~c, which is taken' }],
  ['/unheard_of/0', { name: 'unheard_of', reason: 'holds 0, which is taken' }],
])('the server’s pointer %s leads to its field', (pointer, fault) => {
  const rows = [row('username', 'mono'), row('redirect_uris', 'lines'), row('claims', 'json')];
  const values = { username: 'ada', redirect_uris: ['a', 'b', 'c'], claims: '{}' };
  expect(faultOfProblem({ pointer, detail: 'is taken' }, rows, values)).toEqual(fault);
});
