/** Why something did not work: what happened, who can mend it, and the code in small print. */
import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ChangedMeanwhile } from '../api/changed-meanwhile.ts';
import { ConnectionLost, RequestRefused } from '../api/problem.ts';
import { shownValue } from '../words/shown-value.ts';
import { exactTime } from '../words/time.ts';
import css from './problem-note.module.css';

interface ProblemNoteProps {
  readonly error: Error;
  /** The one button that may help. */
  readonly onRetry?: () => void;
}

export function ProblemNote({ error, onRetry }: ProblemNoteProps) {
  const { title, detail, code } = told(error);
  return (
    <div className={css['note']} role="alert">
      <IconAlertTriangle size={20} aria-hidden="true" />
      <div>
        <strong>{title}</strong>
        <p>{detail}</p>
        {error instanceof ChangedMeanwhile && <Changes error={error} />}
        {code !== undefined && <code>{code}</code>}
        {onRetry !== undefined && (
          <div className={css['retry']}>
            <Button onClick={onRetry}>Try again</Button>
          </div>
        )}
      </div>
    </div>
  );
}

function Changes({ error }: { readonly error: ChangedMeanwhile }) {
  return (
    <ul className={css['changes']}>
      {error.changes.map(({ name, before, now }) => (
        <li key={name}>
          <code>{name}</code> was {shownMember(name, before)}, and is {shownMember(name, now)} now
        </li>
      ))}
    </ul>
  );
}

/** Moments are numbers like any other on the wire, and their names end alike. */
function shownMember(name: string, value: unknown): string {
  return name.endsWith('_at') && typeof value === 'number' ? exactTime(value) : shownValue(value);
}

interface Told {
  readonly title: string;
  readonly detail: string;
  readonly code?: string;
}

function told(error: Error): Told {
  if (error instanceof ConnectionLost) {
    return {
      title: error.message,
      detail: 'Whether this was done is not known. What you typed is still here; try again once it answers.',
    };
  }
  if (error instanceof ChangedMeanwhile) {
    return {
      title: error.message,
      detail: 'Nothing was done. This is what they changed; see whether you still want it.',
    };
  }
  if (error instanceof RequestRefused) {
    const incident = error.incident === undefined ? '' : ` · incident ${error.incident}`;
    const wait = error.retry_after_s === undefined ? '' : ` Try again in ${error.retry_after_s} seconds.`;
    return {
      title: error.message,
      detail: `${error.detail}${wait}`,
      code: `${error.problem} ${error.status}${incident}`,
    };
  }
  return {
    title: 'This page does not understand the answer',
    detail: 'Lanyard may have been updated since the page was loaded. Load it again.',
    code: error.name,
  };
}
