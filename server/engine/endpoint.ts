/** The type of a row in the table of endpoints. */
import type { EndpointName } from '../spec/vocabulary.ts';
import type { Step } from './step.ts';
import type { EndpointRequest, EndpointResponse } from './wire.ts';

export interface Endpoint extends Step<EndpointRequest, EndpointResponse> {
  readonly name: EndpointName;
  readonly methods: readonly ('GET' | 'POST')[];
  /** `browser`: pages and redirects. `application`: JSON for the back channel. `anyone`: public documents. */
  readonly audience: 'browser' | 'application' | 'anyone';
  /** Whether scripts of registered web origins may call it. */
  readonly cors: boolean;
}
