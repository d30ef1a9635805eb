/** Of what can be switched off: by whether it is. */
import type { ListFilter } from './filter.ts';

export const DISABLED_FILTER: ListFilter = {
  name: 'disabled',
  label: 'State',
  options: [
    { value: '', label: 'Any state' },
    { value: 'false', label: 'Not disabled' },
    { value: 'true', label: 'Disabled' },
  ],
};
