/** The address that applications were told, remembered from start to start, so that another one is noticed. */
import { changeSettings, readSettings } from '../directory/settings.ts';
import type { Store } from '../storage/store.ts';

/** `issuer` is what this start answers at. While there is no application, nobody has been told any address. */
export async function noteIssuer(store: Store, issuer: string, now: number): Promise<void> {
  const { applications_issuer: known } = await readSettings(store);
  if (known === issuer) return;
  const { items } = await store.collection('applications').list({ limit: 1 });
  if (known !== undefined && items.length > 0) return;
  await store.transaction((within) => changeSettings(within, { applications_issuer: issuer }, now));
}
