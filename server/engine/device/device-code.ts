/**
 * The two codes of a device that waits: made together, answered once by a person, redeemed once by the device. The device
 * keeps the long one; the short one is for people, and on record under a keyed hash alone. RFC 8628 §3
 */
import { hashSecret } from '../../directory/machine-secrets.ts';
import { readUserCode, userCodeFrom } from '../../spec/user-code.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { DeviceCode } from '../../storage/records/flow.ts';
import { type Collections, StorageError, type Transaction } from '../../storage/store.ts';
import type { Context } from '../context.ts';
import { PageError } from '../page-error.ts';
import { prefixed } from '../tokens/prefixed.ts';

/** Long enough to fetch a telephone and sign in. RFC 8628 §3.2 */
export const DEVICE_CODE_LIFETIME_S = 600;
export const FIRST_INTERVAL_S = 5;
/** A used code stays on record at least this long, so that a late replay still revokes what the first use issued. */
const SHORTEST_MEMORY_S = 600;
const MOST_TRIES = 5;

export interface NewDeviceCode {
  readonly device_code: string;
  /** `XXXX-XXXX` */
  readonly user_code: string;
}

/** Resolves when both codes are durable. */
export async function createDeviceCode(
  asked: Pick<DeviceCode, 'scope' | 'audience'>,
  { client_id, dialect }: Pick<Application, 'client_id' | 'dialect'>,
  cx: Context,
): Promise<NewDeviceCode> {
  const device_code = prefixed('device_code', cx.secrets.random(), dialect, cx);
  const redeem_before = cx.now + DEVICE_CODE_LIFETIME_S;
  const record = {
    ...asked,
    client_id,
    id: hashSecret(device_code),
    dialect: cx.dialect,
    flow_id: cx.flow_id,
    issued_at: cx.now,
    redeem_before,
    expires_at: redeem_before + Math.max(cx.settings.access_token_lifetime_s, SHORTEST_MEMORY_S),
    interval_s: FIRST_INTERVAL_S,
  };
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const user_code = userCodeFrom(Buffer.from(cx.secrets.random(), 'base64url'));
    if (user_code !== undefined && (await insertUnlessTaken({ ...record, user_code: keyOf(user_code, cx) }, cx))) {
      return { device_code, user_code };
    }
  }
  throw new Error('no user code was free');
}

async function insertUnlessTaken(record: DeviceCode, cx: Context): Promise<boolean> {
  try {
    await cx.store.collection('device_codes').insert(record);
    return true;
  } catch (thrown) {
    if (thrown instanceof StorageError && thrown.code === 'already_exists') return false;
    throw thrown;
  }
}

/** What waits for the answer of a person who typed `typed`; undefined where nothing does (any more). */
export async function findWaiting(
  typed: string,
  cx: Context,
): Promise<{ readonly code: DeviceCode; readonly user_code: string } | undefined> {
  const user_code = readUserCode(typed);
  if (user_code === undefined) return undefined;
  const [code] = await cx.store.collection('device_codes').find('user_code', keyOf(user_code, cx));
  return code !== undefined && waits(code, cx.now) ? { code, user_code } : undefined;
}

function waits(code: DeviceCode, now: number): boolean {
  return code.grant_id === undefined && code.refused_at === undefined && code.redeem_before > now;
}

/** Writes down what the person decided. Throws PageError where the code was answered or ran out meanwhile. */
export async function answerDeviceCode(
  within: Transaction,
  id: string,
  answer: Pick<DeviceCode, 'grant_id' | 'refused_at'>,
  now: number,
): Promise<void> {
  const code = await readDeviceCode(within, id);
  if (code === undefined || !waits(code, now)) {
    throw new PageError('expired_token', {
      title: 'This code is over',
      detail: 'It ran out, or it has been answered already, perhaps in another tab.',
      remedy: 'Start again at the device: it will show you a new code.',
    });
  }
  await within.collection('device_codes').update(id, (old) => ({ ...old, ...answer }));
  const { grant_id } = answer;
  if (grant_id === undefined) return;
  await within.collection('grants').update(grant_id, (old) => ({ ...old, collect_by: code.redeem_before }));
}

export function readDeviceCode(collections: Collections, id: string): Promise<DeviceCode | undefined> {
  return collections.collection('device_codes').get(id);
}

function keyOf(user_code: string, cx: Context): string {
  return cx.secrets.derive('user-code', user_code);
}
