/**
 * What a program of a person gets by an app password of theirs: the person's token, for the one application that it was made
 * for. Nobody signed in here: there is no session, no ID token and no refresh token. RFC 6749 §4.4
 */
import { inclusionsFor, withIncluded } from '../directory/scope-inclusion.ts';
import { OFFICE_SCOPES } from '../directory/scopes.ts';
import { noteUse } from '../directory/user-app-passwords.ts';
import { OAuthError } from '../spec/oauth-error.ts';
import type { Params } from '../spec/params.ts';
import { parseScope } from '../spec/scope.ts';
import { ACR_APP_PASSWORD } from './acr.ts';
import type { Person } from './client-auth/client-auth.ts';
import type { Context } from './context.ts';
import type { Authorization } from './grants/grant.ts';
import { grantWithoutSession, subjectWithoutSession } from './grants-without-session.ts';
import { handOnScope } from './handed-on-scope.ts';
import { narrowAudience } from './resolve-audience.ts';
import { scopeForAudience } from './scope-for-audience.ts';

export async function grantedByAppPassword(person: Person, params: Params, cx: Context): Promise<Authorization> {
  const { user, app_password, application } = person;
  const wanted = withoutOffline(params);
  const asked = await askedScope(person, wanted, cx);
  const audience = narrowAudience(wanted, application.audience);
  const scope = await scopeForAudience(asked, audience, wanted, cx);
  const origin = { kind: 'app_password', app_password_id: app_password.id } as const;
  const granted = { scope, audience, offline: false, amr: [], acr: ACR_APP_PASSWORD, origin };
  const made = grantWithoutSession(user, application, granted, cx);
  const ends = app_password.expires_at ?? made.expires_at;
  const grant = { ...made, expires_at: Math.min(made.expires_at, ends) };
  return {
    subject: subjectWithoutSession(user, application, grant, { kind: 'app_password', app_password, allowed: true }),
    scope,
    audience,
    lifetime_s: grant.expires_at - cx.now,
    async redeem(within) {
      if (!(await noteUse(within, app_password.id, cx.now))) {
        throw new OAuthError('invalid_grant', 'the app password has ended');
      }
      await within.collection('grants').insert(grant);
      return 'redeemed';
    },
  };
}

/** Libraries ask for it as a matter of course; a program that has the app password needs no other way to come back. */
function withoutOffline(params: Params): Params {
  const scope = params.get('scope');
  if (scope === undefined) return params;
  return params.with({
    scope: parseScope(scope)
      .filter((name) => name !== 'offline_access')
      .join(' '),
  });
}

/** All that the application may ask for, or what is asked for of it. The office itself is opened by no app password of a person. */
async function askedScope({ application }: Person, params: Params, cx: Context): Promise<readonly string[]> {
  const registered = parseScope(application.scope);
  const named = [...registered, ...parseScope(params.get('scope'))].filter((name) => !OFFICE_SCOPES.includes(name));
  const inclusions = await inclusionsFor(named, application.dialect, cx.store);
  return handOnScope(withIncluded(named, inclusions), 'an app password', { application, params }, cx);
}
