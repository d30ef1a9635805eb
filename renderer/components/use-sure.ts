/** Asks whether somebody means what they are about to save, and lets the saving wait for the answer. */
import { useState } from 'react';
import { createQuestion } from '../api/session.ts';
import type { Loss } from './loss-dialog.tsx';

interface Sure {
  /** For a LossDialog. */
  readonly dialog: { readonly loss: Loss | undefined; readonly onClose: () => void };
  /** Resolves at once where nothing is lost. Throws GivenUp where the person thinks better of it. */
  sure(asked: Omit<Loss, 'act'> | undefined): Promise<void>;
}

export function useSure(): Sure {
  const [loss, setLoss] = useState<Loss>();
  const [question] = useState(createQuestion);
  return {
    dialog: {
      loss,
      onClose: () => {
        setLoss(undefined);
        question.giveUp();
      },
    },
    async sure(asked) {
      if (asked === undefined) return;
      setLoss({ ...asked, act: () => Promise.resolve(question.answered()) });
      await question.ask();
    },
  };
}
