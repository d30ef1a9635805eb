/** Makes the engine out of its tables. */
import type { Awaitable } from '../spec/awaitable.ts';
import type { Engine } from './engine.ts';
import { interact } from './authorize/interact.ts';
import { ENDPOINTS } from './endpoints/index.ts';
import { PageError } from './page-error.ts';
import { runStep } from './step.ts';
import type { EndpointResponse } from './wire.ts';

export function createEngine(): Engine {
  const endpoints = new Map(ENDPOINTS.map((row) => [row.name, row]));
  return {
    handle: (name, request, cx) =>
      onPages(() => {
        const endpoint = endpoints.get(name);
        if (endpoint === undefined) throw new Error(`no endpoint ${name}`);
        return runStep(endpoint, request, cx);
      }),
    interact: (name, request, cx) => onPages(() => interact(name, request, cx)),
  };
}

/** What a person has to see is a page, not an error of the caller. */
async function onPages(answer: () => Awaitable<EndpointResponse>): Promise<EndpointResponse> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof PageError)) throw error;
    return { kind: 'page', status: error.status, view: error.view };
  }
}
