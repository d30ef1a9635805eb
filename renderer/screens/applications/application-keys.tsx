/** The public keys of an application, as they stand where it said; and whether that address answers. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Answered } from '../../../server/contract/admin/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { useSend } from '../../api/use-send.ts';
import { useTask } from '../../api/use-task.ts';
import { Copyable } from '../../components/copyable.tsx';
import { Loaded } from '../../components/loaded.tsx';
import { ProblemNote } from '../../components/problem-note.tsx';
import { Rows } from '../../components/rows.tsx';
import { Section } from '../../components/section.tsx';
import { StateWord } from '../../components/state-word.tsx';
import { counted } from '../../words/count.ts';
import type { Application } from './application-answer.ts';
import css from './application-keys.module.css';

type Keys = Answered<'readApplicationKeys'>;

export function ApplicationKeys({ application: { id } }: { readonly application: Application }) {
  const path = { id };
  const answer = useAnswer('readApplicationKeys', { path });
  const send = useSend();
  const task = useTask();
  const [last, setLast] = useState<Keys>();
  const again = () => task.run(async () => setLast((await send('askApplicationKeys', { path })).value));
  const byAddress = answer.data !== undefined && answer.data.value.address !== null;
  return (
    <Section
      title="Its public keys"
      sentence="Compare them with what the application shows. By these Lanyard tells that it was the application that signed."
      actions={
        byAddress && (
          <Button loading={task.running} onClick={() => void again()}>
            Ask again
          </Button>
        )
      }
    >
      {task.error !== undefined && <ProblemNote error={task.error} onRetry={() => void again()} />}
      <Loaded answer={answer}>{({ value }) => <Found found={value} problem={last?.problem ?? value.problem} />}</Loaded>
    </Section>
  );
}

interface FoundProps {
  /** What counts: the keys of the last time that the address answered. */
  readonly found: Keys;
  /** What came in the way since. */
  readonly problem: Keys['problem'];
}

function Found({ found, problem }: FoundProps) {
  const { address, keys, unusable } = found;
  const stand = found.problem === null;
  return (
    <>
      {address !== null && (
        <div className={css['address']}>
          <Copyable text={address} what="the address of its keys" />
        </div>
      )}
      {problem !== null && (
        <output className={css['problem']}>
          <StateWord state="attention">
            {problem.sentence}{' '}
            {stand
              ? 'The keys that were read before still count.'
              : 'What the application signs is refused until that is mended.'}{' '}
            <code>{problem.found}</code>
          </StateWord>
        </output>
      )}
      {stand && (
        <Rows
          empty="It has none."
          rows={keys.map((key, index) => ({
            key: `${key.kid ?? ''} ${index}`,
            title: key.kid === null ? 'A key without a name' : <code>{key.kid}</code>,
            detail: detailOf(key),
          }))}
        />
      )}
      {unusable > 0 && stand && (
        <p className={css['unusable']}>
          {counted(unusable, 'key')} more that Lanyard can’t use: of another kind, or of a size that is not safe.
        </p>
      )}
    </>
  );
}

/** In the words of the keys themselves, because that is what people compare. */
function detailOf({ kty, crv, alg, use }: Keys['keys'][number]) {
  const members = [
    ['kty', kty],
    ['crv', crv],
    ['alg', alg],
    ['use', use],
  ] as const;
  return (
    <span className={css['members']}>
      {members.map(
        ([name, value]) =>
          value !== null && (
            <span key={name}>
              {name} <code>{value}</code>
            </span>
          ),
      )}
    </span>
  );
}
