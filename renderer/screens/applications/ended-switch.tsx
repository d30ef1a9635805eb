/** Between what applications hold now and what they held, as long as it is remembered. */
import { Button } from '@mantine/core';

interface EndedSwitchProps {
  readonly ended: boolean;
  readonly onChange: (ended: boolean) => void;
}

export function EndedSwitch({ ended, onChange }: EndedSwitchProps) {
  return (
    <Button variant="subtle" aria-pressed={ended} onClick={() => onChange(!ended)}>
      {ended ? 'Show what is alive' : 'Show what has ended'}
    </Button>
  );
}
