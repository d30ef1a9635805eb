/** The URLs of every dialect at one listener, and of every application that is named in a path: the same object each time. */
import type { Dialect } from '../dialects/dialect.ts';
import type { Urls } from '../engine/context.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';
import type { Listener } from './listener.ts';
import { createUrls } from './urls.ts';

export type UrlBook = (dialect: DialectName, whose?: Application) => Urls;

interface Page {
  readonly dialect: Dialect;
  readonly urls: Urls;
  /** By record: a change makes another one. What was computed for the object of URLs is kept as long as that. */
  readonly ofApplications: WeakMap<Application, Urls>;
}

/** The answer throws Error for a dialect that is not in the table. */
export function createUrlBook({ dialects }: { readonly dialects: readonly Dialect[] }, listener: Listener): UrlBook {
  const names = { ...listener, origins: listener.houseOrigins, dialects };
  const pages = new Map<DialectName, Page>(
    dialects.map((dialect) => [
      dialect.name,
      { dialect, urls: createUrls(dialect, listener.origin, names), ofApplications: new WeakMap() },
    ]),
  );
  return (name, whose) => {
    const page = pages.get(name);
    if (page === undefined) throw new Error(`${name} is not in the table of dialects`);
    if (whose === undefined) return page.urls;
    const kept = page.ofApplications.get(whose);
    if (kept !== undefined) return kept;
    const made = createUrls(page.dialect, listener.origin, names, whose);
    page.ofApplications.set(whose, made);
    return made;
  };
}
