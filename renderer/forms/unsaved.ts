/** Guards what was typed and not saved: nobody leaves it by accident, neither by a link nor by the way back nor by closing. */
import { useEffect } from 'react';
import { createStore } from '../api/store.ts';

/** One for each form on the screen that holds something unsaved. */
const unsaved = new Set<object>();

/** The way that waits for an answer: “Leave” takes it. */
export const waitingWay = createStore<(() => void) | undefined>(undefined);

export function useUnsaved(dirty: boolean): void {
  useEffect(() => {
    if (!dirty) return;
    const form = {};
    unsaved.add(form);
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => {
      unsaved.delete(form);
      window.removeEventListener('beforeunload', warn);
    };
  }, [dirty]);
}

/** What was typed is saved, or may be lost: the next way is free. */
export function forgetUnsaved(): void {
  unsaved.clear();
}

/** Goes at once where nothing would be lost, and else when the person has said so. */
export function goUnlessUnsaved(go: () => void): void {
  if (unsaved.size === 0) go();
  else waitingWay.set(go);
}

/**
 * The browser has gone back already when it tells. So the address is put back, and the way is asked for. Must run before
 * the router listens. Answers how to stop.
 */
export function guardWayBack(): () => void {
  let here = window.location.href;
  const remember = () => {
    here = window.location.href;
  };
  const guard = (event: Event) => {
    const there = window.location.href;
    if (unsaved.size === 0 || pathOf(there) === pathOf(here)) return remember();
    event.stopImmediatePropagation();
    window.history.pushState(null, '', here);
    waitingWay.set(() => {
      window.history.pushState(null, '', there);
      window.dispatchEvent(new PopStateEvent('popstate'));
    });
  };
  window.addEventListener('popstate', guard, true);
  // The router announces each way that it takes itself.
  window.addEventListener('pushState', remember);
  window.addEventListener('replaceState', remember);
  return () => {
    window.removeEventListener('popstate', guard, true);
    window.removeEventListener('pushState', remember);
    window.removeEventListener('replaceState', remember);
  };
}

function pathOf(href: string): string {
  return new URL(href).pathname;
}
