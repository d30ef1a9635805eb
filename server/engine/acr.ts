/** How sure Lanyard is of a person, as tokens and metadata call it. OIDC Core §2 (acr), RFC 9470 */

/** A password was typed. */
export const ACR_PASSWORD = 'urn:lanyard:acr:password';
/** A code or link that was sent by mail came back. */
export const ACR_MAIL = 'urn:lanyard:acr:mail';
/** Another server vouched for the person. */
export const ACR_ASSERTION = 'urn:lanyard:acr:assertion';
/** A hook of the office named the person. */
export const ACR_HOOK = 'urn:lanyard:acr:hook';
/** A program of the person brought an app password of theirs. */
export const ACR_APP_PASSWORD = 'urn:lanyard:acr:app-password';

/** A sign-in program of the office's own vouched for the person, and said nothing more of how. */
export const ACR_PROGRAM = 'urn:lanyard:acr:sign-in-program';

/** What can be asked for, because a person can do it on a page. */
export const ACR_VALUES: readonly string[] = [ACR_PASSWORD];
