/** The table of dialects that are served. Of those that share a path, the first answers whom nobody knows. */
import { auth0 } from './auth0.ts';
import { authentik } from './authentik.ts';
import type { Dialect } from './dialect.ts';
import { forgejo } from './forgejo.ts';
import { gitea } from './gitea.ts';
import { github } from './github.ts';
import { native } from './native.ts';

export const DIALECTS: readonly Dialect[] = [native, github, authentik, gitea, forgejo, auth0];
