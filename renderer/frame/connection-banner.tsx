/** Says calmly that Lanyard does not answer, or can't save, and takes itself away once it does. */
import { Button } from '@mantine/core';
import { IconDatabaseOff, IconPlugConnectedX } from '@tabler/icons-react';
import type { Connection } from '../api/connection.ts';
import { usePanel } from '../api/panel.tsx';
import { shell } from '../api/shell.ts';
import { useStore } from '../api/store.ts';
import css from './connection-banner.module.css';

const TOLD = {
  lost: {
    Icon: IconPlugConnectedX,
    title: 'Lanyard does not answer.',
    rest: 'It may have been stopped, or the network is interrupted. What you typed stays here, and this page goes on by itself.',
  },
  reading: {
    Icon: IconDatabaseOff,
    title: 'Nothing can be saved just now.',
    rest: 'Lanyard answers, but can’t write to its disk, which may be full. You can look at everything, and what you typed stays here.',
  },
} as const satisfies Readonly<Record<Exclude<Connection, 'there'>, unknown>>;

export function ConnectionBanner() {
  const { connection } = usePanel();
  const state = useStore(connection.state);
  return <output>{state !== 'there' && <Banner state={state} onTry={connection.tryNow} />}</output>;
}

interface BannerProps {
  readonly state: keyof typeof TOLD;
  readonly onTry: () => void;
}

function Banner({ state, onTry }: BannerProps) {
  const { Icon, title, rest } = TOLD[state];
  const desktop = shell();
  return (
    <span className={css['banner']}>
      <Icon size={22} aria-hidden="true" />
      <span className={css['words']}>
        <strong>{title}</strong> {rest}
      </span>
      {desktop !== undefined && (
        <Button size="xs" onClick={() => void desktop.showLog()}>
          Show the log
        </Button>
      )}
      <Button size="xs" onClick={onTry}>
        Try now
      </Button>
    </span>
  );
}
