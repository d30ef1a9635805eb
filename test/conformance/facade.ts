/**
 * What the REST calls of every dialect must be beside each other, the endpoints, the pages and the admin API: the proof that a
 * method and a path are one call, and a request one dialect's, on every listener. `describeFacades` runs it over a table of rows.
 */
import { describe, expect, it, test } from 'vitest';
import { OPERATIONS } from '../../server/contract/admin/operations.ts';
import type { Dialect } from '../../server/dialects/dialect.ts';
import type { Facade } from '../../server/facades/facade.ts';
import { chooseDialect } from '../../server/http/choose-dialect.ts';
import { createFacadeTable } from '../../server/http/facade-table.ts';
import { NO_PARAMS, paramsOf } from '../../server/spec/params.ts';
import { patternsOverlap } from '../../server/spec/path-pattern.ts';
import { mountsOf, OURS, register, samplesOf } from './dialect.ts';

const ADMIN = Object.values(OPERATIONS).map(({ path }) => path.replaceAll(/\{[^}]+\}/g, '{any}'));

/**
 * Two patterns that one path matches both of, on purpose: authentik's issuers lead somewhere, and the names of its endpoints
 * look like one. Endpoints are asked first.
 */
const BEHIND_ENDPOINTS = '/application/o/{application}/';

interface Called {
  readonly facade: Facade;
  readonly path: string;
}

export function describeFacades(facades: readonly Facade[], dialects: readonly Dialect[]): void {
  const every: readonly Called[] = facades.flatMap((facade) => facade.paths.map((path) => ({ facade, path })));
  const endpoints = dialects.flatMap(mountsOf);
  const names = [...new Set(facades.map(({ dialect }) => dialect))];
  const dialectOf = (name: string) => dialects.filter((dialect) => dialect.name === name);

  test('there are calls of every dialect but the native one, which has an API of its own', () => {
    expect(names.toSorted()).toEqual(
      dialects
        .map(({ name }) => name)
        .filter((name) => name !== 'native')
        .toSorted(),
    );
  });

  describe.each(names)('%s', (name) => {
    const own = every.filter(({ facade }) => facade.dialect === name);

    it('has absolute paths of plain characters and places, each method and path once', () => {
      for (const { path } of own) expect(path).toMatch(/^(?:\/(?:[\w.-]+|\{[a-z_]+\})?)+$/);
      const rows = own.map(({ facade, path }) => `${facade.method} ${path}`);
      expect(rows).toEqual([...new Set(rows)]);
    });

    it('answers all of its calls on a listener of its own, whoever asks, and nobody else’s', async () => {
      const table = createFacadeTable(facades, name);
      for (const { facade, path } of own) {
        for (const [asked, parameters] of samplesOf(path)) {
          const found = table.find(facade.method, asked);
          expect([asked, found?.value, found?.parameters]).toEqual([asked, [facade], parameters]);
          expect(table.allowedAt(asked)).toContain(facade.method);
        }
      }
      for (const { facade, path } of every) {
        const alike = own.some((mine) => patternsOverlap(mine.path, path));
        if (alike) continue;
        for (const [asked] of samplesOf(path)) {
          expect([asked, table.find(facade.method, asked), table.allowedAt(asked)]).toEqual([asked, undefined, []]);
        }
      }
      expect(await chooseDialect([name], asking('of-nobody'), register(dialects))).toBe(name);
    });

    it('stands behind no endpoint but where it says so, on its own listener as on the main one', () => {
      const behind = (among: readonly Dialect[]) =>
        own.flatMap(({ path }) =>
          among
            .flatMap(mountsOf)
            .filter((mounted) => patternsOverlap(mounted.path, path))
            .map((mounted) => ({ path, endpoint: mounted.path, of: mounted.dialect.name })),
        );
      expect(behind(dialectOf(name))).toEqual(behind(dialects));
      for (const { path, endpoint, of } of behind(dialects)) {
        expect([path, endpoint.split('/').length, of]).toEqual([BEHIND_ENDPOINTS, path.split('/').length, name]);
        expect(endpoint).not.toContain('{');
      }
    });

    it('stands in the way of no page of ours, and of no operation of the admin API', () => {
      const alike = own.flatMap(({ path }) =>
        [...OURS, ...ADMIN].filter((other) => patternsOverlap(path, other)).map((other) => [path, other]),
      );
      expect(alike).toEqual([]);
    });
  });

  describe('where no listener decides', () => {
    const table = createFacadeTable(facades);

    it('has no two patterns that a path could match both of, by whatever method', () => {
      const alike = every.flatMap((one, at) =>
        every
          .slice(at + 1)
          .filter((other) => one.path !== other.path && patternsOverlap(one.path, other.path))
          .map((other) => [one.path, other.path]),
      );
      expect(alike).toEqual([]);
    });

    it('leads every call of every dialect to its row', () => {
      for (const { facade, path } of every) {
        for (const [asked] of samplesOf(path)) {
          expect([asked, table.find(facade.method, asked)?.value.includes(facade)]).toEqual([asked, true]);
        }
      }
    });

    it('gives every token the call of its own dialect, however it comes, and nobody always the same', async () => {
      const known = register(dialects);
      for (const { facade, path } of every) {
        const [asked = ''] = samplesOf(path).map(([sample]) => sample);
        const among = (table.find(facade.method, asked)?.value ?? []).map(({ dialect }) => dialect);
        for (const { name } of dialects) {
          // Names that stand beside a token count for nothing.
          for (const beside of [NO_PARAMS, paramsOf([['client_id', 'of-gitea']])]) {
            const asking = { params: beside, authorization: undefined, token: `token-${name}` };
            const chosen = await chooseDialect(among, asking, known);
            expect([asked, name, among.includes(chosen)]).toEqual([asked, name, true]);
            if (among.includes(name)) expect([asked, chosen]).toEqual([asked, name]);
          }
        }
        expect([asked, await chooseDialect(among, asking('of-nobody'), known)]).toEqual([asked, among[0]]);
      }
    });

    it('says the same in whichever order the rows stand', () => {
      const reversed = createFacadeTable(facades.toReversed());
      for (const { facade, path } of every) {
        for (const [asked] of samplesOf(path)) {
          const found = table.find(facade.method, asked)?.value ?? [];
          const other = reversed.find(facade.method, asked)?.value ?? [];
          expect(other.toReversed()).toEqual(found);
          expect(reversed.allowedAt(asked)).toEqual(table.allowedAt(asked));
        }
      }
    });
  });

  test('no endpoint stands where the admin API does', () => {
    const alike = endpoints.flatMap(({ path }) =>
      ADMIN.filter((operation) => patternsOverlap(path, operation)).map((operation) => [path, operation]),
    );
    expect(alike).toEqual([]);
  });
}

function asking(client_id: string) {
  return { params: paramsOf([['client_id', client_id]]), authorization: undefined };
}
