/** A call to the engine in the spelling of a product, as the edge makes it: read, answered, and written or refused. */
import type { Dialect, DialectRequest } from '../../server/dialects/dialect.ts';
import type { EndpointResponse } from '../../server/engine/wire.ts';
import { OAuthError } from '../../server/spec/oauth-error.ts';
import { paramsOf } from '../../server/spec/params.ts';
import type { EndpointName } from '../../server/spec/vocabulary.ts';
import type { House } from './house.ts';

export type Fields = Readonly<Record<string, string>>;

/** Throws what the dialect does not spell. */
export async function askInDialect(
  house: House,
  dialect: Dialect,
  endpoint: EndpointName,
  asked: Partial<DialectRequest> & { readonly fields?: Fields },
): Promise<EndpointResponse> {
  const whole: DialectRequest = {
    method: 'POST',
    params: paramsOf(Object.entries(asked.fields ?? {})),
    authorization: undefined,
    cookies: { session: undefined, browser: undefined },
    user_agent: 'a test',
    accept: '*/*',
    ...asked,
  };
  const params = dialect.reads?.[endpoint]?.(whole.params) ?? whole.params;
  const cx = await house.context(dialect.name);
  try {
    const ours = await house.engine.handle(endpoint, { ...whole, params }, cx);
    return dialect.writes?.[endpoint]?.(ours, whole) ?? ours;
  } catch (error) {
    const spelled = error instanceof OAuthError ? dialect.refuses?.[endpoint]?.(error, whole) : undefined;
    if (spelled === undefined) throw error;
    return spelled;
  }
}

/** The same of an answer in JSON. */
export async function jsonInDialect(house: House, dialect: Dialect, endpoint: EndpointName, fields: Fields) {
  const answer = await askInDialect(house, dialect, endpoint, { fields });
  if (answer.kind !== 'json') throw new Error(`unexpected ${answer.kind}`);
  return { status: answer.status, body: { ...answer.body } as Record<string, string> };
}
