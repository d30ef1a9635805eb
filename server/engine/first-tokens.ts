/** What whoever brings a code gets for it, from a browser or from a device: the same of the grant that stands behind it. */
import type { Application } from '../storage/records/directory.ts';
import type { Grant } from '../storage/records/flow.ts';
import type { Params } from '../spec/params.ts';
import type { Context } from './context.ts';
import type { Authorization } from './grants/grant.ts';
import { personalSubject } from './personal-subject.ts';
import { shareOf } from './share-of.ts';
import { firstRefreshToken } from './tokens/refresh-token.ts';

/** Throws what shareOf throws. RFC 6749 §5.1 */
export async function firstTokens(
  grant: Grant,
  application: Application,
  params: Params,
  cx: Context,
): Promise<Authorization> {
  const sharing = shareOf(grant, application, params, cx);
  const share = sharing instanceof Promise ? await sharing : sharing;
  const refresh = firstRefreshToken(grant, application, cx);
  return {
    subject: await personalSubject(grant, application, cx),
    ...share,
    ...(refresh === undefined ? {} : { refresh }),
  };
}
