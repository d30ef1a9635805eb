/** A request to a REST call of another product, as the edge hands it over. */
import type { FacadeRequest } from '../../server/facades/facade.ts';
import { parseParams } from '../../server/spec/params.ts';

interface Asked {
  readonly url: string;
  readonly authorization?: string | undefined;
  readonly query?: string;
  readonly parameters?: FacadeRequest['parameters'];
  readonly body?: unknown;
}

export function aCall({ url, authorization, query = '', parameters = {}, body }: Asked): FacadeRequest {
  return {
    authorization,
    origin: undefined,
    browser: undefined,
    query: parseParams(query),
    url,
    parameters,
    head: false,
    json: () => Promise.resolve(body),
    form: () => Promise.resolve(parseParams(typeof body === 'string' ? body : '')),
  };
}
