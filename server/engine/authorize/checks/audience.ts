/** resource and audience: the APIs that the tokens are meant for. */
import { resolveAudience } from '../../resolve-audience.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../identify-target.ts';

export const audience: Step<Target, readonly string[]> = {
  name: 'resource',
  spec: 'RFC 8707 §2.1',
  run: ({ params, application }, cx) =>
    resolveAudience(params, { kind: 'application', application, method: 'none' }, [], cx),
};
