/** Keys that work everywhere: / goes to the search, ? shows this list. */
import { Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import css from './shortcuts.module.css';

const KEYS = [
  { keys: ['/'], does: 'Go to the search of this screen' },
  { keys: ['?'], does: 'Show these keys' },
  { keys: ['↑', '↓'], does: 'Go from row to row in a list; Home and End go to its ends' },
  { keys: ['Enter'], does: 'Open the row' },
  { keys: ['Space'], does: 'Select the row' },
  { keys: ['Esc'], does: 'Close what is open' },
] as const;

/** By the character, not by the key: on many keyboards it takes Shift. */
const ACTS: Readonly<Record<string, 'search' | 'help'>> = { '/': 'search', '?': 'help' };

export function Shortcuts() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const meant = ACTS[event.key];
      if (meant === undefined || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      // Under a dialog nothing is to move.
      if (document.querySelector('[role=dialog]') !== null) return;
      event.preventDefault();
      if (meant === 'search') goToSearch();
      else setOpen(true);
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <Modal opened={open} onClose={() => setOpen(false)} title="Keys" closeButtonProps={{ 'aria-label': 'Close' }}>
      <dl className={css['keys']}>
        {KEYS.map(({ keys, does }) => (
          <div key={does}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
}

function goToSearch(): void {
  const search = document.querySelector('main input[data-search]');
  if (search instanceof HTMLInputElement) search.focus();
}
