/** What one application holds of one person, in a line. */
import type { Answered } from '../../../server/contract/admin/types.ts';
import { Moment } from '../../components/moment.tsx';
import { Until } from '../../components/until.tsx';
import { counted, listed } from '../../words/count.ts';
import { GrantFamily } from './grant-family.tsx';

type Grant = Answered<'listUserGrants'>['items'][number];

export function GrantDetail({ grant }: { readonly grant: Grant }) {
  return (
    <>
      <code>{grant.scope.join(' ') || 'no scope'}</code>
      <br />
      <GrantOrigin grant={grant} />
      since <Moment at={grant.created_at} />
      {grant.collect_by !== null ? ', and nothing was collected' : grant.ended_at === null && <NowHeld grant={grant} />}
      <GrantEnd grant={grant} />
      {grant.collect_by === null && grant.offline && grant.origin.kind !== 'exchange' && <GrantFamily grant={grant} />}
    </>
  );
}

/** What works this minute. Of JWTs there is no list, but it is known when the last can have been made. */
function NowHeld({ grant: { access_tokens, access_until, refreshes } }: { readonly grant: Grant }) {
  if (access_until === null) return refreshes ? ', no access token now, but it can get one' : ', no access token now';
  if (access_tokens === 0) {
    return (
      <>
        , may still hold an access token, until <Until at={access_until} /> at the latest
      </>
    );
  }
  return (
    <>
      , holds {counted(access_tokens, 'access token')}, until <Until at={access_until} />
    </>
  );
}

/** What stands behind it, where nobody signed in on a page of the application. */
const ORIGINS: Readonly<Record<Exclude<Grant['origin']['kind'], 'sign_in'>, (name: string | null) => string>> = {
  device: () => 'on a device that they let in',
  exchange: (name) => `for a token of ${name ?? 'an application that is gone'}`,
  password: () => 'for their password',
  mail: () => 'for a code from their mail',
  assertion: (name) => `on the word of ${name ?? 'a server that is trusted no more'}`,
  app_password: (name) => `by an app password of theirs, ${name ?? 'which is gone'}`,
  extension: (name) => `by a grant of your own, ${name ?? 'which is gone'}`,
};

function GrantOrigin({ grant: { origin, actors } }: { readonly grant: Grant }) {
  const { kind, name } = origin;
  if (kind === 'sign_in') return null;
  const [latest, ...before] = actors;
  return (
    <>
      {ORIGINS[kind](name)}
      {latest !== undefined && `, with ${latest} acting`}
      {before.length > 0 && ` after ${listed(before)}`},{' '}
    </>
  );
}

function GrantEnd({ grant }: { readonly grant: Grant }) {
  const { collect_by, ended_at, ended_because, refreshes_until, expires_at } = grant;
  if (ended_at !== null)
    return (
      <>
        , ended <Moment at={ended_at} />
        {ended_because !== null && `: ${ended_because}`}
      </>
    );
  if (collect_by !== null) return null;
  return (
    <>
      {refreshes_until !== null && refreshes_until < expires_at && (
        <>
          , runs out <Moment at={refreshes_until} /> unless it is used
        </>
      )}
      {refreshes_until === expires_at && ', renews that by itself'}, ends <Moment at={expires_at} />
    </>
  );
}
