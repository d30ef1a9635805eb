/** Which client_id is an address at which the application describes itself (a client ID metadata document). */

const LONGEST = 255;
const DOT_SEGMENT = /\/(\.|%2e){1,2}(\/|$)/i;

/**
 * https with a path, without fragment, credentials and dot segments, and spelled in the one way in which programs spell it.
 * OAuth Client ID Metadata Document §3
 */
export function isClientIdUrl(client_id: string): boolean {
  if (client_id.length > LONGEST || !client_id.startsWith('https://') || !URL.canParse(client_id)) return false;
  const { href, pathname, username, password } = new URL(client_id);
  const path = client_id.slice('https://'.length).split(/[?#]/, 1)[0] ?? '';
  return (
    href === client_id &&
    pathname !== '/' &&
    username === '' &&
    password === '' &&
    !client_id.includes('#') &&
    !DOT_SEGMENT.test(path)
  );
}
