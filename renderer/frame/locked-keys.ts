/** At a locked door nothing behind it is to hear a key: Escape would close a dialog and lose what was typed into it. */

/** Must run before any dialog listens. Answers how to stop. */
export function guardLockedKeys(isLocked: () => boolean): () => void {
  const guard = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && isLocked()) event.stopImmediatePropagation();
  };
  window.addEventListener('keydown', guard, true);
  return () => window.removeEventListener('keydown', guard, true);
}
