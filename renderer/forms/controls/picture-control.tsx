/** A small picture that is kept as base64: chosen from this computer, shown, and taken away again. */
import { Button, FileInput } from '@mantine/core';
import type { ControlProps } from '../control.ts';
import { sentenceOf } from '../faults.ts';
import css from './controls.module.css';

export function PictureControl({ value, faults, id, label, description, onChange, onLeave }: ControlProps) {
  const [fault] = faults;
  const picture = String(value);
  const choose = async (file: File | null) => {
    if (file === null) return;
    onChange(await base64Of(file));
    onLeave();
  };
  return (
    <div className={css['group']}>
      <FileInput
        id={id}
        label={label}
        description={description}
        placeholder={picture === '' ? 'Choose a picture' : 'Choose another picture'}
        accept="image/png,image/jpeg"
        error={fault === undefined ? undefined : sentenceOf(fault)}
        value={null}
        onChange={(file) => void choose(file)}
      />
      {picture !== '' && (
        <div className={css['picture']}>
          <img
            src={`data:${picture.startsWith('iVBOR') ? 'image/png' : 'image/jpeg'};base64,${picture}`}
            alt="The logo"
          />
          <Button size="xs" onClick={() => onChange('')}>
            Take the logo away
          </Button>
        </div>
      )}
    </div>
  );
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () =>
      resolve(typeof reader.result === 'string' ? (reader.result.split(',')[1] ?? '') : ''),
    );
    reader.addEventListener('error', () => reject(reader.error ?? new Error('the file could not be read')));
    reader.readAsDataURL(file);
  });
}
