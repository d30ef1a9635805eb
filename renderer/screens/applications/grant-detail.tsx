/** What one application holds of one person, in a line. */
import type { Answered } from '../../../server/contract/admin/types.ts';
import { Moment } from '../../components/moment.tsx';
import { counted } from '../../words/count.ts';

type Grant = Answered<'listUserGrants'>['items'][number];

export function GrantDetail({ grant }: { readonly grant: Grant }) {
  return (
    <>
      <code>{grant.scope.join(' ') || 'no scope'}</code>
      <br />
      since <Moment at={grant.created_at} />
      {grant.access_tokens > 0 && `, ${counted(grant.access_tokens, 'access token')} alive`}
      {grant.refreshes_until !== null && grant.refreshes_until < grant.expires_at && (
        <>
          , runs out <Moment at={grant.refreshes_until} /> unless it is used
        </>
      )}
      {grant.refreshes_until === grant.expires_at && ', renews itself'}, ends <Moment at={grant.expires_at} />
    </>
  );
}
