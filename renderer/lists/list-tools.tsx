/** Above a list: the search, and filters where the list has any. */
import { CloseButton, NativeSelect, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { type ListFilter, optionsShown } from './filter.ts';
import css from './list-tools.module.css';
import type { ListView } from './use-list-view.ts';

const PAUSE_MS = 160;

interface ListToolsProps {
  /** What is searched: “people”. */
  readonly what: string;
  /** What of it is looked through: “name, username or e-mail address”. */
  readonly through: string;
  readonly view: ListView;
  readonly filters?: readonly ListFilter[];
  readonly children?: ReactNode;
}

const NONE: readonly ListFilter[] = [];

export function ListTools({ what, through, view, filters = NONE, children }: ListToolsProps) {
  return (
    <search className={css['tools']} aria-label={what}>
      <Search what={what} through={through} view={view} />
      {filters.map((filter) => (
        <NativeSelect
          key={filter.name}
          aria-label={filter.label}
          data={[...optionsShown(filter, view.filter(filter.name))]}
          value={view.filter(filter.name)}
          onChange={(event) => view.set({ [filter.name]: event.currentTarget.value })}
        />
      ))}
      {children}
    </search>
  );
}

function Search({ what, through, view }: Pick<ListToolsProps, 'what' | 'through' | 'view'>) {
  const [typed, setTyped] = useState(view.q);
  const sent = useRef(view.q);
  const { q, set } = view;

  // Cleared or changed elsewhere, by “Show all” or by the way back.
  useEffect(() => {
    if (q === sent.current) return;
    sent.current = q;
    setTyped(q);
  }, [q]);

  useEffect(() => {
    if (typed === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed.trim();
      set({ q: typed.trim() });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, set]);

  return (
    <TextInput
      className={css['search'] ?? ''}
      type="search"
      aria-label={`Search ${what}`}
      placeholder={`Search by ${through}`}
      data-search
      leftSection={<IconSearch size={18} aria-hidden="true" />}
      rightSection={
        typed === '' ? <kbd>/</kbd> : <CloseButton aria-label="Clear the search" onClick={() => setTyped('')} />
      }
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
