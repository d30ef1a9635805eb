/** Where the pages of an office's own sign-in program may stand: people bring what signs them in, so nobody may listen on the way. */
import { isLoopback } from './loopback.ts';
import { checkWebUri } from './registered-uri.ts';

/** What is wrong with the address, or undefined. A query is kept; a challenge is added to it. */
export function checkSignInPageUrl(uri: string): string | undefined {
  const reason = checkWebUri(uri);
  if (reason !== undefined) return reason;
  if (uri.includes('#')) return 'holds a fragment (#), which is never sent to a server';
  const { protocol, hostname } = new URL(uri);
  if (protocol === 'https:' || isLoopback(hostname)) return undefined;
  return 'must begin with https://; without it only a program on this computer may be named, such as http://127.0.0.1:3000/login';
}
