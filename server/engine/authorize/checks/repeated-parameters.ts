/** No parameter of an authorization request may come twice. */
import { refuseRepeated } from '../../refuse-repeated.ts';
import type { Step } from '../../step.ts';
import type { Target } from '../target.ts';

export const repeatedParameters: Step<Target> = {
  name: 'repeated-parameters',
  spec: 'RFC 6749 §3.1',
  run: ({ params }) => refuseRepeated(params),
};
