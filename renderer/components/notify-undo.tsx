/** Says in passing that something was done, and takes it back on request. */
import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import css from './notify-undo.module.css';
import { notify } from './notify.ts';

const SHOWN_MS = 12_000;

export function notifyUndo(message: string, undo: () => Promise<void>): void {
  const id = notifications.show({
    autoClose: SHOWN_MS,
    closeButtonProps: { 'aria-label': 'Close' },
    message: (
      <span className={css['undo']}>
        <span>{message}</span>
        <Button
          size="compact-sm"
          onClick={() => {
            notifications.hide(id);
            undo().then(
              () => notify('Undone.'),
              (reason: unknown) => notify(reason instanceof Error ? `Not undone: ${reason.message}.` : 'Not undone.'),
            );
          }}
        >
          Undo
        </Button>
      </span>
    ),
  });
}
