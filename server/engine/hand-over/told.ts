/** A request as a sign-in program of the office's own is told of it: as it came, and what it says of the person and the page. */
import type { Params } from '../../spec/params.ts';
import type { JsonObject } from '../../spec/vocabulary.ts';
import type { Told } from '../../storage/records/told.ts';
import type { Context } from '../context.ts';

/** `sent` is what stood in the address or the form, `params` what was meant: the content of a request object, where it was one. */
export async function toldOf(endpoint: string, sent: Params, params: Params, cx: Context): Promise<Told> {
  const hint = params.get('id_token_hint');
  // Whether it is one was checked with the request; here it only has to be read.
  const verified = hint === undefined ? undefined : await cx.keys.verify(hint);
  return {
    request_url: addressOf(endpoint, sent),
    oidc_context: {
      ...textOf('display', params),
      ...textOf('login_hint', params),
      ...wordsOf('acr_values', params),
      ...wordsOf('ui_locales', params),
      ...(verified === undefined ? {} : { id_token_hint_claims: verified.payload }),
    },
  };
}

export function addressOf(endpoint: string, sent: Params): string {
  const url = new URL(endpoint);
  for (const [name, value] of sent.entries()) url.searchParams.append(name, value);
  return url.href;
}

function textOf(name: string, params: Params): JsonObject {
  const value = params.get(name);
  return value === undefined ? {} : { [name]: value };
}

function wordsOf(name: string, params: Params): JsonObject {
  const value = params.get(name);
  return value === undefined ? {} : { [name]: value.split(' ').filter((word) => word !== '') };
}
