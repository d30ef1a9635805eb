/** The room for a screen: fetches what the screen is made of the first time, and shows it at once from then on. */
import { Button } from '@mantine/core';
import { type ComponentType, createElement, useEffect, useState } from 'react';
import { usePanel } from '../api/panel.tsx';
import { useStore } from '../api/store.ts';
import { ScreenHead } from '../components/screen-head.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import type { Screen } from '../screens.ts';

/** What was fetched, by the screen's path. */
const fetched = new Map<string, ComponentType>();

/** Throws where it can't be fetched. */
export async function fetchScreen({ path, load }: Screen): Promise<void> {
  if (!fetched.has(path)) fetched.set(path, (await load()).default);
}

export function ScreenRoom({ screen }: { readonly screen: Screen }) {
  const { client, connection } = usePanel();
  const reachable = useStore(connection.state) !== 'lost';
  const [state, setState] = useState<'waiting' | 'there' | 'failed'>('waiting');
  useEffect(() => {
    if (fetched.has(screen.path) || !reachable) return;
    fetchScreen(screen).then(
      () => setState('there'),
      async () => {
        // Where nobody answers at all, the banner says so, and it is fetched again once somebody does.
        await client.call('readSession', {}).catch(() => undefined);
        if (connection.state.get() !== 'lost') setState('failed');
      },
    );
  }, [screen, reachable, client, connection]);

  const component = fetched.get(screen.path);
  if (component !== undefined) return createElement(component);
  if (state !== 'failed') return <Skeleton rows={6} />;
  return (
    <>
      <ScreenHead
        title={screen.title}
        sentence="This screen could not be fetched. Lanyard may have been updated since the page was loaded."
      />
      <div>
        <Button variant="filled" onClick={() => window.location.reload()}>
          Load the page again
        </Button>
      </div>
    </>
  );
}
