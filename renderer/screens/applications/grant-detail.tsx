/** What one application holds of one person, in a line. */
import type { Answered } from '../../../server/contract/admin/types.ts';
import { Moment } from '../../components/moment.tsx';
import { counted } from '../../words/count.ts';
import { GrantFamily } from './grant-family.tsx';

type Grant = Answered<'listUserGrants'>['items'][number];

export function GrantDetail({ grant }: { readonly grant: Grant }) {
  return (
    <>
      <code>{grant.scope.join(' ') || 'no scope'}</code>
      <br />
      since <Moment at={grant.created_at} />
      {grant.access_tokens > 0 && `, ${counted(grant.access_tokens, 'access token')} alive`}
      <GrantEnd grant={grant} />
      {grant.offline && <GrantFamily grant={grant} />}
    </>
  );
}

function GrantEnd({ grant }: { readonly grant: Grant }) {
  const { ended_at, ended_because, refreshes_until, expires_at } = grant;
  if (ended_at !== null)
    return (
      <>
        , ended <Moment at={ended_at} />
        {ended_because !== null && `: ${ended_because}`}
      </>
    );
  return (
    <>
      {refreshes_until !== null && refreshes_until < expires_at && (
        <>
          , runs out <Moment at={refreshes_until} /> unless it is used
        </>
      )}
      {refreshes_until === expires_at && ', renews itself'}, ends <Moment at={expires_at} />
    </>
  );
}
