/** How many tokens an application holds without any person: those that ending everything it holds would end as well. */
import { ownTokensOf } from '../directory/grants.ts';
import type { Collections } from '../storage/store.ts';

/** There may be very many, and no index leads to them: others have their turn in between. */
const BLOCK = 2_000;

/** Opaque ones that are alive at `now`; JWTs are not kept. */
export async function countOwnTokens(collections: Collections, client_id: string, now: number): Promise<number> {
  const tokens = collections.collection('access_tokens');
  const isOwn = await ownTokensOf(collections, client_id);
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await tokens.list({ limit: BLOCK, cursor });
    count += page.items.filter((token) => token.expires_at > now && isOwn(token)).length;
    cursor = page.next ?? undefined;
    await new Promise(setImmediate);
  } while (cursor !== undefined);
  return count;
}
