/** The keys of a list: one row can be reached with Tab, the arrow keys go from row to row, Space selects, Enter opens. */
import { type FocusEvent, type KeyboardEvent, useState } from 'react';

const STEPS: Readonly<Record<string, (row: number, last: number) => number>> = {
  ArrowDown: (row, last) => Math.min(row + 1, last),
  ArrowUp: (row) => Math.max(row - 1, 0),
  Home: () => 0,
  End: (_row, last) => last,
};

export function useRowKeys(rows: number) {
  const [wanted, setRow] = useState(0);
  const row = Math.min(wanted, Math.max(rows - 1, 0));

  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>) => {
    const from = rowOf(event.target);
    if (from === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === ' ' && event.target instanceof HTMLAnchorElement) {
      event.preventDefault();
      boxOf(event.currentTarget, from)?.click();
      return;
    }
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const to = step(from, rows - 1);
    setRow(to);
    openerOf(event.currentTarget, to)?.focus();
  };

  const onFocus = (event: FocusEvent<HTMLTableElement>) => {
    const at = rowOf(event.target);
    if (at !== undefined) setRow(at);
  };

  return { row, onKeyDown, onFocus };
}

function rowOf(target: EventTarget): number | undefined {
  const row = target instanceof Element ? target.closest('tbody > tr') : null;
  return row instanceof HTMLTableRowElement ? row.sectionRowIndex : undefined;
}

function openerOf(table: HTMLTableElement, row: number): HTMLElement | undefined {
  const found = table.tBodies[0]?.rows[row]?.querySelector('[data-opener]');
  return found instanceof HTMLElement ? found : undefined;
}

function boxOf(table: HTMLTableElement, row: number): HTMLInputElement | undefined {
  const found = table.tBodies[0]?.rows[row]?.querySelector('input[type=checkbox]');
  return found instanceof HTMLInputElement ? found : undefined;
}
