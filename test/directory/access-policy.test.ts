import { describe, expect, it } from 'vitest';
import { assertGrantAllowed, isGrantAllowed } from '../../server/directory/access-policy.ts';
import type { Parties, UserParties } from '../../server/directory/parties.ts';
import { aConsent, aGrant, anApplication, aServiceAccount, aSession, aUser, NOW } from '../support/records.ts';

/** A string of this form. */
const matching = (form: RegExp): unknown => expect.stringMatching(form);

const scope = ['openid', 'profile'];

function parties(fields: Partial<UserParties> = {}): UserParties {
  return {
    kind: 'user',
    user: aUser(),
    application: anApplication(),
    session: aSession(),
    grant: aGrant(),
    consent: aConsent(),
    ...fields,
  };
}

function refusalOf(who: Parties, asked: readonly string[] = scope) {
  return () => assertGrantAllowed(who, asked, NOW, 'access_denied');
}

describe('a person who signed in and consented', () => {
  it('may be given a token', () => {
    const allowed = assertGrantAllowed(parties(), scope, NOW);
    expect(allowed.parties).toEqual(parties());
    expect(allowed.scope).toEqual(scope);
  });

  it('may while the grant is still being made', () => {
    expect(isGrantAllowed(parties({ grant: undefined }), scope, NOW)).toBe(true);
  });

  const refused: readonly (readonly [string, Partial<UserParties>, RegExp])[] = [
    ['no longer exists', { user: undefined }, /no longer exists/],
    ['is disabled', { user: aUser({ disabled: true }) }, /disabled/],
    ['uses an application that is gone', { application: undefined }, /application no longer exists/],
    [
      'uses an application that is disabled',
      { application: anApplication({ disabled: true }) },
      /application is disabled/,
    ],
    [
      'is in none of the allowed groups',
      { application: anApplication({ allowed_groups: ['admins'] }) },
      /allowed_groups/,
    ],
    ['has no session left', { session: undefined }, /session is gone/],
    ['signed out', { session: aSession({ ended_at: NOW - 1 }) }, /signed out/],
    ['has a session that ran out', { session: aSession({ expires_at: NOW }) }, /session ran out/],
    ['comes with the session of somebody else', { session: aSession({ user_id: 'bob' }) }, /somebody else/],
    ['comes with another session than the grant’s', { session: aSession({ sid: 'sid-2' }) }, /another session/],
    ['comes with the grant of somebody else', { grant: aGrant({ user_id: 'bob' }) }, /grant belongs to somebody else/],
    ['comes with the grant of another application', { grant: aGrant({ client_id: 'other' }) }, /another application/],
    [
      'has a grant that was revoked',
      { grant: aGrant({ revoked_at: NOW, revoked_because: 'code used twice' }) },
      /code used twice/,
    ],
    ['has a grant that expired', { grant: aGrant({ expires_at: NOW }) }, /expired/],
    ['asks for more than was granted', { grant: aGrant({ scope: ['openid'] }) }, /does not cover profile/],
    ['withdrew the consent', { consent: undefined }, /withdrawn/],
    ['consented to less', { consent: aConsent({ scope: ['openid'] }) }, /does not cover profile/],
    ['shows the consent of somebody else', { consent: aConsent({ user_id: 'bob' }) }, /somebody or something else/],
    [
      'shows the consent for another application',
      { consent: aConsent({ client_id: 'other' }) },
      /somebody or something else/,
    ],
  ];

  it.each(refused)('is refused who %s', (_, fields, hint) => {
    expect(refusalOf(parties(fields))).toThrow(
      expect.objectContaining({ code: 'access_denied', hint: matching(hint) }),
    );
    expect(isGrantAllowed(parties(fields), scope, NOW)).toBe(false);
  });

  it('is not told apart by the description when the reason lies with the account', () => {
    const descriptions = [
      { user: undefined },
      { user: aUser({ disabled: true }) },
      { application: anApplication({ allowed_groups: ['x'] }) },
    ].map((fields) => {
      try {
        refusalOf(parties(fields))();
      } catch (error) {
        return error instanceof Error ? error.message : '';
      }
      return 'allowed';
    });
    expect(new Set(descriptions).size).toBe(1);
  });

  it('is let in by any one of the allowed groups', () => {
    const application = anApplication({ allowed_groups: ['admins', 'staff'] });
    expect(isGrantAllowed(parties({ application }), scope, NOW)).toBe(true);
  });

  it.each(['skip', 'always'] as const)(
    'needs no consent on record where the application’s consent is %s',
    (consent) => {
      expect(isGrantAllowed(parties({ application: anApplication({ consent }), consent: undefined }), scope, NOW)).toBe(
        true,
      );
    },
  );

  it('keeps an offline grant after the session is gone, but not after being disabled', () => {
    const offline = parties({ grant: aGrant({ offline: true }), session: undefined });
    expect(isGrantAllowed(offline, scope, NOW)).toBe(true);
    expect(isGrantAllowed({ ...offline, user: aUser({ disabled: true }) }, scope, NOW)).toBe(false);
  });

  it('gets the admin scope only as an admin', () => {
    const asked = ['openid', 'lanyard:admin'];
    const all = { grant: aGrant({ scope: asked }), consent: aConsent({ scope: asked }) };
    expect(isGrantAllowed(parties(all), asked, NOW)).toBe(false);
    expect(isGrantAllowed(parties({ ...all, user: aUser({ admin: true }) }), asked, NOW)).toBe(true);
  });

  it('never gets the scope of a sign-in program, and no admin does', () => {
    const asked = ['openid', 'lanyard:sign-in-program'];
    const all = { grant: aGrant({ scope: asked }), consent: aConsent({ scope: asked }) };
    const [application, user] = [anApplication({ scope: asked.join(' ') }), aUser({ admin: true })];
    expect(refusalOf(parties({ ...all, application, user }), asked)).toThrow(
      expect.objectContaining({ hint: matching(/for service accounts alone/) }),
    );
  });

  it('is refused as invalid_grant where the caller names no other code', () => {
    expect(() => assertGrantAllowed(parties({ user: undefined }), scope, NOW)).toThrow(
      expect.objectContaining({ code: 'invalid_grant' }),
    );
  });
});

describe('a service account', () => {
  const account = aServiceAccount();

  it('may act with and without an application', () => {
    expect(isGrantAllowed({ kind: 'service_account', account }, ['orders:read'], NOW)).toBe(true);
    expect(isGrantAllowed({ kind: 'service_account', account, application: anApplication() }, [], NOW)).toBe(true);
  });

  it.each([
    ['gone', { account: undefined }, /no longer exists/],
    ['disabled', { account: aServiceAccount({ disabled: true }) }, /disabled/],
    [
      'using a disabled application',
      { account, application: anApplication({ disabled: true }) },
      /application is disabled/,
    ],
    [
      'in none of the allowed groups',
      { account, application: anApplication({ allowed_groups: ['x'] }) },
      /allowed_groups/,
    ],
  ])('is refused when %s', (_, fields, hint) => {
    expect(refusalOf({ kind: 'service_account', ...fields }, [])).toThrow(
      expect.objectContaining({ hint: matching(hint) }),
    );
  });

  it('gets the admin scope only as an admin', () => {
    expect(isGrantAllowed({ kind: 'service_account', account }, ['lanyard:admin'], NOW)).toBe(false);
    const admin = aServiceAccount({ admin: true });
    expect(isGrantAllowed({ kind: 'service_account', account: admin }, ['lanyard:admin'], NOW)).toBe(true);
  });
});

describe('the scope of a sign-in program', () => {
  const asked = ['lanyard:sign-in-program'];
  const whoHas = (scope: string, admin = false): Parties => ({
    kind: 'service_account',
    account: aServiceAccount({ scope, admin }),
  });

  it('is of the service accounts that have it now, and an admin needs it no less', () => {
    expect(isGrantAllowed(whoHas('orders:read lanyard:sign-in-program'), asked, NOW)).toBe(true);
    expect(isGrantAllowed(whoHas('orders:read'), asked, NOW)).toBe(false);
    expect(isGrantAllowed(whoHas('orders:read', true), asked, NOW)).toBe(false);
  });

  it('is never an application’s', () => {
    const application = anApplication({ scope: 'lanyard:sign-in-program' });
    expect(isGrantAllowed({ kind: 'application', application }, asked, NOW)).toBe(false);
  });
});

describe('an application that acts for itself', () => {
  it('may, unless it is gone or disabled', () => {
    expect(isGrantAllowed({ kind: 'application', application: anApplication() }, ['orders:read'], NOW)).toBe(true);
    expect(isGrantAllowed({ kind: 'application', application: undefined }, [], NOW)).toBe(false);
    expect(isGrantAllowed({ kind: 'application', application: anApplication({ disabled: true }) }, [], NOW)).toBe(
      false,
    );
  });

  it('never gets the admin scope', () => {
    expect(isGrantAllowed({ kind: 'application', application: anApplication() }, ['lanyard:admin'], NOW)).toBe(false);
  });
});
