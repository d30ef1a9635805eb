/** APIs that tokens are made for, in the admin API. What somebody asks for can't be taken away from under them. */
import type { Answered } from '../contract/admin/types.ts';
import { findApplication } from '../directory/applications.ts';
import { createApi, findApi } from '../directory/apis.ts';
import { definedFields } from '../directory/defined-fields.ts';
import { DomainError } from '../directory/domain-error.ts';
import { unknownGroups } from '../directory/groups.ts';
import { mergeFields, touched } from '../directory/merge-fields.ts';
import { ownRefreshLimits } from '../directory/refresh-limits.ts';
import { undefinedScopes } from '../directory/scope-catalogue.ts';
import { checkInclusion, circlesThrough, inclusionsIn } from '../directory/scope-inclusion.ts';
import { assertApiUnused, assertScopesUnused } from '../directory/scope-uses.ts';
import { BUILT_IN_SCOPES } from '../directory/scopes.ts';
import type { Api, ApiScope } from '../storage/records/apis.ts';
import type { Collections } from '../storage/store.ts';
import { assertCurrent, single } from './entity-tag.ts';
import type { Handlers } from './handler.ts';
import { listCollection } from './listing.ts';
import { invalidFields, notFound } from './problem-error.ts';
import { differences, fieldsOf, recordChange } from './record-change.ts';
import type { Order } from './order.ts';
import { readUses, type Uses, usesIn } from './used-by.ts';

const API_ORDER: Order<Api> = {
  searched: ({ audience, name, scopes }) => [audience, name, ...scopes.map((scope) => scope.name)],
  sorted: {
    audience: (api) => api.audience,
    name: (api) => api.name,
    created_at: (api) => api.created_at,
    updated_at: (api) => api.updated_at,
  },
  standard: 'name',
};

function viewApi(api: Api, uses: Uses): Answered<'readApi'> {
  const {
    id,
    audience,
    name,
    created_at,
    updated_at,
    authorization_details_types = [],
    any_application = false,
    allowed_applications = [],
    permissions_in_tokens = false,
  } = api;
  const { access_token_format, access_token_signed_response_alg, access_token_lifetime_s } = api;
  return {
    id,
    audience,
    name,
    scopes: api.scopes.map(viewScope),
    authorization_details_types: authorization_details_types.map((type) => ({ ...type })),
    any_application,
    allowed_applications: [...allowed_applications],
    permissions_in_tokens,
    ...definedFields({ access_token_format, access_token_signed_response_alg, access_token_lifetime_s }),
    ...ownRefreshLimits(api),
    used_by: uses.ofApi(api),
    created_at,
    updated_at,
  };
}

function viewScope({ includes, allowed_groups, ...scope }: ApiScope): Answered<'readApi'>['scopes'][number] {
  const lists = { includes: includes && [...includes], allowed_groups: allowed_groups && [...allowed_groups] };
  return { ...scope, ...definedFields(lists) };
}

async function readApiRecord(collections: Collections, id: string): Promise<Api> {
  const api = await collections.collection('apis').get(id);
  if (api === undefined) throw notFound('API');
  return api;
}

type ApiOperation = 'listApis' | 'readApi' | 'createApi' | 'changeApi' | 'removeApi';

export const API_HANDLERS: Handlers<ApiOperation> = {
  async listApis({ query }, cx) {
    const uses = await usesIn(cx.store);
    const show = (api: Api) => viewApi(api, uses);
    return { body: await listCollection('apis', { order: API_ORDER, query, show }, cx) };
  },

  async readApi({ path }, cx) {
    const api = await readApiRecord(cx.store, path.id);
    return single(viewApi(api, await usesIn(cx.store)), 'changeApi');
  },

  async createApi({ body }, cx) {
    assertScopeNames(body.scopes);
    assertTypeNames(body.authorization_details_types);
    const view = await cx.store.transaction(async (within) => {
      if ((await findApi(within, body.audience)) !== undefined) {
        const message = `there is an API ${body.audience} already`;
        throw new DomainError('conflict', message, 'audience', 'is the audience of another API');
      }
      const made = await createApi(within, body, cx.now);
      await assertIncludedExist(within, made);
      await assertNamedExist(within, made);
      const shown = viewApi(made, await readUses(within));
      const detail = { id: made.id, after: fieldsOf(shown) };
      await recordChange(
        within,
        { type: 'api.created', target: made.audience, detail, touched: [['apis', made.id]] },
        cx,
      );
      return shown;
    });
    return single(view, 'changeApi');
  },

  async changeApi({ path, body, preconditions }, cx) {
    assertScopeNames(body.scopes);
    assertTypeNames(body.authorization_details_types);
    const view = await cx.store.transaction(async (within) => {
      const old = await readApiRecord(within, path.id);
      const uses = await readUses(within);
      const before = viewApi(old, uses);
      assertCurrent(before, 'changeApi', preconditions);
      const changed = await within
        .collection('apis')
        .update(old.id, (record) => touched(record, mergeFields(record, body), cx.now));
      await assertScopesUnused(
        within,
        old.scopes.map(({ name }) => name),
        'scopes',
      );
      await assertIncludedExist(within, changed);
      await assertNamedExist(within, changed);
      const after = viewApi(changed, uses);
      const detail = { id: old.id, ...differences(before, after) };
      await recordChange(
        within,
        { type: 'api.changed', target: old.audience, detail, touched: [['apis', old.id]] },
        cx,
      );
      return after;
    });
    return single(view, 'changeApi');
  },

  async removeApi({ path, preconditions }, cx) {
    await cx.store.transaction(async (within) => {
      const api = await within.collection('apis').get(path.id);
      if (api === undefined) return;
      const before = viewApi(api, await readUses(within));
      assertCurrent(before, 'changeApi', preconditions);
      await assertApiUnused(within, api);
      await within.collection('apis').remove(api.id);
      await assertScopesUnused(
        within,
        api.scopes.map(({ name }) => name),
      );
      const detail = { id: api.id, before: fieldsOf(before) };
      await recordChange(
        within,
        { type: 'api.removed', target: api.audience, detail, touched: [['apis', api.id]] },
        cx,
      );
    });
    return {};
  },
};

/** Throws ProblemError invalid for a scope that is built in or stands twice. */
function assertScopeNames(scopes: readonly ApiScope[] = []): void {
  const names = scopes.map(({ name }) => name);
  const faults = names.flatMap((name, index) => {
    const path = ['scopes', index, 'name'];
    if (BUILT_IN_SCOPES.has(name)) return [{ path, reason: `is ${name}, which is built in` }];
    return names.indexOf(name) === index ? [] : [{ path, reason: 'stands in this list already' }];
  });
  const inclusions = scopes.flatMap(({ name, includes = [] }, index) =>
    includes.flatMap((included, place) => {
      const reason = checkInclusion(name, included);
      return reason === undefined ? [] : [{ path: ['scopes', index, 'includes', place], reason }];
    }),
  );
  if (faults.length + inclusions.length > 0) throw invalidFields([...faults, ...inclusions]);
}

/** Throws ProblemError invalid for what nobody defines, and for what includes the scope in its turn. */
async function assertIncludedExist(collections: Collections, { scopes }: Api): Promise<void> {
  const named = scopes.flatMap(({ includes = [] }) => includes);
  if (named.length === 0) return;
  const unknown = await undefinedScopes(collections, named);
  const inclusions = await inclusionsIn(collections);
  const faults = scopes.flatMap(({ name, includes = [] }, index) => {
    const circles = circlesThrough(name, inclusions);
    return includes.flatMap((each, place) => {
      const path = ['scopes', index, 'includes', place];
      if (unknown.includes(each)) return [{ path, reason: `names ${each}, which nobody defines` }];
      return circles.includes(each)
        ? [{ path, reason: `names ${each}, which includes ${name}: each would be the other` }]
        : [];
    });
  });
  if (faults.length > 0) throw invalidFields(faults);
}

/** Throws ProblemError invalid for a type that stands twice. */
function assertTypeNames(types: readonly { readonly name: string }[] = []): void {
  const names = types.map(({ name }) => name);
  const faults = names.flatMap((name, index) => {
    const path = ['authorization_details_types', index, 'name'];
    return names.indexOf(name) === index ? [] : [{ path, reason: 'stands in this list already' }];
  });
  if (faults.length > 0) throw invalidFields(faults);
}

/** Throws ProblemError invalid for groups and applications that do not exist. */
async function assertNamedExist(
  collections: Collections,
  { scopes, allowed_applications = [] }: Pick<Api, 'scopes' | 'allowed_applications'>,
): Promise<void> {
  const unknown = await unknownGroups(
    collections,
    scopes.flatMap(({ allowed_groups = [] }) => allowed_groups),
  );
  const found = await Promise.all(allowed_applications.map((client_id) => findApplication(collections, client_id)));
  const faults = [
    ...scopes.flatMap(({ allowed_groups = [] }, index) =>
      allowed_groups.flatMap((name, place) =>
        unknown.includes(name)
          ? [{ path: ['scopes', index, 'allowed_groups', place], reason: 'names a group that does not exist' }]
          : [],
      ),
    ),
    ...allowed_applications.flatMap((_, index) =>
      found[index] === undefined
        ? [{ path: ['allowed_applications', index], reason: 'names an application that does not exist' }]
        : [],
    ),
  ];
  if (faults.length > 0) throw invalidFields(faults);
}
