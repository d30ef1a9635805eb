/** How access tokens look where no API says otherwise. */
import type { Context } from './context.ts';
import type { Authorization, Subject } from './grants/grant.ts';

export type TokenForm = NonNullable<Authorization['token_form']>;

/** The application's; a service account that acts through none has what the product gives that it speaks to. */
export function usualForm(
  { application }: Subject,
  { traits, dialect }: Pick<Context, 'traits' | 'dialect'>,
): TokenForm {
  const { access_token_format = 'opaque' } = application ?? traits[dialect] ?? {};
  const { access_token_signed_response_alg = 'RS256' } = application ?? {};
  return { format: access_token_format, alg: access_token_signed_response_alg };
}
