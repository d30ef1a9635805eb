/** Variants of what stands at the root of an address that one product has to itself. */
import type { PageView } from '../../server/contract/pages.ts';

export const DOOR_VIEWS = {
  'product-door': {
    page: 'product-door',
    product: 'Forgejo',
    field: 'Forgejo URL',
    value: 'http://sso.example.lan:5901',
    account: 'http://sso.example.lan/account/',
  },
} as const satisfies Readonly<Record<string, PageView>>;
