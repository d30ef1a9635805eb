/** What the controls of several lines share: their frame, the button that adds a line, and the one that takes a line away. */
import { ActionIcon, Button, Input } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { ControlProps } from '../control.ts';
import { sentenceOf } from '../faults.ts';
import { keepFocus } from '../keep-focus.ts';
import css from './controls.module.css';

interface LineGroupProps extends Pick<ControlProps, 'id' | 'label' | 'description' | 'faults'> {
  readonly children: ReactNode;
  /** Whether the last line is still blank: no other is added before it is filled. */
  readonly blankLast?: boolean;
  readonly onAdd: () => void;
}

/** Faults of a line stand there; those of them all stand below. */
export function LineGroup({ id, label, description, faults, blankLast = false, onAdd, children }: LineGroupProps) {
  return (
    <fieldset className={css['group']} id={id} tabIndex={-1}>
      <legend className={css['legend']}>{label}</legend>
      {description}
      {children}
      {faults
        .filter(({ line }) => line === undefined)
        .map((fault) => (
          <Input.Error key={fault.reason}>{sentenceOf(fault)}</Input.Error>
        ))}
      <Button
        size="xs"
        variant="subtle"
        className={css['add'] ?? ''}
        leftSection={<IconPlus size={16} />}
        onMouseDown={keepFocus}
        disabled={blankLast}
        onClick={onAdd}
      >
        Add another
      </Button>
    </fieldset>
  );
}

interface RemoveLineProps {
  /** Which one, for who can't see it: “row 2”. */
  readonly what: string;
  readonly onRemove: () => void;
}

export function RemoveLine({ what, onRemove }: RemoveLineProps) {
  return (
    <ActionIcon aria-label={`Remove ${what}`} onMouseDown={keepFocus} onClick={onRemove}>
      <IconTrash size={18} aria-hidden="true" />
    </ActionIcon>
  );
}

/** The first has the name by which a link reaches the field. */
export function lineId(id: string, index: number): string {
  return index === 0 ? `${id}-first` : `${id}-${index}`;
}
