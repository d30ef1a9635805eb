/** What a sign-up form says of a person: kept where there is a place for it, and refused where not. */
import { describe, expect, it } from 'vitest';
import { personIn } from '../../server/facades/auth0/new-person.ts';
import type { JsonObject } from '../../server/spec/vocabulary.ts';

const DORA = { client_id: 'spa', connection: 'c', email: 'dora@example.lan', password: 'a password of dora' };

describe('a new person', () => {
  it('is called by their address where no username is sent, and has what was sent', () => {
    const picture = 'https://pictures.example.lan/dora.png';
    const asked = { ...DORA, name: 'Dora Example', nickname: 'dodo', picture, user_metadata: {}, phone_number: '' };
    expect(personIn(asked)).toEqual({
      password: DORA.password,
      user: {
        username: 'dora@example.lan',
        email: 'dora@example.lan',
        email_verified: false,
        name: 'Dora Example',
        claims: { nickname: 'dodo', picture },
      },
    });
    expect(personIn({ ...DORA, username: 'dora' })).toMatchObject({ user: { username: 'dora', claims: {} } });
  });

  it.each<[string, JsonObject, string, string]>([
    ['user_metadata', { user_metadata: { plan: 'gold' } }, 'invalid_signup', 'user_metadata is kept nowhere here'],
    ['a telephone number', { phone_number: '+1 555 0100' }, 'invalid_signup', 'phone_number is kept nowhere here'],
    ['a picture that would run', { picture: 'javascript:alert(1)' }, 'invalid_signup', 'picture '],
    ['a nickname that hides something', { nickname: 'a\u202eb' }, 'invalid_signup', 'nickname can’t be shown'],
    ['a name that hides something', { given_name: 'a\u202eb' }, 'invalid_signup', 'given_name can’t be shown'],
    ['no address', { email: 'dora' }, 'invalid_signup', 'email is not'],
    ['a weak password', { password: 'short' }, 'invalid_password', 'too short'],
  ])('is refused with %s', (_what, changes, error, why) => {
    const told = personIn({ ...DORA, ...changes });
    expect(told).toMatchObject({ status: 400, body: { error, error_description: expect.stringContaining(why) } });
  });
});
