/** The peer's storage: everything in one Map, as fast as memory allows; nothing is forgotten and nothing is on disk. */
import type { Adapter, AdapterPayload } from 'oidc-provider';

const records = new Map<string, AdapterPayload>();
const byGrant = new Map<string, string[]>();
const byUid = new Map<string, string>();
const byUserCode = new Map<string, string>();

export class MapAdapter implements Adapter {
  readonly #model: string;

  constructor(model: string) {
    this.#model = model;
  }

  upsert(id: string, payload: AdapterPayload): Promise<void> {
    const key = this.#key(id);
    records.set(key, payload);
    const { grantId, uid, userCode } = payload;
    if (uid !== undefined) byUid.set(uid, key);
    if (userCode !== undefined) byUserCode.set(userCode, key);
    if (grantId !== undefined) {
      const keys = byGrant.get(grantId);
      if (keys === undefined) byGrant.set(grantId, [key]);
      else keys.push(key);
    }
    return Promise.resolve();
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(records.get(this.#key(id)));
  }

  findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(records.get(byUid.get(uid) ?? ''));
  }

  findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(records.get(byUserCode.get(userCode) ?? ''));
  }

  consume(id: string): Promise<void> {
    const record = records.get(this.#key(id));
    if (record !== undefined) record['consumed'] = Math.floor(Date.now() / 1000);
    return Promise.resolve();
  }

  destroy(id: string): Promise<void> {
    records.delete(this.#key(id));
    return Promise.resolve();
  }

  revokeByGrantId(grantId: string): Promise<void> {
    for (const key of byGrant.get(grantId) ?? []) records.delete(key);
    byGrant.delete(grantId);
    return Promise.resolve();
  }

  #key(id: string): string {
    return `${this.#model}:${id}`;
  }
}
