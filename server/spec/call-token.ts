/** The token of a REST call, in the spellings that Git's servers take of it. Whether it is worth anything is not asked here. */
import { readBasicCredentials } from './basic-credentials.ts';

export interface CallToken {
  /** Absent where the token came alone. */
  readonly username: string | undefined;
  readonly value: string;
}

/**
 * `token X`, `Bearer X`, or Basic as Git and curl send it: X for a password, or for a username without a password of its own.
 * Undefined where the header is missing or is none of these.
 */
export function readCallToken(authorization: string | undefined): CallToken | undefined {
  const plain = /^(?:bearer|token) +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (plain !== undefined) return { username: undefined, value: plain };
  const basic = readBasicCredentials(authorization)?.at(-1);
  if (basic === undefined) return undefined;
  const { client_id: username, client_secret: password } = basic;
  const alone = password === '' || password === 'x-oauth-basic';
  return alone ? { username: undefined, value: username } : { username, value: password };
}
