/** Whether the log is whole: each event carries the hash of the one before, and Lanyard goes through all of them once an hour. */
import type { Answered } from '../../../server/contract/admin/types.ts';
import { useAnswer } from '../../api/use-answer.ts';
import { Moment } from '../../components/moment.tsx';
import { StateWord } from '../../components/state-word.tsx';
import { counted, whole } from '../../words/count.ts';

const EVERY_MS = 15_000;

type Chain = Answered<'readStatus'>['audit_chain'];

export function ChainState() {
  const answer = useAnswer('readStatus', {}, { refetchEvery_ms: EVERY_MS });
  const chain = answer.data?.value.audit_chain;
  return <p>{chain !== undefined && <ChainWord chain={chain} />}</p>;
}

function ChainWord({ chain }: { readonly chain: Chain }) {
  const { state, checked_at, events, broken_at, reason } = chain;
  const when = checked_at !== null && (
    <>
      , checked <Moment at={checked_at} />
    </>
  );
  if (state === 'unchecked')
    return <StateWord state="waiting">Lanyard is checking that nothing was taken out</StateWord>;
  if (state === 'intact' && events === 0)
    return (
      <StateWord state="waiting">What happens is checked once an hour, so that nothing can be taken out</StateWord>
    );
  if (state === 'intact') {
    return (
      <StateWord state="good">
        Nothing was changed or taken out: {counted(events, 'event')} fit each other{when}
      </StateWord>
    );
  }
  return (
    <StateWord state="danger">
      The log was changed from outside, or is damaged{broken_at !== null && <> at event {whole(Number(broken_at))}</>}
      {reason !== null && `: ${reason}`}
      {when}. Keep a copy of the data directory before anything else.
    </StateWord>
  );
}
