/**
 * The scopes of GitHub, and what of the one is part of the other. Forgejo's and Gitea's first table was taken from them, so
 * what both have stands there. As there, APIs of the office ask about these by introspection.
 */
import { FIRST_FORGE_SCOPES, type ForgeScope, withElsewhere } from './forge-scopes.ts';

/** Whose meaning and parts are the same. */
const SHARED: ReadonlySet<string> = new Set([
  'repo:status',
  'public_repo',
  'admin:repo_hook',
  'write:repo_hook',
  'read:repo_hook',
  'admin:org',
  'write:org',
  'read:org',
  'admin:public_key',
  'write:public_key',
  'read:public_key',
  'admin:org_hook',
  'user:email',
  'user:follow',
  'delete_repo',
  'admin:gpg_key',
  'write:gpg_key',
  'read:gpg_key',
]);

const row = (name: string, description: string, includes: readonly string[] = []): ForgeScope => ({
  name,
  description,
  includes,
  sensitive: true,
});

const KNOWN: readonly ForgeScope[] = [
  {
    name: 'user',
    description: 'see your profile and e-mail address',
    // Without user:follow: it is open to whoever may have what it amounts to, and must not lend more than that.
    includes: ['read:user', 'user:email'],
    amounts_to: ['profile', 'email'],
    sensitive: false,
  },
  { name: 'read:user', description: 'see your profile', includes: [], amounts_to: ['profile'], sensitive: false },
  ...FIRST_FORGE_SCOPES.filter(({ name }) => SHARED.has(name)),
  row('repo', 'see and change your repositories', [
    'repo:status',
    'repo_deployment',
    'public_repo',
    'repo:invite',
    'security_events',
  ]),
  row('repo_deployment', 'see and set the state of deployments'),
  row('repo:invite', 'accept and decline invitations to repositories'),
  row('security_events', 'see and change what was found in the code of your repositories'),
  row('workflow', 'change the workflows of your repositories'),
  row('gist', 'see and change your gists'),
  row('notifications', 'see your notifications and mark them as read'),
  row('write:discussion', 'see and change discussions of teams', ['read:discussion']),
  row('read:discussion', 'see discussions of teams'),
  row('project', 'see and change projects', ['read:project']),
  row('read:project', 'see projects'),
  row('write:packages', 'see and add packages', ['read:packages']),
  row('read:packages', 'see packages'),
  row('delete:packages', 'delete packages'),
  row('codespace', 'see and change your codespaces'),
  row('site_admin', 'manage the server'),
];

export const GITHUB_SCOPES = withElsewhere(KNOWN, ['user', 'read:user', 'user:email', 'read:org']);
