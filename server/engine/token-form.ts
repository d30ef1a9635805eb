/** How access tokens look where no API says otherwise. */
import type { Context } from './context.ts';
import type { Authorization } from './grants/grant.ts';

export type TokenForm = NonNullable<Authorization['token_form']>;

/**
 * The application's, but that some products have JWTs for every API; a service account that acts through none has what the
 * product gives that it speaks to.
 */
export function usualForm(
  { subject: { application }, audience }: Pick<Authorization, 'subject' | 'audience'>,
  { traits, dialect }: Pick<Context, 'traits' | 'dialect'>,
): TokenForm {
  const { access_token_format = 'opaque' } = application ?? traits[dialect] ?? {};
  const { access_token_signed_response_alg = 'RS256' } = application ?? {};
  const forApi = application !== undefined && traits[application.dialect]?.jwt_for === 'api' && audience.length > 0;
  return { format: forApi ? 'jwt' : access_token_format, alg: access_token_signed_response_alg };
}
