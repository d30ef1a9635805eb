/**
 * Reasons for refusals that the audit log keeps and the panel knows the way out of. Ends of a sentence: whoever writes one
 * and whoever offers the way compare the same text.
 */

/** The application can be allowed to go without. */
export const PKCE_NEEDED = 'it sent no PKCE (code_challenge), and it is set to need it';
