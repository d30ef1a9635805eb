/** The frame around every screen: the mark on its cord, the navigation, and the room for the screen. */
import { Burger, Drawer } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import type { PanelSession } from '../api/session.ts';
import { SCREENS } from '../screens.ts';
import { Account } from './account.tsx';
import css from './frame.module.css';
import { Mark } from './mark.tsx';
import { Navigation } from './navigation.tsx';
import { NotThere } from './not-there.tsx';
import { ScreenFault } from './screen-fault.tsx';
import { ScreenRoom } from './screen-room.tsx';
import { ScreenTabs } from './screen-tabs.tsx';
import { Shortcuts } from './shortcuts.tsx';

export function Frame({ session }: { readonly session: PanelSession }) {
  const [location] = useLocation();
  const [open, setOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const before = useRef(location);

  // A new screen starts at its top, also for those who hear it.
  useEffect(() => {
    if (before.current === location) return;
    before.current = location;
    setOpen(false);
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [location]);

  return (
    <div className={css['frame']}>
      <a className={css['skip']} href="#screen">
        Skip to the screen
      </a>
      <section className={css['top']} aria-label="Lanyard">
        <Mark />
        <div className={css['names']}>
          <span className={css['wordmark']}>Lanyard</span>
          <span className={css['office']}>{session.issuer_name}</span>
        </div>
        <Burger
          className={css['burger'] ?? ''}
          opened={open}
          size="sm"
          color="var(--ink)"
          aria-label="Navigation"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        />
      </section>
      <div className={css['side']}>
        <Navigation />
        <Account session={session} />
      </div>
      <Drawer
        opened={open}
        onClose={() => setOpen(false)}
        position="right"
        size="18rem"
        title="Lanyard"
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <Navigation />
        <Account session={session} />
      </Drawer>
      <main id="screen" ref={main} tabIndex={-1} className={css['screen']}>
        <ScreenTabs />
        <ScreenFault key={location}>
          <Switch>
            {SCREENS.map((screen) => (
              <Route key={screen.path} path={screen.path}>
                <ScreenRoom screen={screen} />
              </Route>
            ))}
            <Route component={NotThere} />
          </Switch>
        </ScreenFault>
      </main>
      <Shortcuts />
    </div>
  );
}
