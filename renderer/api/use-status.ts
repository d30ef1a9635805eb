/** The server's state as a screen sees it: asked at once, and again every few seconds for as long as it is looked at. */
import { useCallback, useEffect, useState } from 'react';
import { fetchStatus, type Status } from './status.ts';

const EVERY_MS = 10_000;
const PATIENCE_MS = 8_000;

export function useStatus(): { readonly status: Status; readonly askAgain: () => void } {
  const [status, setStatus] = useState<Status>({ kind: 'waiting' });
  const [round, setRound] = useState(0);

  useEffect(() => {
    const left = new AbortController();
    const ask = () => {
      if (document.hidden) return;
      fetchStatus(AbortSignal.any([left.signal, AbortSignal.timeout(PATIENCE_MS)])).then(
        (answer) => {
          if (!left.signal.aborted) setStatus(answer);
        },
        () => {
          if (!left.signal.aborted) setStatus({ kind: 'unreachable' });
        },
      );
    };
    ask();
    const timer = setInterval(ask, EVERY_MS);
    document.addEventListener('visibilitychange', ask);
    return () => {
      left.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', ask);
    };
  }, [round]);

  const askAgain = useCallback(() => {
    setStatus({ kind: 'waiting' });
    setRound((before) => before + 1);
  }, []);
  return { status, askAgain };
}
