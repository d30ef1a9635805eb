/** Applications of the configuration document. Secrets are compared by hash, so the same secret again changes nothing. */
import { isDeepStrictEqual } from 'node:util';
import type { Entries } from '../../contract/configuration.ts';
import { findApplicationFaults } from '../../directory/application-rules.ts';
import {
  changeApplication,
  createApplication,
  draftApplication,
  findApplication,
  redraftApplication,
} from '../../directory/applications.ts';
import { unknownExtensionGrants } from '../../directory/extension-grants.ts';
import { keepsSecret, signsWithSecret } from '../../directory/client-secrets.ts';
import type { NewApplication } from '../../directory/applications.ts';
import { importedRegistration, registeredBy } from '../../directory/registered-by.ts';
import { findUserByUsername } from '../../directory/users.ts';
import { joinScope, parseScope } from '../../spec/scope.ts';
import type { Application } from '../../storage/records/directory.ts';
import { refuseUndefinedScopes, refuseUnknownApis, refuseUnknownGroups } from '../references.ts';
import type { ApplyContext, Section } from '../section.ts';

type Entry = Entries['applications'];

export const applications: Section<Entry> = {
  noun: 'application',
  keyField: 'client_id',
  key: ({ client_id }) => client_id,
  async apply(entry, cx) {
    await refuseUnknownGroups('allowed_groups', entry.allowed_groups, cx);
    await refuseUndefinedScopes(entry.scope, cx);
    await refuseUnknownApis(entry.audience, cx);
    await refuseUnknownGrants(entry, cx);
    const old = await findApplication(cx.within, entry.client_id);
    const fields = { ...fieldsOf(entry, old), ...(await ownerOf(entry, cx)) };
    const defaults = cx.defaultsFor(entry.dialect ?? 'native');
    const draft =
      old === undefined
        ? draftApplication(fields, cx.now, defaults, cx.seal)
        : redraftApplication(old, fields, cx.now, cx.seal);
    if (await refuseFaults(entry, draft.application, cx)) return 'unchanged';
    if (old !== undefined && isDeepStrictEqual(draft.application, old)) return 'unchanged';
    const written =
      old === undefined
        ? await createApplication(cx.within, fields, cx.now, defaults, cx.seal)
        : await changeApplication(cx.within, entry.client_id, fields, cx.now, cx.seal);
    if (written.client_secret !== undefined) cx.reveal(entry.client_id, written.client_secret);
    return old === undefined ? 'created' : 'changed';
  },
};

type Fields = NewApplication & { readonly client_id: string };

/** People of the document are there already. */
async function ownerOf({ owner }: Entry, { within, refuse }: ApplyContext): Promise<Pick<Fields, 'owner_id'>> {
  if (owner === undefined) return {};
  const user = await findUserByUsername(within, owner);
  if (user === undefined) refuse(['owner'], `names ${owner}, and there is no such person; add them under users`);
  return { owner_id: user?.id };
}

function fieldsOf({ scope, registered_by, owner: _owner, ...others }: Entry, old: Application | undefined): Fields {
  const known = old !== undefined && registeredBy(old) === registered_by;
  return {
    ...others,
    scope: scope === undefined ? undefined : joinScope(parseScope(scope)),
    ...(registered_by === undefined || known ? {} : { registration: importedRegistration(registered_by) }),
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
  const needless = tellsSecret && !keepsSecret(application);
  if (needless) {
    const method = application.token_endpoint_auth_method;
    refuse(
      [secretField],
      `is given for an application that can keep no secret, or needs none (token_endpoint_auth_method: ${method})`,
    );
  }
  const unreadable = entry.client_secret_hash !== undefined && signsWithSecret(application);
  if (unreadable) refuse(['client_secret_hash'], 'is not enough for client_secret_jwt, which needs the secret itself');
  return faults.length > 0 || needless || unreadable;
}

async function refuseUnknownGrants({ grant_types = [] }: Entry, { within, refuse }: ApplyContext): Promise<void> {
  for (const name of await unknownExtensionGrants(within, grant_types)) {
    const reason = `names the grant ${name}, which does not exist; add it under extension_grants`;
    refuse(['grant_types', grant_types.findIndex((each) => each === name)], reason);
  }
}
