/** After “Add another” the person stands in the new line. */
import { useRef } from 'react';

export function useAddedLine(count: number) {
  const adding = useRef(false);
  return {
    adding: () => {
      adding.current = true;
    },
    /** For the first input of the line at this place. */
    refOf: (index: number) => (input: HTMLInputElement | null) => {
      if (input === null || !adding.current || index !== count - 1) return;
      adding.current = false;
      input.focus();
    },
  };
}
