/** Says in passing that something was done. */
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';

const SHOWN_MS = 6_000;

export function notify(message: ReactNode): void {
  notifications.show({ message, autoClose: SHOWN_MS, withBorder: false, closeButtonProps: { 'aria-label': 'Close' } });
}
