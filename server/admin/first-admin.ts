/**
 * The desk behind the one-time setup page: knows the token of this start by its hash, checks the form, and makes the first
 * admin in one transaction. The page itself is the edge's.
 */
import { appendAudit } from '../audit/append.ts';
import { takeAttempt } from '../directory/attempts.ts';
import { DomainError } from '../directory/domain-error.ts';
import { hashSecret, secretMatches } from '../directory/machine-secrets.ts';
import { checkObviousPassword } from '../directory/obvious-passwords.ts';
import { createPanelSession, PANEL_LIFETIME_S } from '../directory/panel-sessions.ts';
import type { PasswordHasher } from '../directory/passwords.ts';
import { checkNewPassword } from '../spec/new-password.ts';
import { createSession } from '../directory/sessions.ts';
import { changeSettings } from '../directory/settings.ts';
import { createUser, hasAdmin } from '../directory/users.ts';
import type { Params } from '../spec/params.ts';
import { checkShownText } from '../spec/shown-text.ts';
import { checkNewUsername } from '../spec/username.ts';
import type { Settings } from '../storage/records/directory.ts';
import type { Store } from '../storage/store.ts';
import { countChange } from '../directory/directory-version.ts';
import { createRegister, type Register } from './register.ts';

export interface SetupDesk {
  /** Whether `token` is the one of this start and there is still no admin. Wrong ones are counted by address. */
  check(token: string, visit: Visit): Promise<SetupCheck>;
  /** The caller has checked the token. Of two at once only one makes an admin. */
  makeFirstAdmin(form: Params, visit: Visit): Promise<SetupOutcome>;
}

/** What the desk may know of a request. */
export interface Visit {
  readonly store: Store;
  readonly settings: Settings;
  readonly passwords: PasswordHasher;
  /** Epoch seconds. */
  readonly now: number;
  readonly address: string;
  readonly user_agent: string;
}

export type SetupCheck =
  | { readonly kind: 'open' }
  | { readonly kind: 'closed' }
  | { readonly kind: 'too-many-attempts'; readonly retry_after_s: number };

export type SetupOutcome =
  | {
      readonly kind: 'made';
      readonly person: { readonly name: string; readonly username: string };
      readonly session: { readonly value: string; readonly lifetime_s: number };
      /** Of the panel, so that it opens at once; `id` is its record's. */
      readonly panel: { readonly id: string; readonly value: string; readonly lifetime_s: number };
    }
  /** Field name → what is wrong with it, as a sentence. */
  | { readonly kind: 'wrong'; readonly errors: Readonly<Record<string, string>> }
  | { readonly kind: 'closed' };

/** How a person who has just chosen their password proved who they are. */
export interface ProvenBy {
  readonly amr: readonly string[];
  readonly acr: string;
}

/** `token` is undefined where there is an admin already: then the desk is closed from the beginning. */
export function createSetupDesk(
  token: string | undefined,
  proven: ProvenBy,
  /** Awaited as soon as there is an admin, before the person is told. */
  made: () => Promise<void> = () => Promise.resolve(),
  /** Of the lists of the admin API, which may have been asked for before. */
  register: Pick<Register, 'note'> = createRegister(),
): SetupDesk {
  const tokenHash = token === undefined ? undefined : hashSecret(token);
  return {
    check: (presented, visit) => check(presented, tokenHash, visit),
    async makeFirstAdmin(form, visit) {
      const outcome = await makeFirstAdmin(form, visit, { proven, register });
      if (outcome.kind === 'made') await made();
      return outcome;
    },
  };
}

async function check(presented: string, tokenHash: string | undefined, visit: Visit): Promise<SetupCheck> {
  const { store, settings, now, address } = visit;
  const key = `setup ${address}`;
  const limit = settings.login_attempts_per_minute;
  const right = tokenHash !== undefined && secretMatches(presented, tokenHash);
  // Nobody can shut out the one who holds the link, and 256 bits are not guessed.
  const attempt = right ? { allowed: true as const } : await takeAttempt(store, key, limit, now);
  if (!attempt.allowed) return { kind: 'too-many-attempts', retry_after_s: attempt.retry_after_s };
  return right && !(await hasAdmin(store)) ? { kind: 'open' } : { kind: 'closed' };
}

/** What the desk has for as long as the server runs. */
interface Furniture {
  readonly proven: ProvenBy;
  readonly register: Pick<Register, 'note'>;
}

async function makeFirstAdmin(form: Params, visit: Visit, furniture: Furniture): Promise<SetupOutcome> {
  const errors = findFaults(form);
  if (Object.keys(errors).length > 0) return { kind: 'wrong', errors };
  const password_hash = await visit.passwords.hash(form.get('password') ?? '');
  try {
    return await write(form, visit, password_hash, furniture);
  } catch (error) {
    if (error instanceof DomainError)
      return { kind: 'wrong', errors: { [error.field ?? 'username']: sentence(error.message) } };
    throw error;
  }
}

/** Two who send the form at once meet here, one after the other. */
function write(form: Params, visit: Visit, password_hash: string, furniture: Furniture): Promise<SetupOutcome> {
  const { proven, register } = furniture;
  const { store, now, address, user_agent, settings } = visit;
  const lifetime_s = settings.session_lifetime_s;
  const username = form.get('username') ?? '';
  const name = form.get('name')?.trim() ?? username.trim();
  const email = form.get('email')?.trim();
  const issuer_name = (form.get('issuer_name') ?? '').trim();
  return store.transaction(async (within): Promise<SetupOutcome> => {
    if (await hasAdmin(within)) return { kind: 'closed' };
    const user = await createUser(within, { username, name, email, password_hash, admin: true }, now);
    await changeSettings(within, { issuer_name }, now);
    const session = { user_id: user.id, ...proven, address, user_agent, lifetime_s };
    const { secret } = await createSession(within, session, now);
    const opened = await createPanelSession(within, { user, address, user_agent, confirmed: true }, now);
    await appendAudit(within, {
      at: now,
      type: 'user.first_admin_made',
      actor: user.username,
      target: user.username,
      address,
      detail: {},
    });
    // A note of a change that came to nothing may bear the same number.
    register.note(await countChange(within), undefined);
    const person = { name: user.name, username: user.username };
    const panel = { id: opened.session.id, value: opened.secret, lifetime_s: PANEL_LIFETIME_S };
    return { kind: 'made', person, session: { value: secret, lifetime_s }, panel };
  });
}

function findFaults(form: Params): Readonly<Record<string, string>> {
  const password = form.get('password') ?? '';
  const faults: readonly (readonly [field: string, fault: string | undefined])[] = [
    ['issuer_name', form.has('issuer_name') ? checkShownText((form.get('issuer_name') ?? '').trim()) : 'is missing'],
    ['username', checkNewUsername(form.get('username') ?? '')],
    ['name', form.has('name') ? checkShownText((form.get('name') ?? '').trim()) : undefined],
    ['email', form.has('email') ? checkEmail((form.get('email') ?? '').trim()) : undefined],
    ['password', checkNewPassword(password) ?? checkObviousPassword(password, form.get('username') ?? '')],
    ['password_again', form.get('password_again') === form.get('password') ? undefined : 'is not the same'],
    ...form.repeated.map((name) => [name, 'came more than once'] as const),
  ];
  return Object.fromEntries(
    faults.flatMap(([field, fault]) =>
      fault === undefined ? [] : [[field, `${LABELS.get(field) ?? field} ${fault}.`]],
    ),
  );
}

/** A map, because a stranger chooses the names of fields that come twice. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ['issuer_name', 'The name of your office'],
  ['username', 'The username'],
  ['name', 'The name'],
  ['email', 'The address'],
  ['password', 'The password'],
  ['password_again', 'The repeated password'],
]);

function checkEmail(email: string): string | undefined {
  return /^[^\s@<>"]{1,64}@[^\s@<>"]{1,255}$/u.test(email) ? undefined : 'does not look like an e-mail address';
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
