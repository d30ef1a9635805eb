/** Names that a body refers to: groups, scopes and APIs must exist, and the refusal says which don't. */
import { findApi } from '../directory/apis.ts';
import { unknownExtensionGrants } from '../directory/extension-grants.ts';
import { unknownGroups } from '../directory/groups.ts';
import { undefinedScopes } from '../directory/scope-catalogue.ts';
import { parseScope } from '../spec/scope.ts';
import type { Collections } from '../storage/store.ts';
import { invalidFields } from './problem-error.ts';

export interface References {
  /** Field → names of groups. */
  readonly groups?: readonly [field: string, names: readonly string[] | undefined];
  readonly scope?: string | undefined;
  readonly audience?: readonly string[] | undefined;
  readonly token_exchange_audience?: readonly string[] | undefined;
  readonly grant_types?: readonly string[] | undefined;
}

/** Throws ProblemError invalid with every name that nobody has. */
export async function assertReferences(collections: Collections, references: References): Promise<void> {
  const [field = '', names = []] = references.groups ?? [];
  const { grant_types = [] } = references;
  const grants = await unknownExtensionGrants(collections, grant_types);
  const unknown = await unknownGroups(collections, names);
  const scopes = await undefinedScopes(collections, parseScope(references.scope));
  const faults = [
    ...unknown.map((name) => ({
      path: [field, names.indexOf(name)],
      reason: 'names a group that does not exist',
    })),
    ...(scopes.length === 0
      ? []
      : [
          {
            path: ['scope'],
            reason: `names ${scopes.join(', ')}, which nobody defines; add it to an API or to the scopes`,
          },
        ]),
    ...grants.map((grant) => ({
      path: ['grant_types', grant_types.indexOf(grant)],
      reason: 'names a grant of the office’s own that does not exist',
    })),
    ...(await unknownApis('audience', references.audience, collections)),
    ...(await unknownApis('token_exchange_audience', references.token_exchange_audience, collections)),
  ];
  if (faults.length > 0) throw invalidFields(faults);
}

async function unknownApis(field: string, audience: readonly string[] = [], collections: Collections) {
  const apis = await Promise.all(audience.map((name) => findApi(collections, name)));
  return audience.flatMap((_, index) =>
    apis[index] === undefined
      ? [{ path: [field, index], reason: 'names an API that does not exist; enter it under APIs first' }]
      : [],
  );
}
