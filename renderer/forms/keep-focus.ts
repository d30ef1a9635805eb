/** For buttons of a form: leaving a field may show a fault, which would move the button away before it is let go. */
import type { MouseEvent } from 'react';

export function keepFocus(event: MouseEvent): void {
  event.preventDefault();
}
