/** Somebody else saved first: what they changed, field by field, and what is to become of both changes. */
import { Button, Modal } from '@mantine/core';
import { useState } from 'react';
import css from '../components/dialog.module.css';
import { isBlank } from './codecs.ts';
import own from './conflict-dialog.module.css';
import type { FieldRow, FieldValue, FieldValues } from './field.ts';
import { type Difference, differences, merged } from './merge.ts';

interface ConflictDialogProps {
  readonly rows: readonly FieldRow[];
  readonly base: FieldValues;
  readonly theirs: FieldValues;
  readonly mine: FieldValues;
  readonly onTakeTheirs: () => void;
  readonly onSave: (values: FieldValues) => void;
  readonly onClose: () => void;
}

export function ConflictDialog({ rows, base, theirs, mine, onTakeTheirs, onSave, onClose }: ConflictDialogProps) {
  const [keep, setKeep] = useState<ReadonlySet<string>>(new Set(rows.map(({ name }) => name)));
  const changed = differences(rows, base, theirs, mine);
  const choose = (name: string, whose: 'mine' | 'theirs') =>
    setKeep((before) => new Set(whose === 'mine' ? [...before, name] : [...before].filter((each) => each !== name)));
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title="Somebody else changed this meanwhile"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={css['dialog']}>
        <p>
          This is what they changed. Where you changed the same, choose whose is to stand; everything else of both is
          kept when you merge.
        </p>
        <div className={own['changes']}>
          {changed.map((difference) => (
            <ChangedField
              key={difference.row.name}
              difference={difference}
              mine={keep.has(difference.row.name)}
              onChoose={(whose) => choose(difference.row.name, whose)}
            />
          ))}
        </div>
        <div className={css['actions']}>
          <Button onClick={onTakeTheirs}>Take theirs</Button>
          <Button onClick={() => onSave(mine)}>Keep mine</Button>
          <Button variant="filled" onClick={() => onSave(merged(rows, base, theirs, mine, keep))}>
            Merge and save
          </Button>
        </div>
      </div>
    </Modal>
  );
}

interface ChangedFieldProps {
  readonly difference: Difference;
  readonly mine: boolean;
  readonly onChoose: (whose: 'mine' | 'theirs') => void;
}

function ChangedField({ difference, mine, onChoose }: ChangedFieldProps) {
  const { row, before, theirs, contested } = difference;
  return (
    <fieldset className={own['change']}>
      <legend>
        {row.label} <code>{row.name}</code>
      </legend>
      <dl>
        <dt>Before</dt>
        <dd>{shown(before)}</dd>
        <dt>Theirs</dt>
        <dd>{shown(theirs)}</dd>
        {contested && (
          <>
            <dt>Yours</dt>
            <dd>{shown(difference.mine)}</dd>
          </>
        )}
      </dl>
      {contested && (
        <div className={own['whose']}>
          <label>
            <input type="radio" name={row.name} checked={!mine} onChange={() => onChoose('theirs')} /> Theirs
          </label>
          <label>
            <input type="radio" name={row.name} checked={mine} onChange={() => onChoose('mine')} /> Yours
          </label>
        </div>
      )}
    </fieldset>
  );
}

function shown(value: FieldValue | undefined): string {
  if (value === undefined || isBlank(value)) return 'nothing';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return value;
  return value.map((item) => (typeof item === 'string' ? item : item.join(' → '))).join(', ');
}
