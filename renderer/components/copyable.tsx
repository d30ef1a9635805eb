/** A text that is typed into something else: whole with one click, and with a button that copies it and says so. */
import { useEffect, useRef, useState } from 'react';
import { copyText } from './copy-text.ts';

const SHOWN_MS = 2_000;

interface CopyableProps {
  readonly text: string;
  /** What the text is, for those who can't see where it stands: "Copy …". */
  readonly what: string;
}

export function Copyable({ text, what }: CopyableProps) {
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
      return;
    }
    if (shown.current !== null) window.getSelection()?.selectAllChildren(shown.current);
    setFeedback('selected');
  };

  return (
    <div className="copyable">
      <code ref={shown} className="copyable-text">
        {text}
      </code>
      <button
        type="button"
        className={feedback === 'copied' ? 'copy copy-done' : 'copy'}
        aria-label={`Copy ${what}`}
        onClick={() => void copy()}
      >
        {feedback === 'copied' ? <CheckIcon /> : <CopyIcon />}
        <span>{label(feedback)}</span>
      </button>
      <output className="visually-hidden">
        {feedback === 'copied' && `Copied ${what}`}
        {feedback === 'selected' && `Selected ${what}. Press Ctrl and C to copy it.`}
      </output>
    </div>
  );
}

function label(feedback: 'copied' | 'selected' | undefined): string {
  if (feedback === 'copied') return 'Copied';
  if (feedback === 'selected') return 'Press Ctrl C';
  return 'Copy';
}

function CopyIcon() {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <rect x="7" y="7" width="9.5" height="9.5" rx="2" />
      <path d="M13 4.5a1 1 0 0 0-1-1H5.5a2 2 0 0 0-2 2V12a1 1 0 0 0 1 1" />
    </svg>
  );
}

function CheckIcon() {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d="m4.5 10.5 3.5 3.5 7.5-8" />
    </svg>
  );
}
