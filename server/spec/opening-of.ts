/** The address by which an application begins a sign-in that somebody else asked for: third-party-initiated login. */

/** What was in the query of `initiate_login_uri` stays there. OIDC Core §4 */
export function openingOf(initiate_login_uri: string, issuer: string, login_hint: string | undefined): string {
  const url = new URL(initiate_login_uri);
  url.searchParams.set('iss', issuer);
  if (login_hint !== undefined) url.searchParams.set('login_hint', login_hint);
  return url.href;
}
