/** Applications of the configuration document. Secrets are compared by hash, so the same secret again changes nothing. */
import { isDeepStrictEqual } from 'node:util';
import type { Entries } from '../../contract/configuration.ts';
import { findApi } from '../../directory/apis.ts';
import { findApplicationFaults } from '../../directory/application-rules.ts';
import {
  changeApplication,
  createApplication,
  draftApplication,
  findApplication,
  isPublic,
  redraftApplication,
} from '../../directory/applications.ts';
import type { NewApplication } from '../../directory/applications.ts';
import { hashSecret } from '../../directory/machine-secrets.ts';
import { joinScope, parseScope } from '../../spec/scope.ts';
import type { Application } from '../../storage/records/directory.ts';
import { refuseUndefinedScopes, refuseUnknownGroups } from '../references.ts';
import type { ApplyContext, Section } from '../section.ts';

type Entry = Entries['applications'];

export const applications: Section<Entry> = {
  noun: 'application',
  keyField: 'client_id',
  key: ({ client_id }) => client_id,
  async apply(entry, cx) {
    await refuseUnknownGroups('allowed_groups', entry.allowed_groups, cx);
    await refuseUndefinedScopes(entry.scope, cx);
    await refuseUnknownApis(entry, cx);
    const fields = fieldsOf(entry);
    const old = await findApplication(cx.within, entry.client_id);
    const defaults = cx.defaultsFor(entry.dialect ?? 'native');
    const draft =
      old === undefined ? draftApplication(fields, cx.now, defaults) : redraftApplication(old, fields, cx.now);
    if (await refuseFaults(entry, draft.application, cx)) return 'unchanged';
    if (old !== undefined && isDeepStrictEqual(draft.application, old)) return 'unchanged';
    const written =
      old === undefined
        ? await createApplication(cx.within, fields, cx.now, defaults)
        : await changeApplication(cx.within, entry.client_id, fields, cx.now);
    if (written.client_secret !== undefined) cx.reveal(entry.client_id, written.client_secret);
    return old === undefined ? 'created' : 'changed';
  },
};

function fieldsOf({
  client_secret,
  client_secret_hash,
  scope,
  ...others
}: Entry): NewApplication & { readonly client_id: string } {
  return {
    ...others,
    client_secret_hash: client_secret === undefined ? client_secret_hash : hashSecret(client_secret),
    scope: scope === undefined ? undefined : joinScope(parseScope(scope)),
  };
}

async function refuseFaults(
  entry: Entry,
  application: Application,
  { within, refuse }: ApplyContext,
): Promise<boolean> {
  const faults = await findApplicationFaults(within, application);
  for (const { field, index, reason } of faults) refuse(index === undefined ? [field] : [field, index], reason);
  const secretField = entry.client_secret === undefined ? 'client_secret_hash' : 'client_secret';
  const tellsSecret = entry.client_secret !== undefined || entry.client_secret_hash !== undefined;
  const secretOfPublic = tellsSecret && isPublic(application);
  if (secretOfPublic)
    refuse(
      [secretField],
      'is given for a public application (token_endpoint_auth_method: none), which can keep no secret',
    );
  return faults.length > 0 || secretOfPublic;
}

async function refuseUnknownApis({ audience = [] }: Entry, { within, refuse }: ApplyContext): Promise<void> {
  const found = await Promise.all(audience.map((name) => findApi(within, name)));
  audience.forEach((name, index) => {
    if (found[index] === undefined)
      refuse(['audience', index], `names the API ${name}, which does not exist; add it under apis`);
  });
}
