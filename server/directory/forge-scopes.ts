/**
 * The scopes of Gitea and Forgejo: the table of the first releases, the read:/write: categories that came after it, and what
 * of the one is part of the other. Lanyard keeps no repositories: APIs of the office ask about these by introspection. A token
 * with none of them sees the public profile and nothing else.
 */

export interface ForgeScope {
  readonly name: string;
  /** As the end of “Grafana would like to …”. */
  readonly description: string;
  readonly includes: readonly string[];
  /** Our own scopes that it amounts to: whoever may have those may have it. Absent: it must be registered. */
  readonly amounts_to?: readonly string[];
  readonly sensitive: boolean;
  /** Whether it reaches what Lanyard doesn't keep: other servers that take its tokens do. */
  readonly elsewhere?: boolean;
}

const CATEGORIES: readonly (readonly [name: string, what: string])[] = [
  ['activitypub', 'what is exchanged with other servers (ActivityPub)'],
  ['admin', 'the administration'],
  ['misc', 'what belongs to nothing else'],
  ['notification', 'your notifications'],
  ['organization', 'your organisations and teams'],
  ['package', 'your packages'],
  ['issue', 'your issues'],
  ['repository', 'your repositories'],
  ['user', 'your profile, your e-mail addresses and the applications that you registered'],
];

const READS: Readonly<Record<string, readonly string[]>> = { user: ['profile', 'email'], organization: ['groups'] };

const read = (name: string, what: string): ForgeScope => ({
  name: `read:${name}`,
  description: `see ${what}`,
  includes: [],
  ...(READS[name] === undefined ? {} : { amounts_to: READS[name] }),
  sensitive: name === 'admin',
});

const write = (name: string, what: string): ForgeScope => ({
  name: `write:${name}`,
  description: `see and change ${what}`,
  includes: [`read:${name}`],
  sensitive: true,
});

const row = (name: string, description: string, includes: readonly string[] = []): ForgeScope => ({
  name,
  description,
  includes,
  sensitive: true,
});

const harmless = (name: string, description: string, amounts_to?: readonly string[]): ForgeScope => ({
  name,
  description,
  includes: [],
  ...(amounts_to === undefined ? {} : { amounts_to }),
  sensitive: false,
});

/** admin: ⊃ write: ⊃ read: */
const ladder = (name: string, what: string): readonly ForgeScope[] => [
  row(`admin:${name}`, `manage ${what}`, [`write:${name}`]),
  row(`write:${name}`, `see and add ${what}`, [`read:${name}`]),
  harmless(`read:${name}`, `see ${what}`),
];

/** What an older name is worth in newer ones; nothing that would reach further than it did. */
const NEWER: Readonly<Record<string, string>> = {
  repo: 'write:repository',
  'write:org': 'write:organization',
  'read:org': 'read:organization',
  notification: 'write:notification',
  user: 'write:user',
};

/** As the first releases had them. */
export const FIRST_FORGE_SCOPES: readonly ForgeScope[] = [
  row('repo', 'see and change your repositories', ['repo:status', 'public_repo', 'admin:repo_hook']),
  row('repo:status', 'see and set the state of commits'),
  row('public_repo', 'see and change your public repositories'),
  ...ladder('repo_hook', 'the hooks of your repositories'),
  row('admin:org', 'manage your organisations and teams', ['write:org']),
  row('write:org', 'see and change your organisations and teams', ['read:org']),
  harmless('read:org', 'see your groups', ['groups']),
  ...ladder('public_key', 'your SSH keys'),
  row('admin:org_hook', 'manage the hooks of your organisations'),
  row('admin:user_hook', 'manage your own hooks'),
  row('notification', 'see and change your notifications'),
  row('user', 'see and change your profile', ['read:user', 'user:email', 'user:follow']),
  harmless('user:email', 'see your e-mail address', ['email']),
  row('user:follow', 'follow and unfollow people'),
  row('delete_repo', 'delete your repositories'),
  row('package', 'see, change and delete your packages', ['write:package', 'delete:package']),
  row('delete:package', 'delete your packages'),
  ...ladder('gpg_key', 'your GPG keys'),
  ...ladder('application', 'the applications that you registered'),
];

const NEW: readonly ForgeScope[] = CATEGORIES.flatMap(([name, what]) => [write(name, what), read(name, what)]);

const KNOWN: readonly ForgeScope[] = [...FIRST_FORGE_SCOPES, ...NEW].map((scope) => {
  const newer = NEWER[scope.name];
  return newer === undefined ? scope : { ...scope, includes: [...scope.includes, newer] };
});

/** Everything but to act as somebody else, which nothing includes. */
const ALL = row(
  'all',
  'do everything that you can',
  KNOWN.map(({ name }) => name),
);

/** Those that open something at Lanyard, or stand for no thing at all. */
const HERE: readonly string[] = [
  'user',
  'read:user',
  'write:user',
  'user:email',
  'read:org',
  'read:organization',
  'admin:application',
  'write:application',
  'read:application',
  'all',
  'sudo',
  'public-only',
];

export const FORGE_SCOPES: readonly ForgeScope[] = withElsewhere(
  [...KNOWN, ALL, row('sudo', 'act as other people'), harmless('public-only', 'reach only what is public')],
  HERE,
);

/** All but those named `here` reach what others keep. */
export function withElsewhere(scopes: readonly ForgeScope[], here: readonly string[]): readonly ForgeScope[] {
  return scopes.map((scope) => (here.includes(scope.name) ? scope : { ...scope, elsewhere: true }));
}
