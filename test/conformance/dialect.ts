/**
 * What every dialect must be beside all the others: the proof that a path is one endpoint, and a request one dialect, on
 * every listener. `describeDialects` runs it over a table of dialects.
 */
import { describe, expect, it, test } from 'vitest';
import type { Dialect } from '../../server/dialects/dialect.ts';
import { chooseDialect, createMountTable, type Register } from '../../server/http/choose-dialect.ts';
import { NO_PARAMS, paramsOf } from '../../server/spec/params.ts';
import { fillPath, hasPlaces, matchPath, patternsOverlap } from '../../server/spec/path-pattern.ts';
import type { DialectName, EndpointName } from '../../server/spec/vocabulary.ts';
import { anApplication } from '../support/records.ts';

/** Where people and admins are, on some listener at least. */
export const OURS: readonly string[] = [
  '/',
  '/health',
  '/setup',
  '/interaction/login',
  '/panel',
  '/panel/',
  '/panel/x',
  '/account',
  '/account/',
  '/account/sign-in',
  '/account/own-applications/',
  '/user/settings/applications',
  '/api/openapi.json',
  '/api/lanyard.schema.json',
];
const ORIGIN = 'https://sso.example.lan';
/** Names that would break a path, or a table that is an object. */
const NAMES = ['wiki', 'a/b', '%2e', '..', 'ü', '__proto__', 'token', 'a b'];

export interface Mounted {
  readonly dialect: Dialect;
  readonly endpoint: EndpointName;
  readonly path: string;
}

export function describeDialects(dialects: readonly Dialect[]): void {
  const every = dialects.flatMap(mountsOf);
  const pairs = dialects.flatMap((one, at) => dialects.slice(at + 1).map((other) => [one, other] as const));
  const named = (rows: readonly Dialect[]) => rows.map((row) => [row.name, row] as const);

  test('every dialect has a name of its own', () => {
    expect(new Set(dialects.map(({ name }) => name)).size).toBe(dialects.length);
  });

  describe.each(named(dialects))('%s', (name, dialect) => {
    const own = every.filter((mounted) => mounted.dialect === dialect);

    it('has absolute paths of plain characters, in which nothing but an application is named', () => {
      for (const { path } of own) {
        expect(path).toMatch(/^(?:\/(?:[\w.-]+|\{application\})?)+$/);
        expect(path).not.toContain('//');
      }
    });

    it('stands in the way of no page of ours', () => {
      for (const { path } of own) for (const page of OURS) expect(patternsOverlap(path, page)).toBe(false);
    });

    it('begins every issuer with the origin, and has one for each application', () => {
      for (const application of [
        undefined,
        anApplication({ client_id: 'wiki' }),
        anApplication({ client_id: 'a/b' }),
      ]) {
        const issuer = dialect.issuer(ORIGIN, application);
        expect(issuer.startsWith(ORIGIN)).toBe(true);
        expect(new URL(issuer).origin).toBe(ORIGIN);
        expect(new URL(issuer).search + new URL(issuer).hash).toBe('');
      }
    });

    it('answers all of its paths on a listener of its own, whoever asks', async () => {
      const table = createMountTable(dialects, name);
      for (const { path, endpoint } of own) {
        for (const [asked, parameters] of samplesOf(path)) {
          expect([asked, table.find(asked)]).toEqual([asked, { value: { endpoint, dialects: [name] }, parameters }]);
          expect(await chooseDialect([name], asking('of-nobody'), register(dialects))).toBe(name);
        }
      }
    });

    it('answers no path of another dialect on a listener of its own', () => {
      const table = createMountTable(dialects, name);
      for (const { path, dialect: other } of every) {
        const mine = own.some((mounted) => patternsOverlap(mounted.path, path));
        if (other === dialect || mine) continue;
        for (const [asked] of samplesOf(path)) expect([asked, table.find(asked)]).toEqual([asked, undefined]);
      }
    });
  });

  describe.each(pairs.map(([one, other]) => [one.name, other.name, one, other] as const))(
    '%s beside %s',
    (_one, _other, one, other) => {
      const pair = [one, other];

      it('means one endpoint by every path that both have', () => {
        const table = createMountTable(pair);
        for (const { path, endpoint, dialect } of pair.flatMap(mountsOf)) {
          for (const [asked, parameters] of samplesOf(path)) {
            const found = table.find(asked);
            expect([asked, found?.value.endpoint, found?.parameters]).toEqual([asked, endpoint, parameters]);
            expect(found?.value.dialects).toContain(dialect.name);
          }
        }
      });

      it('has no two patterns that a path could match both of', () => {
        const alike = mountsOf(one).flatMap((mine) =>
          mountsOf(other).flatMap((its) =>
            mine.path !== its.path && patternsOverlap(mine.path, its.path) ? [[mine.path, its.path]] : [],
          ),
        );
        expect(alike).toEqual([]);
      });
    },
  );

  describe('where no listener decides', () => {
    const table = createMountTable(dialects);

    it('leads every path of every dialect to its endpoint', () => {
      for (const { path, endpoint, dialect } of every) {
        for (const [asked] of samplesOf(path)) {
          const found = table.find(asked)?.value;
          expect([asked, found?.endpoint, found?.dialects.includes(dialect.name)]).toEqual([asked, endpoint, true]);
        }
      }
    });

    it('answers every application in its own dialect wherever that is spoken, and nobody in one that is not', async () => {
      const known = register(dialects);
      for (const [pattern, { dialects: among }] of table.entries()) {
        for (const { name } of dialects) {
          const chosen = await chooseDialect(among, asking(`of-${name}`), known);
          expect([pattern, among.includes(chosen)]).toEqual([pattern, true]);
          if (among.includes(name)) expect([pattern, chosen]).toEqual([pattern, name]);
          const byToken = await chooseDialect(
            among,
            { params: NO_PARAMS, authorization: `Bearer token-${name}` },
            known,
          );
          expect([pattern, byToken]).toEqual([pattern, chosen]);
        }
      }
    });

    it('gives who is known to nobody native where that is spoken, and always the same', async () => {
      const known = register(dialects);
      for (const [pattern, { dialects: among }] of table.entries()) {
        const otherwise = among.includes('native') ? 'native' : among[0];
        for (const stranger of [asking('of-nobody'), { params: NO_PARAMS, authorization: undefined }]) {
          expect([pattern, await chooseDialect(among, stranger, known)]).toEqual([pattern, otherwise]);
        }
      }
    });

    it('says the same of each pair in whichever order the table has them', async () => {
      const known = register(dialects);
      const reversed = createMountTable(dialects.toReversed());
      for (const [pattern, { endpoint, dialects: among }] of table.entries()) {
        const beside = reversed.entries().find(([other]) => other === pattern)?.[1];
        expect([pattern, beside?.endpoint, beside?.dialects.toSorted()]).toEqual([pattern, endpoint, among.toSorted()]);
        for (const name of among) {
          expect(await chooseDialect(beside?.dialects ?? [], asking(`of-${name}`), known)).toBe(name);
        }
      }
    });
  });
}

export function mountsOf(dialect: Dialect): readonly Mounted[] {
  const paths = Object.entries(dialect.paths) as [EndpointName, readonly string[]][];
  return paths.flatMap(([endpoint, its]) => its.map((path) => ({ dialect, endpoint, path })));
}

/** Paths that match the pattern, each with what it names. */
export function samplesOf(pattern: string): readonly (readonly [path: string, parameters: object])[] {
  if (!hasPlaces(pattern)) return [[pattern, {}]];
  const places = [...pattern.matchAll(/\{([a-z_]+)\}/g)].map(([, name = '']) => name);
  return NAMES.map((value) => {
    const parameters = Object.fromEntries(places.map((name) => [name, value]));
    const path = fillPath(pattern, parameters);
    expect(matchPath(pattern, path)).toEqual(parameters);
    return [path, parameters];
  });
}

function asking(client_id: string) {
  return { params: paramsOf([['client_id', client_id]]), authorization: undefined };
}

/** One application of each dialect, `of-` and its name; its tokens are `token-` and its name. */
export function register(dialects: readonly Dialect[]): Register {
  const nameIn = (text: string, prefix: string): DialectName | undefined =>
    dialects.find(({ name }) => `${prefix}${name}` === text)?.name;
  return {
    ofClient: async (client_id) => nameIn(client_id, 'of-'),
    ofAssertion: async (value) => nameIn(value, 'assertion-'),
    ofCredential: async (value) => nameIn(value, 'token-'),
  };
}
