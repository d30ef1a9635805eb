/**
 * Why a message was refused, for somebody who never read a specification: what happened, what to do about it, and where. A
 * table of what goes wrong when an application is connected; whatever is in none of its rows keeps the words that Lanyard
 * answered with. Pure.
 */
import type { Exchange, TracedEvent } from './exchange.ts';
import { textAt } from './json-at.ts';

export interface WhyRefused {
  readonly why: string;
  readonly todo: string;
  /** Where it is mended. */
  readonly place?: Place;
}

export interface Place {
  readonly word: string;
  /** `application` is the screen of the one that the flow is about. */
  readonly screen: 'application' | 'applications' | 'people';
  /** The field of the form there. */
  readonly field?: string;
}

interface Refusal {
  readonly code: string;
  /** The innermost step that said no. */
  readonly step: string;
  readonly words: string;
  /** What was told to the operator alone. */
  readonly hint?: string;
}

interface Cause extends WhyRefused {
  fits(refusal: Refusal): boolean;
  /** What Lanyard found there says more than any row could. */
  readonly quotes?: true;
}

const AGAIN = 'Start the sign-in again from the application; a code works once, and for a minute.';
const TELL = 'Whoever looks after the application can set it right; below stands what it sent.';

/** Who looks at an address: this computer, as anybody on its network would. */
const OPEN_IT =
  'Open the address on the computer on which Lanyard runs: it has to answer there. Then start the sign-in again.';
/** Stands before what came in the way there. */
const KEYS_UNREAD = "its keys can't be read: ";
const KEYS_PLACE: Place = { screen: 'application', field: 'jwks_uri', word: 'Open the address of its public keys' };

const CAUSES: readonly Cause[] = [
  {
    fits: ({ words }) => words.includes(KEYS_UNREAD),
    why: 'Lanyard could not read the application’s public keys (jwks_uri), so it can’t tell who signed this.',
    todo: OPEN_IT,
    place: KEYS_PLACE,
    quotes: true,
  },
  {
    fits: ({ words }) => words.startsWith('the client has no key to which'),
    why: 'What the application gets is to be encrypted to one of its own keys, and none could be found that fits.',
    todo: 'Look at its public keys on its page here, or at the address where they stand.',
    place: KEYS_PLACE,
    quotes: true,
  },
  {
    fits: ({ words }) => words.includes('no request object could be read'),
    why: 'Lanyard could not read the application’s signed request at the address that it sent (request_uri).',
    todo: OPEN_IT,
    place: { screen: 'application', field: 'request_uris', word: 'Open the addresses of its signed requests' },
    quotes: true,
  },
  {
    fits: ({ words }) => words.startsWith('sector_identifier_uri could not be read'),
    why: 'Lanyard could not read the list of redirect addresses that the application named (sector_identifier_uri).',
    todo: `${OPEN_IT.split('.')[0]}.`,
    quotes: true,
  },
  {
    fits: ({ words }) => words.startsWith('resource or audience names an API that this client may not'),
    why: 'The application asked for an API (audience or resource) that it may have no tokens for.',
    todo: 'Choose that API in the application. What it sends has to stand at the API as Audience, letter by letter.',
    place: { screen: 'application', field: 'audience', word: 'Open its APIs' },
    quotes: true,
  },
  {
    fits: ({ step, code }) => step === 'request-object' && code === 'request_uri_not_supported',
    why: 'The application sent the address of a signed request (request_uri), and it is not set up for that here.',
    todo: 'Enter that address here, and its public keys, if the application’s manual says that it signs its requests.',
    place: { screen: 'application', field: 'request_uris', word: 'Open the addresses of its signed requests' },
  },
  {
    fits: ({ step, code }) => step === 'request-object' && code === 'invalid_request_uri',
    why: 'The application sent the address of a signed request (request_uri) that is not among those entered for it.',
    todo: 'If you trust the address that it sent (below), enter it here, exactly as it stands.',
    place: { screen: 'application', field: 'request_uris', word: 'Open the addresses of its signed requests' },
  },
  {
    fits: ({ step, code }) => step === 'request-object' && code === 'request_not_supported',
    why: 'The application sent a signed request, which counts only where it is signed and its public keys are known here.',
    todo: 'Enter its public keys, or the address where they stand; or turn signed requests off in the application.',
    place: KEYS_PLACE,
  },
  {
    fits: ({ step }) => step === 'request-object',
    why: 'The application sent a signed request (a request object) that doesn’t count.',
    todo: 'Whoever looks after the application can set it right. If it has new keys, enter them here.',
    place: KEYS_PLACE,
    quotes: true,
  },
  {
    fits: ({ step, words }) => step === 'code_challenge' && words.includes('can be turned off'),
    why: 'The application sent no PKCE (code_challenge), and it is set to need it.',
    todo: 'Turn PKCE on in the application, if it has such a setting. If it has none, turn “Needs PKCE” off for it here.',
    place: { screen: 'application', field: 'require_pkce', word: 'Open “Needs PKCE”' },
  },
  {
    fits: ({ code, step }) => code === 'invalid_client' && step === 'identify-target',
    why: 'No application here has the client id that was sent.',
    todo: 'Compare the client id in the application’s settings with those under Applications, or add the application.',
    place: { screen: 'applications', word: 'See the applications' },
  },
  {
    fits: ({ code, words }) => code === 'invalid_client' && words.includes('no client authentication'),
    why: 'The application did not say who it is: it sent no client id and no secret.',
    todo: 'Type client id and secret into the application; its page here has the client id, and makes a new secret.',
    place: { screen: 'application', word: 'Open the application' },
  },
  {
    fits: ({ code, words }) => code === 'invalid_client' && words.includes('client_secret_'),
    why: 'The application did not prove who it is: the client id or the secret that it sent is wrong.',
    todo: 'Copy both into the application again, whole and without spaces. A lost secret can’t be looked up: make a new one on the application’s page here.',
    place: { screen: 'application', word: 'Open its client id and secret' },
  },
  {
    fits: ({ code }) => code === 'invalid_client',
    why: 'The application did not prove who it is.',
    todo: 'Compare “How it proves itself” on its page here with how the application is set up.',
    place: { screen: 'application', field: 'token_endpoint_auth_method', word: 'Open “How it proves itself”' },
  },
  {
    fits: ({ code }) => code === 'invalid_redirect_uri',
    why: 'The application wanted people to be sent back to an address that is not among its redirect addresses.',
    todo: 'If you trust the address that it sent (redirect_uri, below), enter it here, exactly as it stands.',
    place: { screen: 'application', field: 'redirect_uris', word: 'Open its redirect addresses' },
  },
  {
    fits: ({ code }) => code === 'invalid_scope',
    why: 'The application asked for more than it may: a scope is not among its own.',
    todo: 'Add the scope here, or take it out of the application’s settings.',
    place: { screen: 'application', field: 'scope', word: 'Open its scopes' },
  },
  {
    fits: ({ code, step }) => code === 'unauthorized_client' && step === 'identify-target',
    why: 'The application is disabled here.',
    todo: 'Enable it on its page, if people are to sign in to it.',
    place: { screen: 'application', word: 'Open the application' },
  },
  {
    fits: ({ code }) => code === 'unauthorized_client' || code === 'unsupported_grant_type',
    why: 'The application asked for tokens in a way that is not among its own.',
    todo: 'Add the way here, if the application’s manual says that it needs it.',
    place: { screen: 'application', field: 'grant_types', word: 'Open “Ways to a token”' },
  },
  {
    fits: ({ code, words }) => code === 'invalid_grant' && words.includes('code_verifier'),
    why: 'What the application sent to redeem the code (code_verifier) does not belong to the request that it began with.',
    todo: `${AGAIN} If it happens each time, two copies of the application may be answering.`,
  },
  {
    fits: ({ code, words }) => code === 'invalid_grant' && words.includes('redirect_uri'),
    why: 'The application redeemed the code with another redirect address than the one that it began with.',
    todo: TELL,
  },
  {
    fits: ({ code }) => code === 'invalid_grant',
    why: 'What the application presented is no longer good: it is too old, was used already, or belongs to another application.',
    todo: AGAIN,
  },
  {
    fits: ({ code, words }) => code === 'access_denied' && words.startsWith('the person'),
    why: 'The person did not allow the application what it asked for.',
    todo: 'They can sign in again, and allow it. For the office’s own applications the question can be left out.',
    place: { screen: 'application', field: 'consent', word: 'Open “Asks people for permission”' },
  },
  {
    fits: ({ code }) => code === 'access_denied',
    why: 'This person may not use the application.',
    todo: 'Put them in one of the groups that it is open to, or open it to more people.',
    place: { screen: 'application', field: 'allowed_groups', word: 'Open “Who may use it”' },
  },
  {
    fits: ({ code }) => code === 'wrong_password',
    why: 'The username or the password was wrong.',
    todo: 'They can type it again. If they forgot it, give them a new one.',
    place: { screen: 'people', word: 'See the people' },
  },
  {
    fits: ({ code }) => code === 'temporarily_unavailable',
    why: 'There were too many attempts that failed, or too much to do at once.',
    todo: 'Wait a minute, and try again. If an application goes on by itself, correct its secret first.',
  },
];

/** Of a message whose answer is a refusal. */
export function whyRefused(exchange: Exchange): WhyRefused {
  const refusal = refusalOf(exchange);
  const cause = CAUSES.find(({ fits }) => fits(refusal));
  if (cause === undefined) return { why: `Lanyard answered: ${refusal.words}.`, todo: TELL };
  const { fits: _, quotes, ...words } = cause;
  return quotes === true ? { ...words, why: `${words.why} ${quoted(refusal)}` } : words;
}

/** The operator's words where there are any, as a sentence. */
function quoted({ hint, words }: Refusal): string {
  const told = hint === undefined || hint === '' ? words : hint;
  const said = told.split(KEYS_UNREAD).at(-1) ?? told;
  return `What it found: ${said}${said.endsWith('.') ? '' : '.'}`;
}

function refusalOf({ at, endpoint, steps, message }: Exchange): Refusal {
  const inner = [...steps, ...(endpoint === undefined ? [] : [endpoint]), at].find(isRefused);
  const location = at.outcome.kind === 'ok' ? textAt(at.outcome.output, 'location') : undefined;
  const told = location === undefined ? undefined : errorIn(location);
  if (inner !== undefined) {
    const { code, description, hint = '' } = inner.outcome;
    return { code, step: inner.name, words: `${description}${hint === '' ? '' : `; ${hint}`}`, hint };
  }
  if (told !== undefined) return { ...told, step: '' };
  return message === 'login'
    ? { code: 'wrong_password', step: '', words: '' }
    : { code: '', step: '', words: 'the answer was no' };
}

type Refused = TracedEvent & { readonly outcome: { readonly kind: 'refused' } };

function isRefused(event: TracedEvent): event is Refused {
  return event.outcome.kind === 'refused';
}

function errorIn(location: string): Pick<Refusal, 'code' | 'words'> | undefined {
  const url = URL.parse(location);
  if (url === null) return undefined;
  const given = [...url.searchParams, ...new URLSearchParams(url.hash.slice(1))];
  const named = (wanted: string) => given.find(([name]) => name === wanted)?.[1];
  const code = named('error');
  return code === undefined ? undefined : { code, words: named('error_description') ?? code };
}
