/** What can be done with everything that is selected. There is none while nothing is. */
import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { whole } from '../words/count.ts';
import css from './bulk-bar.module.css';
import type { Selection } from './use-selection.ts';

export function BulkBar({ selection, children }: { readonly selection: Selection; readonly children: ReactNode }) {
  if (selection.keys.size === 0) return null;
  return (
    <section className={css['bar']} aria-label="Selected">
      <output>{whole(selection.keys.size)} selected</output>
      {children}
      <Button variant="subtle" onClick={selection.clear}>
        Select none
      </Button>
    </section>
  );
}
