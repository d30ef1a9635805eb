/**
 * Hydra's lifespans, one for each grant and kind of token, in the lifetimes of an application, one for each kind. A client
 * gets none that is longer than what it asked for, so that those of one kind have to be the same.
 */
import { invalidFields } from '../../admin/problem-error.ts';
import { ACCESS_LIFESPANS, ID_LIFESPANS, type OryLifespans, REFRESH_LIFESPANS } from '../../contract/facades/ory.ts';
import { goDuration, parseGoDuration } from '../../spec/go-duration.ts';
import type { JsonObject } from '../../spec/vocabulary.ts';
import type { Application, Settings } from '../../storage/records/directory.ts';

interface Kind {
  readonly members: readonly (keyof OryLifespans)[];
  readonly field: 'access_token_lifetime_s' | 'id_token_lifetime_s' | 'refresh_token_idle_lifetime_s';
  readonly what: string;
  /** The setting that no application outlives. */
  readonly most?: 'access_token_lifetime_s' | 'id_token_lifetime_s';
}

const KINDS: readonly Kind[] = [
  {
    members: ACCESS_LIFESPANS,
    field: 'access_token_lifetime_s',
    what: 'access tokens',
    most: 'access_token_lifetime_s',
  },
  { members: ID_LIFESPANS, field: 'id_token_lifetime_s', what: 'ID tokens', most: 'id_token_lifetime_s' },
  { members: REFRESH_LIFESPANS, field: 'refresh_token_idle_lifetime_s', what: 'unused refresh tokens' },
];

/** Of a new application undefined is before. */
type Before = Pick<Application, Kind['field']> | undefined;
export type Lifetimes = Readonly<Record<Kind['field'], number | null>>;

/** null takes away. Throws ProblemError invalid. */
export function lifespanFields(said: OryLifespans, before: Before, settings: Settings): Lifetimes {
  const faults = KINDS.flatMap((kind) => faultsOf(kind, said, { before, settings }));
  if (faults.length > 0) throw invalidFields(faults);
  const fields = KINDS.map(({ members, field }) => [field, secondsIn(said, members)[0]?.seconds ?? null]);
  // Each kind stands in the table once.
  return Object.fromEntries(fields) as Lifetimes;
}

/** As Hydra shows them: null where nothing is said. */
export function lifespansShown(application: Application): JsonObject {
  const shown = KINDS.flatMap(({ members, field }) => {
    const { [field]: seconds = 0 } = application;
    return members.map((name) => [name, seconds === 0 ? null : goDuration(seconds)] as const);
  });
  return Object.fromEntries(shown);
}

interface Known {
  readonly before: Before;
  readonly settings: Settings;
}

function faultsOf({ members, field, what, most }: Kind, said: OryLifespans, { before, settings }: Known) {
  const times = secondsIn(said, members);
  const unread = times.filter(({ seconds }) => seconds < 1);
  if (unread.length > 0) return unread.map(({ name }) => ({ path: [name], reason: NO_TIME }));
  const shortest = Math.min(...times.map(({ seconds }) => seconds));
  const longer = times.filter(({ seconds }) => seconds > shortest);
  if (longer.length > 0) {
    const reason = `must be the same for every grant, such as ${goDuration(shortest)}: a client has one lifetime of ${what} here`;
    return longer.map(({ name }) => ({ path: [name], reason }));
  }
  // What an admin entered, or the setting has fallen below since, is sent back as it was shown.
  if (most === undefined || shortest === before?.[field]) return [];
  const limit = settings[most];
  const reason = `must be ${goDuration(limit)} or less: the setting ${most} is what ${what} live at most`;
  return times.filter(({ seconds }) => seconds > limit).map(({ name }) => ({ path: [name], reason }));
}

const NO_TIME = 'must be a time of one second or more, such as 720h or 1h30m';

/** What is said, 0 for what is no time. */
function secondsIn(said: OryLifespans, members: Kind['members']) {
  return members.flatMap((name) => {
    const text = said[name] ?? '';
    return text === '' ? [] : [{ name, seconds: parseGoDuration(text) ?? 0 }];
  });
}
