/** Says calmly that Lanyard does not answer, and takes itself away once it does. */
import { Button } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { usePanel } from '../api/panel.tsx';
import { useStore } from '../api/store.ts';
import css from './connection-banner.module.css';

export function ConnectionBanner() {
  const { connection } = usePanel();
  const lost = useStore(connection.state) === 'lost';
  return (
    <output>
      {lost && (
        <span className={css['banner']}>
          <IconPlugConnectedX size={22} aria-hidden="true" />
          <span className={css['words']}>
            <strong>Lanyard does not answer.</strong> It may have been stopped, or the network is interrupted. What you
            typed stays here, and this page goes on by itself.
          </span>
          <Button size="xs" onClick={connection.tryNow}>
            Try now
          </Button>
        </span>
      )}
    </output>
  );
}
