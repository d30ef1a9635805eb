/** What is saved and holds only from the next start on, and what was tried and does not answer: until it does, or is taken back. */
import type { Answered } from '../../server/contract/admin/types.ts';
import { useAnswer } from '../api/use-answer.ts';
import css from './loopback-note.module.css';
import { StateWord } from './state-word.tsx';

type Code = Answered<'readStatus'>['attention'][number]['code'];

const CODES: readonly Code[] = ['start_again', 'address_closed'];

export function StartAgain() {
  const status = useAnswer('readStatus', {});
  const found = status.data?.value.attention.filter(({ code }) => CODES.includes(code)) ?? [];
  if (found.length === 0) return null;
  return (
    <>
      {found.map(({ code, text }) => (
        <p key={code} className={css['note']}>
          <StateWord state="attention">{text}</StateWord>
        </p>
      ))}
    </>
  );
}
