/** The benchmark's way into the admin API: a service account that is an admin, as any script would use one. */
import type { Candidate } from './candidate.ts';
import { type Answer, FORM, textIn } from './oauth-client.ts';

const ROBOT = { username: 'bench-robot', password: 'bench-robot-app-password-0001' };

/** Of a configuration document. */
export const ADMIN_ACCOUNTS = [
  { username: ROBOT.username, admin: true, app_passwords: [{ name: 'bench', password: ROBOT.password }] },
];

/** The header that opens the admin API. Throws when there is no token for it. */
export async function adminHeaders({ metadata }: Pick<Candidate, 'metadata'>): Promise<{ Authorization: string }> {
  const asked = { grant_type: 'client_credentials', scope: 'lanyard:admin', ...ROBOT };
  const response = await fetch(metadata.token_endpoint, {
    method: 'POST',
    headers: FORM,
    body: new URLSearchParams(asked).toString(),
  });
  return { Authorization: `Bearer ${textIn((await response.json()) as Answer, 'access_token')}` };
}
