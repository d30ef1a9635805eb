/** How a grant came to be, and who acts by it: for lists that people and admins read. What it is worth is asked elsewhere. */
import { isJsonObject } from '../spec/json-object.ts';
import type { JsonObject } from '../spec/vocabulary.ts';
import type { Grant } from '../storage/records/flow.ts';
import type { Collections } from '../storage/store.ts';
import { findApplication } from './applications.ts';
import { whatStandsBehind } from './grant-parties.ts';

export interface CameFrom {
  readonly kind: 'sign_in' | 'device' | 'exchange' | 'password' | 'mail' | 'assertion' | 'extension' | 'app_password';
  /**
   * Of the application whose token was exchanged, the server that vouched, the office's own grant, or the app password. Undefined where the
   * kind has none, and where it is gone.
   */
  readonly name: string | undefined;
}

export async function cameFrom(
  { origin, on_device }: Pick<Grant, 'origin' | 'on_device'>,
  collections: Collections,
): Promise<CameFrom> {
  if (origin === undefined) return { kind: on_device === true ? 'device' : 'sign_in', name: undefined };
  const behind = await whatStandsBehind(origin, collections);
  switch (behind.kind) {
    case 'password':
      return { kind: 'password', name: undefined };
    case 'mail':
      return { kind: 'mail', name: undefined };
    case 'exchange':
      return { kind: 'exchange', name: behind.parties?.application?.client_name };
    case 'assertion':
      return { kind: 'assertion', name: behind.issuer?.name };
    case 'extension':
      return { kind: 'extension', name: behind.extension?.name };
    case 'app_password':
      return { kind: 'app_password', name: behind.app_password?.name };
    default:
      return behind satisfies never;
  }
}

/** Names of those who act for the person: the latest first. RFC 8693 §4.1 */
export async function actorsOf({ act }: Pick<Grant, 'act'>, collections: Collections): Promise<readonly string[]> {
  return Promise.all(chainIn(act).map((actor) => nameOfActor(actor, collections)));
}

function chainIn(act: JsonObject | undefined): readonly JsonObject[] {
  if (act === undefined) return [];
  return [act, ...chainIn(isJsonObject(act['act']) ? act['act'] : undefined)];
}

/** A person or a service account by their username, with the application that they came by; else that alone. */
async function nameOfActor({ sub, client_id }: JsonObject, collections: Collections): Promise<string> {
  const by = typeof client_id === 'string' ? await nameOfApplication(client_id, collections) : undefined;
  if (typeof sub !== 'string' || sub === client_id) return by ?? 'somebody';
  const who =
    (await collections.collection('users').get(sub)) ?? (await collections.collection('service_accounts').get(sub));
  const name = who?.username ?? sub;
  return by === undefined || by === name ? name : `${name} by way of ${by}`;
}

async function nameOfApplication(client_id: string, collections: Collections): Promise<string> {
  return (await findApplication(collections, client_id))?.client_name ?? client_id;
}
