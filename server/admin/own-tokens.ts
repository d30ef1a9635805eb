/** How many tokens an application holds without any person: those that ending everything it holds would end as well. */
import type { Collections } from '../storage/store.ts';

/** There may be very many, and no index leads to them: others have their turn in between. */
const BLOCK = 2_000;

/** Opaque ones that are alive at `now`; JWTs are not kept. */
export async function countOwnTokens(collections: Collections, client_id: string, now: number): Promise<number> {
  const tokens = collections.collection('access_tokens');
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await tokens.list({ limit: BLOCK, cursor });
    const own = page.items.filter((token) => token.client_id === client_id && token.grant_id === undefined);
    count += own.filter(({ expires_at }) => expires_at > now).length;
    cursor = page.next ?? undefined;
    await new Promise(setImmediate);
  } while (cursor !== undefined);
  return count;
}
