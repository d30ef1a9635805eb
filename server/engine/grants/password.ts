/**
 * The password grant: an application of old asks a person for their password and sends it on. Only where the office allows
 * legacy grants and the application is registered for this one. It is slowed down together with the sign-in page.
 */
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Application, User } from '../../storage/records/directory.ts';
import { ACR_PASSWORD } from '../acr.ts';
import type { Context } from '../context.ts';
import { runDirectGrant } from '../direct-grant.ts';
import { LONGEST_USERNAME, provePassword } from '../prove-password.ts';
import type { Grant, TokenRequest } from './grant.ts';

export const password: Grant = {
  name: 'password',
  grant_type: 'password',
  spec: 'RFC 6749 §4.3',
  parameters: ['username', 'password'],
  client: 'any',
  available: ({ legacy_grants }) => legacy_grants,
  run(request, cx) {
    const person = (application: Application) => personBehind(request, application, cx);
    const known_by = { amr: ['pwd'], acr: ACR_PASSWORD, origin: { kind: 'password' } } as const;
    const behind = { kind: 'password', allowed: cx.settings.legacy_grants } as const;
    return runDirectGrant(request, { ...known_by, behind, person, wrong }, cx);
  },
};

/** Throws invalid_grant, the same for everybody who did not prove enough, and temporarily_unavailable. RFC 6749 §5.2 */
async function personBehind({ params }: TokenRequest, { client_id }: Application, cx: Context): Promise<User> {
  const username = (params.get('username') ?? '').slice(0, LONGEST_USERNAME);
  const proof = await provePassword({ username, password: params.get('password') ?? '', client_id }, cx);
  switch (proof.kind) {
    case 'proved':
      return proof.user;
    case 'wrong-credentials':
      throw wrong();
    case 'too-many-attempts':
      throw later('too many wrong passwords', 429, proof.retry_after_s);
    case 'busy':
      throw later('too many sign-ins at once', 503, 2);
    default:
      return proof satisfies never;
  }
}

function wrong(): OAuthError {
  return new OAuthError('invalid_grant', 'username and password do not match, or this person signs in on a page only');
}

function later(description: string, status: number, retry_after_s: number): OAuthError {
  const headers = { 'Retry-After': String(retry_after_s) };
  return new OAuthError('temporarily_unavailable', description, { status, headers });
}
