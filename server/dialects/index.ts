/** The table of dialects that are served. */
import { authentik } from './authentik.ts';
import type { Dialect } from './dialect.ts';
import { github } from './github.ts';
import { native } from './native.ts';

export const DIALECTS: readonly Dialect[] = [native, authentik, github];
