/** The settings of what people and their tools bring along: applications of their own, and programs with client_ids of theirs. */
import { z } from 'zod';
import { scopeString, wholeNumber } from './configuration-fields.ts';

export const FORGE_SETTINGS_SHAPE = {
  user_applications: z
    .enum(['off', 'approval', 'open'], { error: () => 'must be off, approval or open' })
    .describe(
      'Whether people may enter applications of their own: not at all, until an admin approves each, or at once.',
    )
    .exactOptional(),
  user_applications_scope: scopeString(
    'Space-separated scopes that applications which people entered may ask for; none beginning with lanyard:.',
  ).exactOptional(),
  user_applications_each: wholeNumber(
    'How many applications of their own each person may have.',
    1,
    1000,
  ).exactOptional(),
  user_app_passwords: z
    .enum(['off', 'on'], { error: () => 'must be off or on' })
    .describe(
      'Whether people may make app passwords for programs of theirs: for the token endpoint of an application of dialect authentik, or for the REST calls of Gitea and Forgejo. Off refuses those that there are.',
    )
    .exactOptional(),
  user_app_passwords_each: wholeNumber('How many app passwords each person may have.', 1, 1000).exactOptional(),
  git_tools: z
    .enum(['off', 'gitea', 'forgejo'], { error: () => 'must be off, gitea or forgejo' })
    .describe(
      'Enters Git’s helpers (git-credential-oauth, Git Credential Manager) and tea by the client_ids that they come with, for a server that people know as Gitea or Forgejo; off takes them away.',
    )
    .exactOptional(),
};
