/** What a person and their session are called at an application: the same everywhere, or another name in each sector. */
import type { SubjectForm } from '../spec/dialect-traits.ts';
import type { Application, User } from '../storage/records/directory.ts';
import type { Context } from './context.ts';

/** A person, as far as they are named. Whoever is gone has only their id left, and tokens of theirs are worth nothing. */
export type NamedPerson = Pick<User, 'id'> & Partial<Pick<User, 'number'>>;

export type Naming = Pick<Context, 'secrets' | 'traits'>;

/**
 * The `sub` of a person for `application`, in the form of the application's dialect, whichever listener is asked. Pairwise
 * ones are a MAC of sector and person under a key of this house, so that
 * nobody else can compute or reverse them, and stay as long as the house keeps its key. OIDC Core §8
 */
export function subjectIdentifier(person: NamedPerson, application: Application, cx: Naming): string {
  if (application.subject_type === 'pairwise') {
    return cx.secrets.derive('pairwise', `${sectorOf(application)} ${person.id}`);
  }
  const form = cx.traits[application.dialect]?.subject;
  return form === undefined ? person.id : `${form.prefix ?? ''}${nameOf(person, form, cx)}`;
}

/** The `sub` of an application that acts for itself. */
export function ownSubject({ client_id, dialect }: Application, { traits }: Pick<Context, 'traits'>): string {
  return `${client_id}${traits[dialect]?.own_subject_suffix ?? ''}`;
}

function nameOf({ id, number }: NamedPerson, { from }: SubjectForm, { secrets }: Naming): string {
  switch (from) {
    case 'id':
      return id;
    case 'number':
      return number === undefined ? id : String(number);
    case 'opaque':
      // The sector of nobody: every real one has a name.
      return secrets.derive('pairwise', ` ${id}`);
    default:
      return from satisfies never;
  }
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
