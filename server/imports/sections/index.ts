/** The table of sections, in the order in which they are applied: what others refer to comes first. */
import type { Entries, SectionName } from '../../contract/configuration.ts';
import type { Section } from '../section.ts';
import { apis } from './apis.ts';
import { applications } from './applications.ts';
import { extensionGrants } from './extension-grants.ts';
import { groups } from './groups.ts';
import { scopes } from './scopes.ts';
import { serviceAccounts } from './service-accounts.ts';
import { trustedIssuers } from './trusted-issuers.ts';
import { userAppPasswords } from './user-app-passwords.ts';
import { users } from './users.ts';

export const SECTIONS: { readonly [S in SectionName]: Section<Entries[S]> } = {
  groups,
  apis,
  scopes,
  trusted_issuers: trustedIssuers,
  extension_grants: extensionGrants,
  users,
  service_accounts: serviceAccounts,
  applications,
  user_app_passwords: userAppPasswords,
};

export const SECTION_NAMES: readonly SectionName[] = [
  'groups',
  'apis',
  'scopes',
  'trusted_issuers',
  'extension_grants',
  'users',
  'service_accounts',
  'applications',
  'user_app_passwords',
];
