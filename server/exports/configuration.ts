/**
 * The office as a configuration document, in YAML: what an import of it into an empty store makes again. Signing keys,
 * sessions and tokens are no configuration and stay behind. The audit event is the callers' to write.
 */
import { stringify } from 'yaml';
import { everyRecord } from '../directory/every-record.ts';
import { readSettings } from '../directory/settings.ts';
import type { Collection, Store, Transaction } from '../storage/store.ts';
import {
  apiEntry,
  applicationEntry,
  extensionGrantEntry,
  groupEntry,
  scopeEntry,
  serviceAccountEntry,
  settingsEntry,
  trustedIssuerEntry,
  userAppPasswordEntry,
  userEntry,
} from './configuration-entries.ts';
import { inStableOrder } from './stable-order.ts';

const HEADING = '# Lanyard configuration. It holds hashes of passwords and secrets: keep it as you would keep those.\n';

/** One consistent moment of the store, always in the same order: two exports of the same office are the same text. */
export async function exportConfiguration(store: Store): Promise<string> {
  const document = await store.transaction(async (within) => ({
    lanyard: 1,
    settings: settingsEntry(await readSettings(within)),
    groups: (await all(within.collection('groups'), (group) => group.name)).map(groupEntry),
    users: (await all(within.collection('users'), (user) => user.username_key)).map(userEntry),
    apis: (await all(within.collection('apis'), (api) => api.audience)).map(apiEntry),
    scopes: (await all(within.collection('scopes'), (scope) => scope.name)).map(scopeEntry),
    trusted_issuers: (await all(within.collection('trusted_issuers'), (one) => one.issuer)).map(trustedIssuerEntry),
    extension_grants: (await all(within.collection('extension_grants'), (one) => one.grant_type)).map(
      extensionGrantEntry,
    ),
    applications: await applicationEntries(within),
    service_accounts: await serviceAccountEntries(within),
    user_app_passwords: await userAppPasswordEntries(within),
  }));
  return HEADING + stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });
}

/** An application whose person is gone is nobody's where it is brought in again. */
async function applicationEntries(within: Transaction): Promise<readonly object[]> {
  const entries: object[] = [];
  for (const application of await all(within.collection('applications'), (record) => record.client_id)) {
    const { owner_id } = application;
    const owner = owner_id === undefined ? undefined : await within.collection('users').get(owner_id);
    entries.push(applicationEntry(application, owner?.username));
  }
  return entries;
}

async function serviceAccountEntries(within: Transaction): Promise<readonly object[]> {
  const entries: object[] = [];
  for (const account of await all(within.collection('service_accounts'), (record) => record.username_key)) {
    const passwords = await within.collection('app_passwords').find('service_account_id', account.id);
    entries.push(serviceAccountEntry(account, passwords));
  }
  return entries;
}

async function userAppPasswordEntries(within: Transaction): Promise<readonly object[]> {
  const entries: object[] = [];
  for (const user of await all(within.collection('users'), (record) => record.username_key)) {
    const theirs = await within.collection('user_app_passwords').find('user_id', user.id);
    for (const one of inStableOrder(theirs, ({ name }) => name)) {
      const { is_for } = one;
      const application =
        is_for.kind === 'application' ? await within.collection('applications').get(is_for.application_id) : undefined;
      entries.push(userAppPasswordEntry(one, user.username, application?.client_id));
    }
  }
  return entries;
}

async function all<R>(collection: Collection<R>, key: (record: R) => string): Promise<readonly R[]> {
  const records: R[] = [];
  for await (const record of everyRecord(collection)) records.push(record);
  return inStableOrder(records, key);
}
