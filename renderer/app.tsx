/** Finds out who is there, and shows them the door or the rooms. */
import { Notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Router } from 'wouter';
import { usePanel } from './api/panel.tsx';
import { RequestRefused } from './api/problem.ts';
import { useStore } from './api/store.ts';
import { goUnlessUnsaved } from './forms/unsaved.ts';
import { UnsavedDialog } from './forms/unsaved-dialog.tsx';
import { ConfirmDialog } from './frame/confirm-dialog.tsx';
import { ConnectionBanner } from './frame/connection-banner.tsx';
import { Frame } from './frame/frame.tsx';
import { fetchScreen } from './frame/screen-room.tsx';
import { SignIn } from './frame/sign-in.tsx';
import { SCREENS } from './screens.ts';

export function App({ ticket }: { readonly ticket: string | undefined }) {
  const { desk } = usePanel();
  const state = useStore(desk.state);
  const ticketRefused = useArrival(ticket);
  return (
    <Router base="/panel" aroundNav={(navigate, to, options) => goOrReplace(navigate, to, options)}>
      <ConnectionBanner />
      {'session' in state && (
        // While the session is locked the work stays where it is, out of sight and out of reach.
        <div inert={state.kind === 'locked'} hidden={state.kind === 'locked'}>
          <Frame session={state.session} />
          <ConfirmDialog />
          <UnsavedDialog />
        </div>
      )}
      {state.kind === 'signed-out' && <SignIn reason={ticketRefused ? 'ticket' : undefined} />}
      {state.kind === 'locked' && <SignIn reason="ended" username={state.session.user.username} />}
      <Notifications position="bottom-right" limit={3} zIndex={400} />
    </Router>
  );
}

type AroundNav = NonNullable<Parameters<typeof Router>[0]['aroundNav']>;

/** What only changes the search of a list takes nothing away. */
const goOrReplace: AroundNav = (navigate, to, options) => {
  if (options?.replace === true) navigate(to, options);
  else goUnlessUnsaved(() => navigate(to, options));
};

/** Asks at the start who is there. Answers whether a ticket was refused. */
function useArrival(ticket: string | undefined): boolean {
  const { client, desk, connection } = usePanel();
  const queries = useQueryClient();
  const reachable = useStore(connection.state) === 'there';
  const unused = useRef(ticket);
  const underWay = useRef(false);
  const [refused, setRefused] = useState(false);

  const arrive = useCallback(async () => {
    if (underWay.current) return;
    underWay.current = true;
    const mine = unused.current;
    try {
      const { value } =
        mine === undefined
          ? await client.call('readSession', {})
          : await client.call('signInOwner', { body: { ticket: mine } });
      desk.arrived(value);
    } catch (error) {
      // Without an answer it is asked again, with the same ticket.
      if (!(error instanceof RequestRefused)) return;
      unused.current = undefined;
      setRefused(mine !== undefined);
      desk.left();
    } finally {
      underWay.current = false;
    }
  }, [client, desk]);

  useEffect(() => {
    if (reachable && desk.state.get().kind === 'asking') void arrive();
  }, [reachable, arrive, desk]);

  // While the server says who is there, the screen is on its way.
  useEffect(() => {
    const path = window.location.pathname.replace(/^\/panel/, '');
    const screen = SCREENS.find((each) => each.path === path);
    // Where it fails, the room says so.
    if (screen !== undefined) fetchScreen(screen).catch(() => undefined);
  }, []);

  // What one person saw is not kept for the next.
  useEffect(
    () =>
      desk.state.subscribe(() => {
        if (desk.state.get().kind === 'signed-out') queries.clear();
      }),
    [desk, queries],
  );
  return refused;
}
