/** What follows from the dialect that an application speaks, beside the paths: how it starts out, and what Lanyard is to it. */
import type { Dialect } from '../dialects/dialect.ts';
import { DIALECTS } from '../dialects/index.ts';
import { parseDialectListener } from '../spec/dialect-listener.ts';
import type { TraitsOfDialects } from '../spec/dialect-traits.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Application, Settings } from '../storage/records/directory.ts';
import type { OfficeListener } from './open-listeners.ts';

/** What a new application has where nobody says otherwise. */
export function defaultsFor(dialect: DialectName): Partial<Application> {
  return named(dialect)?.application_defaults ?? {};
}

/** The issuer that an application is told to expect, as the ID tokens say it that it gets at `origin`. */
export function issuerAt(origin: string): (application: Application) => string {
  return (application) => {
    const dialect = named(application.dialect);
    if (dialect === undefined) throw new Error(`${application.dialect} is not in the table of dialects`);
    return dialect.issuer(origin, application);
  };
}

/** What the engine makes tokens by: the rows themselves, which hold more than that. */
export const DIALECT_TRAITS: TraitsOfDialects = Object.fromEntries(DIALECTS.map((dialect) => [dialect.name, dialect]));

/** What the office has set; a dialect that this version does not serve is left out. */
export function officeListeners(dialect_listeners: Settings['dialect_listeners']): readonly OfficeListener[] {
  return dialect_listeners.flatMap((text) => {
    const listener = parseDialectListener(text);
    const dialect = DIALECTS.find(({ name }) => name === listener?.dialect);
    return listener === undefined || dialect === undefined
      ? []
      : [{ setting: text, dialect: dialect.name, at: listener.at }];
  });
}

function named(name: DialectName): Dialect | undefined {
  return DIALECTS.find((candidate) => candidate.name === name);
}
