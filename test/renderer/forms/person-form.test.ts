/** What is wrong with a new person is all found before anything is sent, each at its field. */
import { expect, test } from 'vitest';
import { faultOfProblem } from '../../../renderer/forms/faults.ts';
import { NEW_PERSON_FIELDS } from '../../../renderer/screens/people/person-fields.ts';
import { readBody } from '../../../server/contract/admin/field-problems.ts';
import { OPERATIONS } from '../../../server/contract/admin/operations.ts';

const faultsOf = (body: object) => {
  const reading = readBody(OPERATIONS.createUser.body, body);
  const problems = 'errors' in reading ? reading.errors : [];
  return problems.map((problem) => faultOfProblem(problem, NEW_PERSON_FIELDS, {}));
};

test('all at once', () => {
  const body = { username: 'jo doe', name: ' ', email: 'nowhere', password: 'short', claims: { locale: 1 } };
  expect(faultsOf(body).map(({ name }) => name)).toEqual(['name', 'claims', 'username', 'email', 'password']);
});

test('and nothing of one who is well', () => {
  expect(faultsOf({ username: 'jo.doe', password: 'correct horse battery' })).toEqual([]);
});
