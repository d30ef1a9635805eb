/**
 * Tells applications of sessions that ended: at once, and again later where an application could not be reached. Many are
 * told side by side, few of them at the same application, so that a slow one keeps nobody else waiting.
 */
import { appendAudit } from '../audit/append.ts';
import { findApplication } from '../directory/applications.ts';
import { afterTry, dueLogoutDeliveries, hasFailed, isDue, type Outcome } from '../directory/logout-deliveries.ts';
import type { Log } from '../log/log.ts';
import type { GuardedFetch } from '../outbound/guarded-fetch.ts';
import { OutboundError } from '../outbound/outbound-error.ts';
import type { Application } from '../storage/records/directory.ts';
import type { LogoutDelivery } from '../storage/records/logout-deliveries.ts';
import type { Store } from '../storage/store.ts';
import type { Job } from './job.ts';
import { storeThatWakes } from './store-that-wakes.ts';

export interface DeliveryParts {
  readonly store: Store;
  readonly fetch: GuardedFetch;
  readonly log: Log;
  /** Epoch seconds. */
  now(): number;
  /** The logout token of one try. */
  mint(application: Application, delivery: LogoutDelivery): Promise<string>;
}

export interface LogoutDeliveries {
  /** For what may have failed before, and for what another process wrote down. */
  readonly job: Job;
  /** The same store: whoever ends sessions in it has the applications told at once, and waits for none of them. */
  readonly store: Store;
  /** Begins nothing further, and waits for what runs. */
  stop(): Promise<void>;
}

const MOST_AT_ONCE = 16;
/** To one application, so that it leaves room for others. */
const MOST_EACH = 2;
const MOST_ANSWER_BYTES = 65_536;
/** Statuses of a request that may go well the next time, beside those from 500 on. RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4 */
const PASSING: ReadonlySet<number> = new Set([408, 425, 429]);

export function createLogoutDeliveries(parts: DeliveryParts): LogoutDeliveries {
  const { store, log, now } = parts;
  /** What runs, by delivery, and whom it tells. */
  const running = new Map<string, { readonly client_id: string; readonly work: Promise<void> }>();
  let stopped = false;

  async function begin(): Promise<void> {
    // What can't be written down afterwards would be told again and again.
    if (!store.writable()) return;
    for (const delivery of await dueLogoutDeliveries(store, now())) {
      if (stopped || running.size >= MOST_AT_ONCE) return;
      if (!running.has(delivery.id) && countFor(delivery.client_id) < MOST_EACH) start(delivery);
    }
  }

  function countFor(client_id: string): number {
    return [...running.values()].filter((other) => other.client_id === client_id).length;
  }

  function start(delivery: LogoutDelivery): void {
    const { id, client_id } = delivery;
    const work = deliver(delivery, parts)
      .finally(() => running.delete(id))
      .then(wake, complain);
    running.set(id, { client_id, work });
  }

  function complain(error: unknown): void {
    log.error('a job failed', { job: NAME, reason: error instanceof Error ? error.message : 'unknown' });
  }

  function wake(): void {
    if (!stopped) begin().catch(complain);
  }

  return {
    job: { name: NAME, every_s: 2, run: begin },
    store: storeThatWakes(store, 'logout_deliveries', wake),
    async stop() {
      stopped = true;
      await Promise.all([...running.values()].map(({ work }) => work));
    },
  };
}

const NAME = 'deliver-logouts';

/** One try, and what came of it on record. Nothing where the application is gone. */
async function deliver({ id }: LogoutDelivery, parts: DeliveryParts): Promise<void> {
  const { store, log, now } = parts;
  // Read again: since it was found due, another try may have come to its end.
  const delivery = await store.collection('logout_deliveries').get(id);
  if (delivery === undefined || !isDue(delivery, now())) return;
  const application = await findApplication(store, delivery.client_id);
  const outcome = application === undefined ? NOBODY : await tell(application, delivery, parts);
  // Nobody was asked, and it stays due.
  if (outcome === undefined) return;
  if (outcome.kind === 'untold') log.warn('an application was not told of a sign-out', about(delivery, outcome));
  await store.transaction(async (within) => {
    const deliveries = within.collection('logout_deliveries');
    if ((await deliveries.get(delivery.id)) === undefined) return;
    const tried = await deliveries.update(delivery.id, (old) => afterTry(old, outcome, now()));
    if (!hasFailed(tried) || outcome.kind === 'told') return;
    const user = await within.collection('users').get(delivery.user_id);
    await appendAudit(within, {
      at: now(),
      type: 'logout.failed',
      actor: delivery.client_id,
      target: user?.username ?? delivery.user_id,
      address: '',
      detail: { sid: delivery.sid, tries: tried.tries, because: outcome.error },
    });
  });
}

const NOBODY: Outcome = { kind: 'untold', error: 'the application has no address for this any more', final: true };

function about({ client_id, tries }: LogoutDelivery, { error }: { readonly error: string }) {
  return { client_id, tries: tries + 1, reason: error };
}

/** Undefined where there was no room for asking anybody. OIDC Back-Channel Logout §2.5, §2.8 */
async function tell(
  application: Application,
  delivery: LogoutDelivery,
  parts: DeliveryParts,
): Promise<Outcome | undefined> {
  const { backchannel_logout_uri: url, registration } = application;
  if (url === undefined) return NOBODY;
  try {
    const logout_token = await parts.mint(application, delivery);
    const { status } = await parts.fetch({
      url,
      entered_by: registration === undefined ? 'admin' : 'stranger',
      accept: [],
      most_bytes: MOST_ANSWER_BYTES,
      redirects: 0,
      on_behalf_of: [`application ${application.client_id}`],
      form: { logout_token },
    });
    return judge(status);
  } catch (thrown) {
    if (!(thrown instanceof OutboundError)) return unforeseen(thrown, parts.log);
    if (thrown.code === 'busy') return undefined;
    return { kind: 'untold', error: thrown.message, final: thrown.code === 'refused' };
  }
}

/** A fault of ours counts as a try, too: nobody is told by trying it every two seconds. */
function unforeseen(thrown: unknown, log: Log): Outcome {
  log.error('a logout token could not be sent', { reason: thrown instanceof Error ? thrown.message : 'unknown' });
  return { kind: 'untold', error: 'Lanyard could not make or send the message; its log says why', final: false };
}

/** Some frameworks turn the 200 of an empty answer into 204. OIDC Back-Channel Logout §2.8 */
function judge(status: number): Outcome {
  if (status === 200 || status === 204) return { kind: 'told', status };
  const final = status < 500 && !PASSING.has(status);
  return { kind: 'untold', status, error: `it answered ${status}${final ? ', which refuses it' : ''}`, final };
}
