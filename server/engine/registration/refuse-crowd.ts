/** How many applications may stand here that brought themselves: in all, and of those that wait from one network. */
import { appendAudit } from '../../audit/append.ts';
import { removeApplication } from '../../directory/application-ends.ts';
import { networkOf } from '../../spec/network.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { Transaction } from '../../storage/store.ts';
import type { Context } from '../context.ts';

/** More than any office looks at, and little enough to keep. */
const MOST_WAITING = 100;
/** So that one network alone can't fill that. */
const MOST_WAITING_EACH = 25;
const MOST_REGISTERED = 2_000;

/**
 * Makes sure that there is room for one more, which waits for an admin or does not. Where too many wait, the oldest of the
 * network that has the most of them gives way, so that a crowd shuts out nobody but itself. Throws temporarily_unavailable.
 */
export async function refuseCrowd(within: Transaction, awaits: boolean, cx: Context): Promise<void> {
  const standing = await within.collection('applications').find('registration', awaits ? 'waiting' : 'active');
  if (!awaits) return refuseFrom(standing.length, MOST_REGISTERED);
  const network = networkOf(cx.address);
  refuseFrom(standing.filter(({ registration }) => registration?.network === network).length, MOST_WAITING_EACH);
  if (standing.length < MOST_WAITING) return;
  const oldest = oldestOfTheMost(standing);
  if (oldest === undefined) throw full();
  await giveWay(within, oldest, cx);
}

function refuseFrom(there: number, most: number): void {
  if (there >= most) throw full();
}

function full(): OAuthError {
  return new OAuthError('temporarily_unavailable', 'no more applications can register until an admin makes room', {
    headers: { 'Retry-After': '3600' },
  });
}

/** One that was let in before, and waits again, has no network: people may use it. */
function oldestOfTheMost(waiting: readonly Application[]): Application | undefined {
  const never = waiting.filter(({ registration }) => registration?.network !== undefined);
  const crowds = [...Map.groupBy(never, ({ registration }) => registration?.network).values()];
  const [most = []] = crowds.toSorted((one, other) => other.length - one.length);
  const [oldest] = most.toSorted((one, other) => one.number - other.number);
  return oldest;
}

/** The caller counts the change of the directory. */
async function giveWay(within: Transaction, application: Application, cx: Context): Promise<void> {
  const { id, client_id, client_name, created_at } = application;
  await removeApplication(within, application, cx.now);
  await appendAudit(within, {
    at: cx.now,
    type: 'application.lapsed',
    actor: '',
    target: client_id,
    address: '',
    detail: { id, client_name, created_at },
  });
}
