/** How a sign-in was renewed: its refresh tokens, the youngest first, each with its use and its end. A replay stands out. */
import { useState } from 'react';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Moment } from '../../components/moment.tsx';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { type State, StateWord } from '../../components/state-word.tsx';
import css from './grant-family.module.css';

type Member = Answered<'listGrantRefreshTokens'>['items'][number];

/** The latest of them; who renews every hour has hundreds. */
const SHOWN = 20;

const STATES: Readonly<Record<Member['state'], readonly [State, string]>> = {
  alive: ['good', 'Waits to be used'],
  used: ['quiet', 'Used'],
  replayed: ['danger', 'Used twice'],
  idle: ['waiting', 'Unused for too long'],
  expired: ['waiting', 'Ran out'],
  ended: ['quiet', 'Ended unused'],
};

interface GrantFamilyProps {
  readonly grant: { readonly id: string; readonly user_id: string };
}

export function GrantFamily({ grant }: GrantFamilyProps) {
  const [open, setOpen] = useState(false);
  return (
    <details className={css['family']} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>How it was renewed</summary>
      {open && <Members grant={grant} />}
    </details>
  );
}

function Members({ grant }: GrantFamilyProps) {
  const path = { id: grant.user_id, grant_id: grant.id };
  const { data, error } = useAnswer('listGrantRefreshTokens', { path, query: { limit: String(SHOWN) } });
  if (error !== null) return <ProblemNote error={error} />;
  if (data === undefined) return <Skeleton rows={2} />;
  const { items, total } = data.value;
  if (total === 0) return <p>The application has not asked for its first refresh token yet.</p>;
  return (
    <>
      <ol className={css['members']} reversed>
        {items.map((member) => (
          <li key={member.generation} value={member.generation} data-state={member.state}>
            <MemberLine member={member} />
          </li>
        ))}
      </ol>
      {total > items.length && <p>Those before were used and replaced in the same way.</p>}
    </>
  );
}

function MemberLine({ member }: { readonly member: Member }) {
  const [state, word] = STATES[member.state];
  return (
    <>
      <StateWord state={state}>{word}</StateWord>
      <span>
        {': '}
        made <Moment at={member.made_at} />
        <From address={member.made_from} />
        {member.used_at !== null && (
          <>
            , used <Moment at={member.used_at} />
            <From address={member.used_from} />
          </>
        )}
        {member.replaced_by !== null && `, replaced by number ${member.replaced_by}`}
        {member.state === 'alive' && (
          <>
            , runs out <Moment at={member.runs_out_at} />
          </>
        )}
        {member.replayed_at !== null && (
          <>
            , used once more <Moment at={member.replayed_at} />
            <From address={member.replayed_from} />: somebody else may have a copy, so that everything ended
          </>
        )}
      </span>
    </>
  );
}

function From({ address }: { readonly address: string | null }) {
  if (address === null) return null;
  return (
    <>
      {' '}
      from <code>{address}</code>
    </>
  );
}
