/** Makes the engine out of its tables. */
import type { Awaitable } from '../spec/awaitable.ts';
import type { EndpointName, InteractionName } from '../spec/vocabulary.ts';
import type { Engine } from './engine.ts';
import { interact } from './authorize/interact.ts';
import { ENDPOINTS } from './endpoints/index.ts';
import type { Context } from './context.ts';
import { countRefusingPage } from './count-refusals.ts';
import { PageError } from './page-error.ts';
import { runStep } from './step.ts';
import type { EndpointRequest, EndpointResponse } from './wire.ts';

export function createEngine(): Engine {
  const endpoints = new Map(ENDPOINTS.map((row) => [row.name, row]));
  return {
    handle: (name, request, cx) =>
      onPages(name, request, cx, () => {
        const endpoint = endpoints.get(name);
        if (endpoint === undefined) throw new Error(`no endpoint ${name}`);
        return runStep(endpoint, request, cx);
      }),
    interact: (name, request, cx) => onPages(name, request, cx, () => interact(name, request, cx)),
  };
}

/** What a person has to see is a page, not an error of the caller. */
async function onPages(
  name: EndpointName | InteractionName,
  request: EndpointRequest,
  cx: Context,
  answer: () => Awaitable<EndpointResponse>,
): Promise<EndpointResponse> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    await countRefusingPage(error, name === 'end-session' ? 'sign_out' : 'authorization', request, cx);
    return { kind: 'page', status: error.status, view: error.view };
  }
}
