/** Scopes in the admin API: the office's own, and among them, to be looked at, those that are built in. */
import type { Answered } from '../contract/admin/types.ts';
import { checkMappedClaim } from '../directory/claim-path.ts';
import { claimsForScopes } from '../directory/claims.ts';
import { checkClaimSource, readClaimSource } from '../directory/claim-source.ts';
import { definedFields } from '../directory/defined-fields.ts';
import { DomainError } from '../directory/domain-error.ts';
import { everyRecord } from '../directory/every-record.ts';
import { mergeFields, touched } from '../directory/merge-fields.ts';
import { undefinedScopes } from '../directory/scope-catalogue.ts';
import { checkInclusion, circlesThrough, inclusionsIn, withIncluded } from '../directory/scope-inclusion.ts';
import { assertScopesUnused } from '../directory/scope-uses.ts';
import { ADMIN_SCOPE, BUILT_IN_SCOPES, createScope, findScope, readCustomScopes } from '../directory/scopes.ts';
import type { Scope } from '../storage/records/apis.ts';
import type { User } from '../storage/records/directory.ts';
import type { Collections, Store } from '../storage/store.ts';
import { assertCurrent, single } from './entity-tag.ts';
import type { Handlers } from './handler.ts';
import { isAsked, listRecords } from './listing.ts';
import { invalidFields, notFound, ProblemError } from './problem-error.ts';
import { differences, fieldsOf, recordChange } from './record-change.ts';
import type { Order } from './order.ts';
import { readUses, type Uses, usesIn } from './used-by.ts';

type ScopeView = Answered<'readScope'>;

const SCOPE_ORDER: Order<ScopeView> = {
  searched: ({ name, description, claims }) => [name, description, ...Object.keys(claims)],
  sorted: {
    name: (scope) => scope.name,
    built_in: (scope) => Number(scope.built_in),
    created_at: (scope) => scope.created_at ?? 0,
    updated_at: (scope) => scope.updated_at ?? 0,
  },
  standard: 'name',
};

function viewScope(scope: Scope, uses: Uses): ScopeView {
  const { id, name, description, claims, includes = [], sensitive = false, created_at, updated_at } = scope;
  return {
    id,
    name,
    ...definedFields({ description }),
    claims: { ...claims },
    includes: [...includes],
    sensitive,
    built_in: false,
    used_by: uses.ofScope(name),
    created_at,
    updated_at,
  };
}

function viewBuiltIn(name: string, description: string, uses: Uses): ScopeView {
  const used_by = uses.ofScope(name);
  return {
    id: name,
    name,
    description,
    claims: {},
    includes: [],
    sensitive: name === ADMIN_SCOPE,
    built_in: true,
    used_by,
    created_at: null,
    updated_at: null,
  };
}

/** Throws ProblemError not_found; forbidden for one that is built in. */
async function readOwnScope(collections: Collections, id: string): Promise<Scope> {
  if (BUILT_IN_SCOPES.has(id)) throw builtIn(id);
  const scope = await collections.collection('scopes').get(id);
  if (scope === undefined) throw notFound('scope');
  return scope;
}

function builtIn(name: string): ProblemError {
  return new ProblemError('conflict', { detail: `the scope ${name} is built in` });
}

type ScopeOperation = 'listScopes' | 'readScope' | 'createScope' | 'previewScope' | 'changeScope' | 'removeScope';

export const SCOPE_HANDLERS: Handlers<ScopeOperation> = {
  async listScopes({ query }, cx) {
    const uses = await usesIn(cx.store);
    const views = [...BUILT_IN_SCOPES].map(([name, description]) => viewBuiltIn(name, description, uses));
    for await (const scope of everyRecord(cx.store.collection('scopes'))) views.push(viewScope(scope, uses));
    const filter = ({ built_in }: ScopeView) => isAsked(built_in, query.built_in);
    return { body: await listRecords(views, { order: SCOPE_ORDER, query, filter, show: (view) => view }) };
  },

  async readScope({ path }, cx) {
    const description = BUILT_IN_SCOPES.get(path.id);
    const uses = await usesIn(cx.store);
    const view =
      description === undefined
        ? viewScope(await readOwnScope(cx.store, path.id), uses)
        : viewBuiltIn(path.id, description, uses);
    return single(view, 'changeScope');
  },

  async createScope({ body }, cx) {
    assertMappings(body.claims);
    assertInclusions(body.name, body.includes);
    const view = await cx.store.transaction(async (within) => {
      if ((await findScope(within, body.name)) !== undefined) {
        throw new DomainError(
          'conflict',
          `there is a scope ${body.name} already`,
          'name',
          'is the name of another scope',
        );
      }
      const made = await createScope(within, body, cx.now);
      await assertIncludedExist(within, made);
      const shown = viewScope(made, await readUses(within));
      const detail = { id: made.id, after: fieldsOf(shown) };
      await recordChange(within, { type: 'scope.created', target: made.name, detail, touched: [] }, cx);
      return shown;
    });
    return single(view, 'changeScope');
  },

  async previewScope({ body }, cx) {
    assertMappings(body.claims);
    const user = await cx.store.collection('users').get(body.user_id);
    if (user === undefined) throw invalidFields([{ path: ['user_id'], reason: 'names nobody' }]);
    const claims = Object.entries(body.claims).map(([name, source]) => {
      const outcome = readClaimSource(user, source);
      return { name, ...('fault' in outcome ? outcome : definedFields(outcome)) };
    });
    return { body: { claims: [...claims, ...(await claimsOfIncluded(cx.store, user, body.includes))] } };
  },

  async changeScope({ path, body, preconditions }, cx) {
    assertMappings(body.claims);
    const view = await cx.store.transaction(async (within) => {
      const uses = await readUses(within);
      const old = await readOwnScope(within, path.id);
      const before = viewScope(old, uses);
      assertCurrent(before, 'changeScope', preconditions);
      assertInclusions(old.name, body.includes);
      const claims = body.claims === undefined ? old.claims : withoutNulls({ ...old.claims, ...body.claims });
      const { description, includes, sensitive } = body;
      const changes = { ...definedFields({ description, includes, sensitive }), claims };
      const changed = await within
        .collection('scopes')
        .update(old.id, (record) => touched(record, mergeFields(record, changes), cx.now));
      await assertIncludedExist(within, changed);
      const after = viewScope(changed, uses);
      const detail = { id: old.id, ...differences(before, after) };
      await recordChange(within, { type: 'scope.changed', target: old.name, detail, touched: [] }, cx);
      return after;
    });
    return single(view, 'changeScope');
  },

  async removeScope({ path, preconditions }, cx) {
    if (BUILT_IN_SCOPES.has(path.id)) throw builtIn(path.id);
    await cx.store.transaction(async (within) => {
      const scope = await within.collection('scopes').get(path.id);
      if (scope === undefined) return;
      const before = viewScope(scope, await readUses(within));
      assertCurrent(before, 'changeScope', preconditions);
      await within.collection('scopes').remove(scope.id);
      await assertScopesUnused(within, [scope.name]);
      const detail = { id: scope.id, before: fieldsOf(before) };
      await recordChange(within, { type: 'scope.removed', target: scope.name, detail, touched: [] }, cx);
    });
    return {};
  },
};

async function claimsOfIncluded(store: Store, user: User, includes: readonly string[] = []) {
  const names = withIncluded(includes, await inclusionsIn(store));
  const own = await readCustomScopes(store, names);
  return names.flatMap((included) =>
    Object.entries(claimsForScopes(user, [included], own)).map(([name, value]) => ({ name, included, value })),
  );
}

function withoutNulls(claims: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(claims).filter((entry): entry is [string, string] => entry[1] !== null));
}

/** Throws ProblemError invalid for a claim that can't be mapped, or that comes from nowhere. */
function assertMappings(claims: Readonly<Record<string, string | null>> = {}): void {
  const faults = Object.entries(claims).flatMap(([claim, source]) => {
    const reason = checkMappedClaim(claim) ?? (source === null ? undefined : checkClaimSource(source));
    return reason === undefined ? [] : [{ path: ['claims', claim], reason }];
  });
  if (faults.length > 0) throw invalidFields(faults);
}

/** Throws ProblemError invalid for what no scope may include. */
function assertInclusions(name: string, includes: readonly string[] = []): void {
  const faults = includes.flatMap((included, index) => {
    const reason = checkInclusion(name, included);
    return reason === undefined ? [] : [{ path: ['includes', index], reason }];
  });
  if (faults.length > 0) throw invalidFields(faults);
}

/** Throws ProblemError invalid for what nobody defines, and for what includes this one in its turn. */
async function assertIncludedExist(collections: Collections, { name, includes = [] }: Scope): Promise<void> {
  const unknown = await undefinedScopes(collections, includes);
  const circles = includes.length === 0 ? [] : circlesThrough(name, await inclusionsIn(collections));
  const faults = [
    ...unknown.map((each) => ({ each, reason: `names ${each}, which nobody defines` })),
    ...circles.map((each) => ({ each, reason: `names ${each}, which includes ${name}: each would be the other` })),
  ];
  if (faults.length === 0) return;
  throw invalidFields(faults.map(({ each, reason }) => ({ path: ['includes', includes.indexOf(each)], reason })));
}
