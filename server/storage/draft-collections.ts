/** The two faces of a collection: inside a transaction, and outside it, where every verb is a transaction of one. */
import type { Draft } from './draft.ts';
import { findThrough, getThrough, insertInto, type Layers, listThrough, removeFrom, updateIn } from './draft-verbs.ts';
import type { Stored } from './index-maps.ts';
import { listPage } from './list-page.ts';
import type { Collection, Page, PageOf } from './store.ts';

/** What a collection needs of the store that it belongs to. */
interface Owner {
  single<T>(verb: (draft: Draft) => T): Promise<T>;
  assertUsable(draft: Draft): void;
}

/** Reads what is flushed, and nothing else; writes as a transaction of one. */
export class SingleVerbCollection implements Collection<Stored> {
  readonly #layers: Layers;
  readonly #owner: Owner;

  constructor(layers: Layers, owner: Owner) {
    this.#layers = layers;
    this.#owner = owner;
  }

  get(id: string): Promise<Stored | undefined> {
    return Promise.resolve(this.#layers.table.get(id));
  }

  find(index: string, value: string): Promise<readonly Stored[]> {
    return new Promise((resolve) => resolve(this.#layers.table.find(index, value)));
  }

  async list(page: Page): Promise<PageOf<Stored>> {
    const { table } = this.#layers;
    return listPage(page, table.idsAfter(page.cursor), (id) => table.get(id));
  }

  insert(record: Stored): Promise<void> {
    return this.#owner.single((draft) => insertInto(this.#layers, draft, record));
  }

  update(id: string, change: (old: Stored) => Stored): Promise<Stored> {
    return this.#owner.single((draft) => updateIn(this.#layers, draft, id, change));
  }

  remove(id: string): Promise<boolean> {
    return this.#owner.single((draft) => removeFrom(this.#layers, draft, id));
  }
}

/** Reads through every earlier draft and its own; writes into its own. */
export class DraftCollection implements Collection<Stored> {
  readonly #layers: Layers;
  readonly #draft: Draft;
  readonly #owner: Owner;

  constructor(layers: Layers, draft: Draft, owner: Owner) {
    this.#layers = layers;
    this.#draft = draft;
    this.#owner = owner;
  }

  async get(id: string): Promise<Stored | undefined> {
    this.#owner.assertUsable(this.#draft);
    return getThrough(this.#layers, id);
  }

  async find(index: string, value: string): Promise<readonly Stored[]> {
    this.#owner.assertUsable(this.#draft);
    return findThrough(this.#layers, index, value);
  }

  async list(page: Page): Promise<PageOf<Stored>> {
    this.#owner.assertUsable(this.#draft);
    return listThrough(this.#layers, page);
  }

  async insert(record: Stored): Promise<void> {
    this.#owner.assertUsable(this.#draft);
    insertInto(this.#layers, this.#draft, record);
  }

  async update(id: string, change: (old: Stored) => Stored): Promise<Stored> {
    this.#owner.assertUsable(this.#draft);
    return updateIn(this.#layers, this.#draft, id, change);
  }

  async remove(id: string): Promise<boolean> {
    this.#owner.assertUsable(this.#draft);
    return removeFrom(this.#layers, this.#draft, id);
  }
}
