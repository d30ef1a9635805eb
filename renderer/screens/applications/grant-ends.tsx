/** What follows when what an application holds of a person ends, and what doesn't. */
import type { Answered } from '../../../server/contract/admin/types.ts';
import { Until } from '../../components/until.tsx';

type Grant = Answered<'listUserGrants'>['items'][number];

interface GrantEndsProps {
  /** As people know them. */
  readonly application: string;
  readonly person: string;
  readonly grant: Pick<Grant, 'access_tokens' | 'access_until'>;
}

export function GrantEnds({ application, person, grant }: GrantEndsProps) {
  const { access_tokens, access_until } = grant;
  return (
    <>
      <p>
        The tokens that {application} has for {person} stop working: it can’t act in their name any more.
        {access_tokens === 0 && access_until !== null && (
          <>
            {' '}
            Programs that check a token of it without asking Lanyard go on taking it until <Until at={access_until} />{' '}
            at the latest.
          </>
        )}
      </p>
      <p>
        {person} can open {application} again. While a browser of theirs is signed in here, and what they once allowed
        is remembered, nobody asks them anything.
      </p>
    </>
  );
}
