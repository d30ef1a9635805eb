/** The engine's front door: an endpoint or an interaction by name, a plain request in, a plain response out. */
import type { EndpointName, InteractionName } from '../spec/vocabulary.ts';
import type { Context } from './context.ts';
import type { EndpointRequest, EndpointResponse } from './wire.ts';

export interface Engine {
  /** Throws OAuthError for what must be refused at the endpoint itself. */
  handle(name: EndpointName, request: EndpointRequest, cx: Context): Promise<EndpointResponse>;
  /** The page of one interaction: GET shows it, POST takes the answer. `ticket` comes in the params of both. */
  interact(name: InteractionName, request: EndpointRequest, cx: Context): Promise<EndpointResponse>;
}
