/** A filter that is typed. What is cleared or set elsewhere (by “Show everything”, by the way back) is shown here too. */
import { CloseButton, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import type { ListView } from '../../lists/use-list-view.ts';
import css from './text-filter.module.css';

const PAUSE_MS = 250;

interface TextFilterProps {
  readonly name: string;
  readonly label: string;
  readonly view: ListView;
}

export function TextFilter({ name, label, view }: TextFilterProps) {
  const value = view.filter(name);
  const { set } = view;
  const [typed, setTyped] = useState(value);
  const sent = useRef(value);

  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setTyped(value);
  }, [value]);

  useEffect(() => {
    if (typed.trim() === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = typed.trim();
      set({ [name]: typed.trim() });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, name, set]);

  return (
    <TextInput
      className={css['filter'] ?? ''}
      aria-label={label}
      placeholder={label}
      autoComplete="off"
      spellCheck={false}
      rightSection={typed !== '' && <CloseButton aria-label={`Clear “${label}”`} onClick={() => setTyped('')} />}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
