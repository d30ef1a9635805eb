/** The specifications that rows and docstrings cite, and where each can be read. */
export const SPECIFICATIONS = {
  'RFC 6749': 'https://www.rfc-editor.org/rfc/rfc6749',
  'RFC 6750': 'https://www.rfc-editor.org/rfc/rfc6750',
  'RFC 7009': 'https://www.rfc-editor.org/rfc/rfc7009',
  'RFC 7033': 'https://www.rfc-editor.org/rfc/rfc7033',
  'RFC 7515': 'https://www.rfc-editor.org/rfc/rfc7515',
  'RFC 7516': 'https://www.rfc-editor.org/rfc/rfc7516',
  'RFC 7517': 'https://www.rfc-editor.org/rfc/rfc7517',
  'RFC 7518': 'https://www.rfc-editor.org/rfc/rfc7518',
  'RFC 7519': 'https://www.rfc-editor.org/rfc/rfc7519',
  'RFC 7521': 'https://www.rfc-editor.org/rfc/rfc7521',
  'RFC 7523': 'https://www.rfc-editor.org/rfc/rfc7523',
  'RFC 7591': 'https://www.rfc-editor.org/rfc/rfc7591',
  'RFC 7592': 'https://www.rfc-editor.org/rfc/rfc7592',
  'RFC 7636': 'https://www.rfc-editor.org/rfc/rfc7636',
  'RFC 7638': 'https://www.rfc-editor.org/rfc/rfc7638',
  'RFC 7662': 'https://www.rfc-editor.org/rfc/rfc7662',
  'RFC 7800': 'https://www.rfc-editor.org/rfc/rfc7800',
  'RFC 8037': 'https://www.rfc-editor.org/rfc/rfc8037',
  'RFC 8252': 'https://www.rfc-editor.org/rfc/rfc8252',
  'RFC 8414': 'https://www.rfc-editor.org/rfc/rfc8414',
  'RFC 8628': 'https://www.rfc-editor.org/rfc/rfc8628',
  'RFC 8693': 'https://www.rfc-editor.org/rfc/rfc8693',
  'RFC 8705': 'https://www.rfc-editor.org/rfc/rfc8705',
  'RFC 8707': 'https://www.rfc-editor.org/rfc/rfc8707',
  'RFC 8725': 'https://www.rfc-editor.org/rfc/rfc8725',
  'RFC 9068': 'https://www.rfc-editor.org/rfc/rfc9068',
  'RFC 9101': 'https://www.rfc-editor.org/rfc/rfc9101',
  'RFC 9126': 'https://www.rfc-editor.org/rfc/rfc9126',
  'RFC 9207': 'https://www.rfc-editor.org/rfc/rfc9207',
  'RFC 9396': 'https://www.rfc-editor.org/rfc/rfc9396',
  'RFC 9449': 'https://www.rfc-editor.org/rfc/rfc9449',
  'RFC 9470': 'https://www.rfc-editor.org/rfc/rfc9470',
  'RFC 9700': 'https://www.rfc-editor.org/rfc/rfc9700',
  'RFC 9701': 'https://www.rfc-editor.org/rfc/rfc9701',
  'RFC 9728': 'https://www.rfc-editor.org/rfc/rfc9728',
  'RFC 9864': 'https://www.rfc-editor.org/rfc/rfc9864',
  'OIDC Core': 'https://openid.net/specs/openid-connect-core-1_0.html',
  'OIDC Discovery': 'https://openid.net/specs/openid-connect-discovery-1_0.html',
  'OIDC Registration': 'https://openid.net/specs/openid-connect-registration-1_0.html',
  'OIDC RP-Initiated Logout': 'https://openid.net/specs/openid-connect-rpinitiated-1_0.html',
  'OIDC Back-Channel Logout': 'https://openid.net/specs/openid-connect-backchannel-1_0.html',
  'OAuth Client ID Metadata Document': 'https://datatracker.ietf.org/doc/draft-ietf-oauth-client-id-metadata-document/',
  'OIDC Session Management': 'https://openid.net/specs/openid-connect-session-1_0.html',
  'OIDC Front-Channel Logout': 'https://openid.net/specs/openid-connect-frontchannel-1_0.html',
  'OAuth Form Post': 'https://openid.net/specs/oauth-v2-form-post-response-mode-1_0.html',
  'OAuth Web Message': 'https://datatracker.ietf.org/doc/html/draft-sakimura-oauth-wmrm-00',
  JARM: 'https://openid.net/specs/oauth-v2-jarm-final.html',
  'GitHub OAuth': 'https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps',
} as const;

export type SpecificationName = keyof typeof SPECIFICATIONS;

/** A citation: the specification's name and, where it has one, the section (`RFC 6749 §4.1.3`, `RFC 6749 Appendix B`). */
export type SpecRef = SpecificationName | `${SpecificationName} §${string}` | `${SpecificationName} Appendix ${string}`;

const SECTION = / (?:§\d+(?:\.\d+)*|Appendix [A-Z](?:\.\d+)*)$/;

/** Whether it cites a specification from above in the right form. That the section exists in it, nobody verifies. */
export function isSpecRef(citation: string): citation is SpecRef {
  return Object.hasOwn(SPECIFICATIONS, citation.replace(SECTION, ''));
}
