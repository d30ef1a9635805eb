/** What a browser is shown at the root of a listener that is bound to one product. */
import type { ProductDoorView } from '../contract/pages.ts';
import type { Dialect } from '../dialects/dialect.ts';
import { PRODUCT_NAMES } from '../spec/product-names.ts';
import type { Listener } from './listener.ts';

/** By the first field of the product's programs that the address itself answers. */
export function productDoor({ name, issuer, asks_for }: Dialect, { origin, houseOrigins }: Listener): ProductDoorView {
  const values: ReadonlyMap<unknown, string> = new Map([
    ['origin', origin],
    ['host', new URL(origin).host],
    ['issuer', issuer(origin)],
  ]);
  const found = asks_for.flatMap(({ label, value: asked }) => {
    const value = values.get(asked);
    return value === undefined ? [] : [{ field: label, value }];
  });
  const [first = { field: 'its provider', value: origin }] = found;
  const [main = origin] = houseOrigins;
  return { page: 'product-door', product: PRODUCT_NAMES[name], ...first, account: `${main}/account/` };
}
