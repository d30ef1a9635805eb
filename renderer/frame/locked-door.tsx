/** The door before somebody's work whose session ended: over everything, dialogs and secrets too, and with no other way out. */
import { Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { PanelSession } from '../api/session.ts';
import css from './locked-door.module.css';
import { SignIn } from './sign-in.tsx';

/** Also above what stands in the portals, which this does not. */
const ABOVE_EVERYTHING = 1000;

export function LockedDoor({ user }: { readonly user: PanelSession['user'] }) {
  useFocusGivenBack();
  return (
    <Modal.Root
      opened
      onClose={stay}
      fullScreen
      trapFocus
      closeOnEscape={false}
      closeOnClickOutside={false}
      withinPortal={false}
      zIndex={ABOVE_EVERYTHING}
      transitionProps={{ duration: 0 }}
    >
      <Modal.Content aria-label="Sign in" className={css['door'] ?? ''}>
        <Modal.Body className={css['body'] ?? ''}>
          <SignIn reason="ended" user={user} />
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function stay(): void {}

/** Whoever comes back goes on typing where they were. */
function useFocusGivenBack(): void {
  // Asked while the work can still have the focus; a moment later it is out of reach.
  const [focused] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    },
    [focused],
  );
}
