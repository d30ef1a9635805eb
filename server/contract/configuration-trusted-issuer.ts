/** A server of others that is believed when it vouches for people, in the configuration document. RFC 7523 §3 */
import { z } from 'zod';
import { checkedString, clientKeys, flag, scopeString, shownText, stringList, webUri } from './configuration-fields.ts';

export const USER_FIELDS = ['username', 'email', 'id'] as const;

export const trustedIssuerEntry = z
  .strictObject({
    issuer: checkedString('The iss of its assertions, exactly. Entries are matched by it.', checkIssuer),
    name: shownText('What admins see. The issuer where absent.').exactOptional(),
    jwks: clientKeys('Its public keys, as a JWK Set; not beside jwks_uri.').exactOptional(),
    jwks_uri: webUri('Where its public keys stand; not beside jwks.').exactOptional(),
    subject_claim: checkedString(
      'The claim that says whom an assertion is about. sub where absent.',
      checkClaimName,
    ).exactOptional(),
    user_field: z
      .enum(USER_FIELDS, { error: () => `must be one of ${USER_FIELDS.join(', ')}` })
      .describe('What of a person here that claim is compared with. username where absent; email only where verified.')
      .exactOptional(),
    scope: scopeString('Space-separated scopes that it may vouch for.').exactOptional(),
    audience: stringList(z.string().describe('The audience of an API.'), 'APIs that it may vouch for.').exactOptional(),
    disabled: flag('True believes it nothing.').exactOptional(),
  })
  .describe('A server that is trusted to vouch for people (the jwt-bearer grant).');

/** Printable ASCII: it is compared as it stands. RFC 7519 §2 */
function checkIssuer(issuer: string): string | undefined {
  return /^[\x21-\x7e]{1,255}$/.test(issuer) ? undefined : 'must be 1 to 255 printable ASCII characters without spaces';
}

function checkClaimName(name: string): string | undefined {
  return /^[\x21-\x7e]{1,255}$/.test(name) ? undefined : 'is not the name of a claim';
}
