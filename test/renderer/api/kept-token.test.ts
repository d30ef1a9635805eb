/** Where the token of the session stays for the other tabs. */
import { expect, test } from 'vitest';
import { PANEL_SESSION_FRAGMENT } from '../../../server/contract/admin/settings.ts';
import { keptInBrowser } from '../../../renderer/api/kept-token.ts';

type Browser = Parameters<typeof keptInBrowser>[0];

/** As much of a browser as is asked for; without `storage` it allows none. */
function browser(hash: string, storage?: Map<string, string>) {
  const addresses: unknown[] = [];
  const parts = {
    location: { hash, pathname: '/panel/', search: '?q=a' },
    history: { replaceState: (_state: unknown, _title: string, to: unknown) => addresses.push(to) },
    get localStorage() {
      if (storage === undefined) throw new DOMException('denied', 'SecurityError');
      return {
        getItem: (name: string) => storage.get(name) ?? null,
        setItem: (name: string, value: string) => void storage.set(name, value),
      };
    },
  };
  return { kept: keptInBrowser(parts as unknown as Browser), addresses };
}

test('is the same for every tab of the origin', () => {
  const storage = new Map<string, string>();
  const [one, other] = [browser('', storage), browser('', storage)];
  expect(other.kept.read()).toBeUndefined();
  one.kept.write('first');
  expect(other.kept.read()).toBe('first');
  expect(one.addresses).toEqual([]);
});

test('is taken out of the address, once', () => {
  const { kept, addresses } = browser(`#${PANEL_SESSION_FRAGMENT}handed`, new Map());
  expect(kept.read()).toBe('handed');
  expect(addresses).toEqual(['/panel/?q=a']);
});

test('stays with the page where the browser keeps nothing', () => {
  const { kept } = browser('');
  expect(kept.read()).toBeUndefined();
  kept.write('mine');
  expect(kept.read()).toBe('mine');
});
