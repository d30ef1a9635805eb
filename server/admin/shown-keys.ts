/** Public keys as the admin API answers them: the same, free of what must not change. */
import type { ClientKey, ClientKeys } from '../spec/client-keys.ts';

export function shownKeys({ keys }: ClientKeys) {
  const shown = (value: ClientKey[string]) => (typeof value === 'string' ? value : [...value]);
  return {
    keys: keys.map((key) => Object.fromEntries(Object.entries(key).map(([name, value]) => [name, shown(value)]))),
  };
}
