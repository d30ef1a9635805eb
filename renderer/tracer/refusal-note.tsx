/** Why something was refused, what to do about it, and the way there. */
import { IconBan } from '@tabler/icons-react';
import { Link } from 'wouter';
import { applicationNamed } from '../words/application-address.ts';
import css from './refusal-note.module.css';
import type { Place, WhyRefused } from './why-refused.ts';

interface RefusalNoteProps {
  readonly refused: WhyRefused;
  /** Of the application that the flow is about, where one is known. */
  readonly client_id: string | null;
}

export function RefusalNote({ refused: { why, todo, place }, client_id }: RefusalNoteProps) {
  const href = place === undefined ? undefined : addressOf(place, client_id);
  return (
    <div className={css['note']} role="note" aria-label="Why it was refused">
      <IconBan size={20} aria-hidden="true" />
      <div>
        <h3>Why it was refused</h3>
        <p>{why}</p>
        <p>{todo}</p>
        {href !== undefined && place !== undefined && <Link href={href}>{place.word}</Link>}
      </div>
    </div>
  );
}

/** Undefined where the application is not known here. */
function addressOf({ screen, field }: Place, client_id: string | null): string | undefined {
  if (screen !== 'application') return `/${screen}`;
  return client_id === null ? undefined : applicationNamed(client_id, field);
}
