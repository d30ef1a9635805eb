/** What a person and their session are called at an application: the same everywhere, or another name in each sector. */
import type { Application } from '../storage/records/directory.ts';
import type { Context } from './context.ts';

/**
 * The `sub` of a person for `application`. Pairwise ones are a MAC of sector and person under a key of this house, so that
 * nobody else can compute or reverse them, and stay as long as the house keeps its key. OIDC Core §8
 */
export function subjectIdentifier(user_id: string, application: Application, cx: Pick<Context, 'secrets'>): string {
  if (application.subject_type !== 'pairwise') return user_id;
  return cx.secrets.derive('pairwise', `${sectorOf(application)} ${user_id}`);
}

/**
 * The `sid` of a session for `application`: pairwise where its `sub` is, because two applications that compare notes would
 * know a person by the session as well. OIDC Core §8.1, OIDC Front-Channel Logout §3
 */
export function sessionIdentifier(sid: string, application: Application, cx: Pick<Context, 'secrets'>): string {
  if (application.subject_type !== 'pairwise') return sid;
  return cx.secrets.derive('pairwise-sid', `${sectorOf(application)} ${sid}`);
}

/** A host; the application itself where it has none. OIDC Core §8.1 */
export function sectorOf({ sector_identifier_uri, redirect_uris, client_id }: Application): string {
  const named = sector_identifier_uri ?? redirect_uris[0];
  const host = named === undefined || !URL.canParse(named) ? '' : new URL(named).host;
  return host === '' ? `application ${client_id}` : host;
}
