/**
 * Whether the session's cookie has to reach us from frames on other sites: there single-page applications renew without a
 * word (response_mode=web_message), and browsers keep Lax cookies back. Where no application needs it, it stays Lax.
 */
import { madeOfDirectory } from '../directory/directory-version.ts';
import { everyRecord } from '../directory/every-record.ts';
import { isSameSite } from '../spec/same-site.ts';
import type { Collections } from '../storage/store.ts';
import type { Context } from './context.ts';

export async function isFramedElsewhere({ store, urls }: Pick<Context, 'store' | 'urls'>): Promise<boolean> {
  const own = urls.page('/');
  return (await webOrigins(store)).some((origin) => !isSameSite(origin, own));
}

const webOrigins = madeOfDirectory(readWebOrigins);

async function readWebOrigins(collections: Collections): Promise<readonly string[]> {
  const origins = new Set<string>();
  for await (const { disabled, web_origins } of everyRecord(collections.collection('applications'))) {
    if (!disabled) for (const origin of web_origins) origins.add(origin);
  }
  return [...origins];
}
