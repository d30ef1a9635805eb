/** Finds out who is there, and shows them the door or the rooms. */
import { Notifications, notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { Router } from 'wouter';
import { usePanel } from './api/panel.tsx';
import { RequestRefused } from './api/problem.ts';
import type { SessionState } from './api/session.ts';
import { useStore } from './api/store.ts';
import { goUnlessUnsaved, waitingWay } from './forms/unsaved.ts';
import { UnsavedDialog } from './forms/unsaved-dialog.tsx';
import { ConfirmDialog } from './frame/confirm-dialog.tsx';
import { ConnectionBanner } from './frame/connection-banner.tsx';
import { Frame } from './frame/frame.tsx';
import { fetchScreen } from './frame/screen-room.tsx';
import { LockedDoor } from './frame/locked-door.tsx';
import { SignIn } from './frame/sign-in.tsx';
import { SCREENS } from './screens.ts';
import { PORTALS } from './theme/theme.ts';

export function App({ ticket }: { readonly ticket: string | undefined }) {
  const { desk } = usePanel();
  const state = useStore(desk.state);
  const ticketRefused = useArrival(ticket);
  // While the session is locked the work stays where it is, out of sight and out of reach: its dialogs too.
  const locked = state.kind === 'locked';
  return (
    <Router base="/panel" aroundNav={(navigate, to, options) => goOrReplace(navigate, to, options)}>
      <ConnectionBanner />
      {'session' in state && (
        // Somebody else's work is not taken over.
        <div key={state.session.user.id} inert={locked} hidden={locked}>
          <Frame session={state.session} />
          <ConfirmDialog />
          <UnsavedDialog />
        </div>
      )}
      {state.kind === 'signed-out' && <SignIn reason={ticketRefused ? 'ticket' : undefined} />}
      {state.kind === 'locked' && <LockedDoor user={state.session.user} />}
      <div id={PORTALS} inert={locked} hidden={locked} />
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

function userOf(state: SessionState): string | undefined {
  return 'session' in state ? state.session.user.id : undefined;
}

/** Asks at the start who is there. Answers whether a ticket was refused. */
function useArrival(ticket: string | undefined): boolean {
  const { client, desk, connection } = usePanel();
  const queries = useQueryClient();
  const reachable = useStore(connection.state) !== 'lost';
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

  // What one person saw or was about to do is not kept for the next.
  useEffect(() => {
    let last = userOf(desk.state.get());
    return desk.state.subscribe(() => {
      const user = userOf(desk.state.get());
      if (last !== undefined && user !== last) {
        queries.clear();
        notifications.clean();
        waitingWay.set(undefined);
      }
      last = user;
    });
  }, [desk, queries]);
  return refused;
}
