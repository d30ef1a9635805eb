/** A text that is typed into something else: whole with one click, and with a button that copies it and says so. */
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { copyKeys, copyText } from './copy-text.ts';
import css from './copyable.module.css';

const SHOWN_MS = 2_000;
const KEYS = copyKeys(navigator.userAgent);

interface CopyableProps {
  readonly text: string;
  /** What the text is, for those who can't see where it stands: "Copy …". */
  readonly what: string;
  /** More than one line, kept as it is. */
  readonly block?: boolean;
  readonly onCopied?: () => void;
}

export function Copyable({ text, what, block = false, onCopied }: CopyableProps) {
  const [feedback, setFeedback] = useState<'copied' | 'selected'>();
  const shown = useRef<HTMLElement>(null);

  useEffect(() => {
    if (feedback === undefined) return;
    const timer = setTimeout(() => setFeedback(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [feedback]);

  const copy = async () => {
    if (await copyText(text)) {
      setFeedback('copied');
      onCopied?.();
      return;
    }
    if (shown.current !== null) window.getSelection()?.selectAllChildren(shown.current);
    setFeedback('selected');
  };

  return (
    <div className={css['copyable']} data-block={block}>
      <code ref={shown} className={css['text']}>
        {text}
      </code>
      <button
        type="button"
        className={css['button']}
        data-done={feedback === 'copied'}
        aria-label={`Copy ${what}`}
        onClick={() => void copy()}
      >
        {feedback === 'copied' ? <IconCheck size={18} aria-hidden="true" /> : <IconCopy size={18} aria-hidden="true" />}
        <span>{label(feedback)}</span>
      </button>
      <output className="visually-hidden">
        {feedback === 'copied' && `Copied ${what}`}
        {feedback === 'selected' && `Selected ${what}. Press ${KEYS.spoken} to copy it.`}
      </output>
    </div>
  );
}

function label(feedback: 'copied' | 'selected' | undefined): string {
  if (feedback === 'copied') return 'Copied';
  if (feedback === 'selected') return `Press ${KEYS.short}`;
  return 'Copy';
}
