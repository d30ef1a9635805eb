/** resource and audience: the APIs that the tokens are meant for. */
import { openAudiences } from '../../open-apis.ts';
import { resolveAudience } from '../../resolve-audience.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../target.ts';

export const audience: Step<Target, readonly string[]> = {
  name: 'resource',
  spec: 'RFC 8707 §2.1',
  async run({ params, application }, cx) {
    const open = await openAudiences(params, cx);
    return resolveAudience(params, { kind: 'application', application, method: 'none' }, [], cx, open);
  },
};
