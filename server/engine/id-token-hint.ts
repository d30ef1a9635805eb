/** Reads an ID token that comes back as a hint: ours, by signature, type and issuer; it may have expired. */
import { findApplication } from '../directory/applications.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Context } from './context.ts';

export interface IdTokenHint {
  readonly sub: string;
  /** The session that it was issued in. */
  readonly sid: string | undefined;
  /** When it was issued, and when it runs out or ran out. */
  readonly iat: number;
  readonly exp: number;
  readonly application: Application;
}

/** Undefined for anything that is not an ID token of this issuer for an application that still exists. OIDC Core §3.1.2.1 */
export async function readIdTokenHint(hint: string, cx: Context): Promise<IdTokenHint | undefined> {
  if (hint.length > 8192) return undefined;
  const verified = await cx.keys.verify(hint);
  if (verified === undefined || verified.header['typ'] !== 'JWT') return undefined;
  const { iss, sub, aud, sid, iat, exp } = verified.payload;
  // What userinfo answers as a JWT never expires, and is no ID token.
  if (typeof exp !== 'number' || typeof iat !== 'number') return undefined;
  if (typeof sub !== 'string' || typeof aud !== 'string') return undefined;
  const application = await findApplication(cx.store, aud);
  if (application === undefined || !cx.urls.isOurs(iss, application)) return undefined;
  return { sub, sid: typeof sid === 'string' ? sid : undefined, iat, exp, application };
}
