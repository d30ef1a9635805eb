/** A second admin at work in the same office, by the API and with a session of their own, while the panel is open. */
import { expect } from '@playwright/test';
import { signInByApi, test as base } from './panel-office.ts';

/** Paths are those below /api/v1. */
export interface AnotherAdmin {
  read<T extends object>(path: string): Promise<T>;
  change(path: string, body: object): Promise<void>;
  remove(path: string): Promise<void>;
  /** The path of the first that a search in a list finds: `pathOf('users', 'alice')`. */
  pathOf(list: string, q: string): Promise<string>;
}

export const test = base.extend<{ readonly another: AnotherAdmin }>({
  another: async ({ playwright, office }, use) => {
    const request = await playwright.request.newContext();
    const { issuer } = office.ready;
    const headers = { origin: issuer, 'x-lanyard-csrf': await signInByApi(request, office) };
    const read = async <T extends object>(path: string): Promise<T> => {
      const answer = await request.get(`${issuer}/api/v1${path}`, { headers });
      expect(answer.status()).toBe(200);
      return (await answer.json()) as T;
    };
    await use({
      read,
      async change(path, body) {
        const answer = await request.patch(`${issuer}/api/v1${path}`, { headers, data: body });
        expect(answer.status()).toBe(200);
      },
      async remove(path) {
        expect((await request.delete(`${issuer}/api/v1${path}`, { headers })).status()).toBe(204);
      },
      async pathOf(list, q) {
        const { items } = await read<{ readonly items: readonly { readonly id: string }[] }>(`/${list}?q=${q}`);
        expect(items).toHaveLength(1);
        return `/${list}/${items[0]!.id}`;
      },
    });
    await request.dispose();
  },
});
