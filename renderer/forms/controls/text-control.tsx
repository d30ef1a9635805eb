/** One line of text: plain, in mono for what machines read, hidden for passwords, or a number. */
import { PasswordInput, TextInput } from '@mantine/core';
import type { ControlProps } from '../control.ts';
import { sentenceOf } from '../faults.ts';
import type { FieldKind } from '../field.ts';
import css from './controls.module.css';

export function TextControl({ row, value, faults, id, label, description, onChange, onLeave }: ControlProps) {
  const [fault] = faults;
  const shared = {
    id,
    label,
    description,
    value: String(value),
    placeholder: row.placeholder,
    error: fault === undefined ? undefined : sentenceOf(fault),
    autoComplete: row.autoComplete ?? 'off',
    onChange: (event: { readonly currentTarget: HTMLInputElement }) => onChange(event.currentTarget.value),
    onBlur: onLeave,
  };
  if (row.kind === 'password') {
    return <PasswordInput {...shared} visibilityToggleButtonProps={{ 'aria-label': 'Show or hide the password' }} />;
  }
  return (
    <TextInput
      {...shared}
      spellCheck={row.kind !== 'mono'}
      inputMode={row.kind === 'number' ? 'numeric' : 'text'}
      classNames={classesOf(row.kind)}
    />
  );
}

/** A number is short; what is said about it is not. */
function classesOf(kind: FieldKind) {
  if (kind === 'mono') return { input: css['mono'] ?? '' };
  return kind === 'number' ? { wrapper: css['short'] ?? '' } : {};
}
