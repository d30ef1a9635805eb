/** The type of a row in the table of endpoints. */
import type { EndpointName } from '../spec/vocabulary.ts';
import type { Step } from './step.ts';
import type { Settings } from '../storage/records/directory.ts';
import type { EndpointMethod, EndpointRequest, EndpointResponse } from './wire.ts';

export interface Endpoint extends Step<EndpointRequest, EndpointResponse> {
  readonly name: EndpointName;
  readonly methods: readonly EndpointMethod[];
  /** `browser`: pages and redirects. `application`: JSON for the back channel. `anyone`: public documents. */
  readonly audience: 'browser' | 'application' | 'anyone';
  /** Whether scripts of registered web origins may call it. */
  readonly cors: boolean;
  /** Takes a JSON body and reads its parameters from the query; a form otherwise. */
  readonly json?: true;
  /** Whether it is on; always where absent. What is off is not advertised, and refuses. */
  available?(settings: Settings): boolean;
}
