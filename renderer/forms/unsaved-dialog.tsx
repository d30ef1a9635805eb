/** Asks whether what was typed may be lost. */
import { Button, Modal } from '@mantine/core';
import { useStore } from '../api/store.ts';
import css from '../components/dialog.module.css';
import { forgetUnsaved, waitingWay } from './unsaved.ts';

export function UnsavedDialog() {
  const way = useStore(waitingWay);
  const stay = () => waitingWay.set(undefined);
  const leave = () => {
    waitingWay.set(undefined);
    forgetUnsaved();
    way?.();
  };
  return (
    <Modal
      opened={way !== undefined}
      onClose={stay}
      title="Leave without saving?"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={css['dialog']}>
        <p>What you typed on this screen is not saved yet. It will be lost.</p>
        <div className={css['actions']}>
          <Button onClick={leave}>Leave</Button>
          <Button variant="filled" onClick={stay} data-autofocus>
            Stay here
          </Button>
        </div>
      </div>
    </Modal>
  );
}
