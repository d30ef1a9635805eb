/** prompt: which interactions the application insists on, or rules out. */
import { OAuthError } from '../../../spec/oauth-error.ts';
import { type PromptValue, readPrompt } from '../../../spec/prompt.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../target.ts';

export const prompt: Step<Target, readonly PromptValue[]> = {
  name: 'prompt',
  spec: 'OIDC Core §3.1.2.1',
  run({ params }) {
    const read = readPrompt(params.get('prompt')?.slice(0, 200));
    if ('reason' in read) throw new OAuthError('invalid_request', read.reason);
    return read;
  },
};
