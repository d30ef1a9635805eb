/**
 * The sign-in page as it would be, drawn by the server from what stands in the form. Its frame runs no script and sends no
 * form; it is of our own origin only so that it finds its stylesheet.
 */
import { SegmentedControl } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useAnswer } from '../../api/use-answer.ts';
import { RequestRefused } from '../../api/problem.ts';
import { ProblemNote } from '../../components/problem-note.tsx';
import { isBlank } from '../../forms/codecs.ts';
import type { FieldValues } from '../../forms/field.ts';
import { LOGIN_PAGE_FIELDS } from './login-page-fields.ts';
import css from './login-page-preview.module.css';

const PAUSE_MS = 300;

const LOOKS = [
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;
const WIDTHS = [
  { value: '390', label: 'Telephone' },
  { value: '1280', label: 'Computer' },
] as const;

const CHOICE = {
  transitionDuration: 0,
  classNames: { root: css['choice'] ?? '', label: css['label'] ?? '', indicator: css['chosen'] ?? '' },
};

export function LoginPagePreview({ values }: { readonly values: FieldValues }) {
  const [theme, setTheme] = useState<'light' | 'dark'>('light');
  const [width, setWidth] = useState<'390' | '1280'>('390');
  const [typed] = useDebouncedValue(values, PAUSE_MS);
  const answer = useAnswer('previewLoginPage', { body: { theme, changes: changesOf(typed) } }, { keepPrevious: true });
  return (
    <section className={css['preview']} aria-label="Preview">
      <p>As people will see it, with sample values. Nothing is saved by looking.</p>
      <div className={css['tools']}>
        <SegmentedControl
          {...CHOICE}
          aria-label="Look of the preview"
          data={[...LOOKS]}
          value={theme}
          onChange={setTheme}
        />
        <SegmentedControl
          {...CHOICE}
          aria-label="Width of the preview"
          data={[...WIDTHS]}
          value={width}
          onChange={setWidth}
        />
      </div>
      {answer.error !== null && <Refusal error={answer.error} />}
      {answer.error === null && answer.data !== undefined && (
        <div className={css['window']} data-width={width}>
          <iframe
            title="Preview of the sign-in page"
            sandbox="allow-same-origin"
            tabIndex={-1}
            srcDoc={answer.data.value.html}
          />
        </div>
      )}
    </section>
  );
}

/** Everything that stands in the form: what was emptied is as Lanyard has it. */
function changesOf(values: FieldValues): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    LOGIN_PAGE_FIELDS.map(({ name }) => {
      const value = values[name] ?? '';
      return [name, isBlank(value) ? null : String(value).trim()];
    }),
  );
}

function Refusal({ error }: { readonly error: Error }) {
  if (!(error instanceof RequestRefused) || error.errors.length === 0) return <ProblemNote error={error} />;
  return (
    <output className={css['refused']}>
      <p>There is a preview again once this is right:</p>
      <ul>
        {error.errors.map(({ pointer, detail }) => (
          <li key={pointer}>
            {labelOf(pointer)} {detail}
          </li>
        ))}
      </ul>
    </output>
  );
}

function labelOf(pointer: string): string {
  const name = pointer.split('/').at(-1);
  return LOGIN_PAGE_FIELDS.find((row) => row.name === name)?.label ?? pointer;
}
