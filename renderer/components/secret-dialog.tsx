/** A secret that was made just now: shown once. Closing takes it out of the page, and nothing else holds it. */
import { Button, Modal } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { Copyable } from './copyable.tsx';
import css from './dialog.module.css';
import own from './secret-dialog.module.css';

export interface Secret {
  readonly title: string;
  readonly lines: readonly Line[];
  readonly note?: ReactNode;
}

interface Line {
  readonly what: string;
  readonly wire?: string;
  readonly text: string;
  /** Can be read again elsewhere, so that nothing is lost with it. */
  readonly lasting?: true;
}

interface SecretDialogProps {
  /** Undefined once it was closed. */
  readonly secret: Secret | undefined;
  readonly onClose: () => void;
}

export function SecretDialog({ secret, onClose }: SecretDialogProps) {
  return secret === undefined ? null : <Shown secret={secret} onClose={onClose} />;
}

function Shown({ secret, onClose }: SecretDialogProps & { readonly secret: Secret }) {
  const [copied, setCopied] = useState<ReadonlySet<string>>(new Set());
  // Until then Escape, which closes everything else, would be the end of it.
  const isSafe = secret.lines.every(({ what, lasting }) => lasting === true || copied.has(what));
  return (
    <Modal
      opened
      onClose={onClose}
      title={secret.title}
      closeOnClickOutside={false}
      closeOnEscape={isSafe}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <div className={css['dialog']}>
        {/* Not the button that closes: a second Enter would be the end of it as well. */}
        <div className={own['once']} tabIndex={-1} data-autofocus>
          <IconEyeOff size={20} aria-hidden="true" />
          <p>
            This is shown once. Copy it to where it belongs before you close: nobody can read it again, not even
            Lanyard.
          </p>
        </div>
        {secret.lines.map(({ what, wire, text }) => (
          <div key={what}>
            <div className={own['label']}>
              {what}
              {wire !== undefined && <code>{wire}</code>}
            </div>
            <Copyable text={text} what={what} onCopied={() => setCopied((before) => new Set([...before, what]))} />
          </div>
        ))}
        {secret.note !== undefined && <div>{secret.note}</div>}
        <div className={css['actions']}>
          <Button variant="filled" onClick={onClose}>
            I have copied it
          </Button>
        </div>
      </div>
    </Modal>
  );
}
