/** What follows from the dialect that an application speaks, beside the paths: how it starts out, and what Lanyard is to it. */
import type { Dialect } from '../dialects/dialect.ts';
import { DIALECTS } from '../dialects/index.ts';
import type { DialectName } from '../spec/vocabulary.ts';
import type { Application } from '../storage/records/directory.ts';

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

function named(name: DialectName): Dialect | undefined {
  return DIALECTS.find((candidate) => candidate.name === name);
}
