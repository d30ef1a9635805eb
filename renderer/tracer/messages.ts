/** The table of the messages that Lanyard understands: between whom each goes, and what it and its answer are called. */
import {
  DEVICE_CODE_GRANT,
  JWT_BEARER_GRANT,
  MAIL_CODE_GRANT,
  RESPONSE_TYPE_NAMES,
  TOKEN_EXCHANGE_GRANT,
} from '../../server/spec/vocabulary.ts';
import type { Exchange, MessageName, TracedEvent } from './exchange.ts';
import type { Arrow, LaneId } from './flow-types.ts';
import { textAt } from './json-at.ts';

interface Message {
  from(exchange: Exchange): LaneId;
  readonly to: LaneId;
  readonly channel: Arrow['channel'];
  asks(exchange: Exchange): Words;
  /** Of an answer that is no refusal and no redirection. */
  answers(exchange: Exchange): Words;
}

interface Words {
  readonly label: string;
  readonly spec?: string;
}

export interface Answer extends Words {
  readonly refused: boolean;
  /** What the browser brings the application next, where the answer sends it there. */
  readonly back?: string;
}

const fromBrowser: Pick<Message, 'from' | 'to' | 'channel'> = {
  from: () => 'browser',
  to: 'authorize',
  channel: 'front',
};
const fromApplication: Pick<Message, 'from' | 'channel'> = { from: () => 'application', channel: 'back' };

const SIGN_IN: Words = { label: 'The page to sign in', spec: 'OIDC Core §3.1.2.3' };
const CHOOSE: Words = { label: 'The page to choose an account', spec: 'OIDC Core §3.1.2.1' };
const ALLOW: Words = { label: 'The page to allow it', spec: 'OIDC Core §3.1.2.4' };

const TYPE_CODE: Words = { label: 'The page to type a code', spec: 'RFC 8628 §3.3' };
const ALLOW_DEVICE: Words = { label: 'The page to allow the device', spec: 'RFC 8628 §3.3' };

const GRANTS: ReadonlyMap<string, Words> = new Map([
  ['authorization_code', { label: 'Redeems the code', spec: 'RFC 6749 §4.1.3' }],
  ['refresh_token', { label: 'Redeems the refresh token', spec: 'RFC 6749 §6' }],
  [DEVICE_CODE_GRANT, { label: 'Asks whether somebody allowed it', spec: 'RFC 8628 §3.4' }],
  [TOKEN_EXCHANGE_GRANT, { label: 'Exchanges a token', spec: 'RFC 8693 §2.1' }],
  [JWT_BEARER_GRANT, { label: 'Brings what another server vouches for', spec: 'RFC 7523 §2.1' }],
  [MAIL_CODE_GRANT, { label: 'Brings the code from a person’s mail', spec: 'RFC 6749 §4.5' }],
  ['password', { label: 'Sends a person’s password', spec: 'RFC 6749 §4.3.2' }],
  ['client_credentials', { label: 'Asks for a token for itself', spec: 'RFC 6749 §4.4.2' }],
]);

export const MESSAGES: Readonly<Record<MessageName, Message>> = {
  authorize: {
    ...fromBrowser,
    asks: () => ({ label: 'Authorization request', spec: 'RFC 6749 §4.1.1' }),
    answers: () => ({ label: 'A page' }),
  },
  login: {
    ...fromBrowser,
    asks: ({ at }) => (isPost(at) ? { label: 'Username and password' } : { label: 'Opens the page to sign in' }),
    answers: () => SIGN_IN,
  },
  'select-account': {
    ...fromBrowser,
    asks: ({ at }) => (isPost(at) ? { label: 'Chooses an account' } : { label: 'Opens the page to choose an account' }),
    answers: () => CHOOSE,
  },
  consent: {
    ...fromBrowser,
    asks: ({ at }) => (isPost(at) ? decision(at) : { label: 'Opens the page to allow it' }),
    answers: () => ALLOW,
  },
  device: {
    ...fromBrowser,
    asks: ({ at }) => (isPost(at) ? decision(at) : { label: 'Opens the page to allow the device' }),
    answers: () => ALLOW_DEVICE,
  },
  'device-verification': {
    ...fromBrowser,
    asks: ({ at }) => {
      const answers = textAt(at.input, 'params', 'ticket') !== undefined;
      if (isPost(at)) return answers ? decision(at) : { label: 'Types the code of the device' };
      return { label: answers ? 'Opens the page to allow the device' : 'Opens the page to type a code' };
    },
    answers: () => TYPE_CODE,
  },
  'device-authorization': {
    ...fromApplication,
    to: 'token',
    asks: () => ({ label: 'Asks for codes for a device', spec: 'RFC 8628 §3.1' }),
    answers: () => ({ label: 'A code for the device and one for the person', spec: 'RFC 8628 §3.2' }),
  },
  'end-session': {
    ...fromBrowser,
    asks: () => ({ label: 'Signs out', spec: 'OIDC RP-Initiated Logout §2' }),
    answers: () => ({ label: 'A page' }),
  },
  'check-session': {
    ...fromBrowser,
    asks: () => ({ label: 'Opens the frame that watches the session', spec: 'OIDC Session Management §3.2' }),
    answers: () => ({ label: 'A frame that nobody sees' }),
  },
  par: {
    ...fromApplication,
    to: 'token',
    asks: () => ({ label: 'Sends its request ahead', spec: 'RFC 9126 §2.1' }),
    answers: () => ({ label: 'A name for it', spec: 'RFC 9126 §2.2' }),
  },
  token: {
    ...fromApplication,
    to: 'token',
    asks: ({ at }) => GRANTS.get(textAt(at.input, 'params', 'grant_type') ?? '') ?? { label: 'Asks for tokens' },
    answers: () => ({ label: 'Tokens', spec: 'RFC 6749 §5.1' }),
  },
  revoke: {
    ...fromApplication,
    to: 'token',
    asks: () => ({ label: 'Gives a token back', spec: 'RFC 7009 §2.1' }),
    answers: () => ({ label: 'Done', spec: 'RFC 7009 §2.2' }),
  },
  introspect: {
    from: (exchange) => (asksForOthers(exchange) ? 'api' : 'application'),
    channel: 'back',
    to: 'token',
    asks: () => ({ label: 'Asks what a token is worth', spec: 'RFC 7662 §2.1' }),
    answers: () => ({ label: 'What it is worth', spec: 'RFC 7662 §2.2' }),
  },
  userinfo: {
    ...fromApplication,
    to: 'api',
    asks: () => ({ label: 'Asks who it is', spec: 'OIDC Core §5.3.1' }),
    answers: () => ({ label: 'Who it is', spec: 'OIDC Core §5.3.2' }),
  },
  'openid-configuration': {
    ...fromApplication,
    to: 'api',
    asks: () => ({ label: 'Asks how to reach Lanyard', spec: 'OIDC Discovery §4.1' }),
    answers: () => ({ label: 'Its addresses', spec: 'OIDC Discovery §4.2' }),
  },
  'oauth-authorization-server': {
    ...fromApplication,
    to: 'api',
    asks: () => ({ label: 'Asks how to reach Lanyard', spec: 'RFC 8414 §3.1' }),
    answers: () => ({ label: 'Its addresses', spec: 'RFC 8414 §3.2' }),
  },
  'oauth-protected-resource': {
    ...fromApplication,
    to: 'api',
    asks: () => ({ label: 'Asks how to reach the admin API', spec: 'RFC 9728 §3.1' }),
    answers: () => ({ label: 'Its address, and whom to ask', spec: 'RFC 9728 §3.2' }),
  },
  webfinger: {
    ...fromApplication,
    to: 'api',
    asks: () => ({ label: 'Asks who signs people in', spec: 'OIDC Discovery §2' }),
    answers: () => ({ label: 'The issuer', spec: 'OIDC Discovery §2.1' }),
  },
  register: {
    ...fromApplication,
    to: 'api',
    asks: () => ({ label: 'Registers itself', spec: 'RFC 7591 §3.1' }),
    answers: () => ({ label: 'Its registration', spec: 'RFC 7591 §3.2.1' }),
  },
  jwks: {
    ...fromApplication,
    to: 'api',
    asks: () => ({ label: 'Asks for the public keys', spec: 'OIDC Discovery §3' }),
    answers: () => ({ label: 'The public keys', spec: 'RFC 7517 §5' }),
  },
  /** A REST call of another product. */
  api: {
    ...fromApplication,
    to: 'api',
    asks: ({ at }) => ({ label: at.name }),
    answers: () => ({ label: 'An answer' }),
  },
};

function decision({ input }: TracedEvent): Words {
  return { label: textAt(input, 'params', 'decision') === 'allow' ? 'Allows it' : 'Does not allow it' };
}

/** The specification that the endpoint names, where the message has none of its own. */
export function requestOf(exchange: Exchange): Words {
  const words = MESSAGES[exchange.message].asks(exchange);
  const { endpoint } = exchange;
  return words.spec === undefined && endpoint?.spec !== undefined ? { ...words, spec: endpoint.spec } : words;
}

export function answerOf(exchange: Exchange): Answer {
  const { message, at, endpoint } = exchange;
  const { outcome } = at;
  const browser = MESSAGES[message].channel === 'front';
  if (outcome.kind === 'refused') {
    return { label: `Refuses: ${outcome.code}`, refused: true, spec: browser ? 'RFC 6749 §4.1.2.1' : 'RFC 6749 §5.2' };
  }
  if (!browser) {
    // A dialect may spell a refusal as if it were none.
    const { outcome: inside } = endpoint ?? at;
    if (inside.kind === 'refused') return { label: `Refuses: ${inside.code}`, refused: true, spec: 'RFC 6749 §5.2' };
    return { ...MESSAGES[message].answers(exchange), refused: false };
  }
  const location = textAt(outcome.output, 'location');
  return location === undefined ? pageAnswer(exchange) : redirectAnswer(location, exchange);
}

const PAGES: ReadonlyMap<string, Words> = new Map([
  ['login', SIGN_IN],
  ['consent', ALLOW],
  ['select-account', CHOOSE],
  ['device', TYPE_CODE],
  ['device-confirm', ALLOW_DEVICE],
  ['device-done', { label: 'Go on at the device' }],
  ['sign-out', { label: 'Asks whether to sign out' }],
  ['signed-out', { label: 'Signed out' }],
]);

function pageAnswer({ at, steps, endpoint }: Exchange): Answer {
  const output = at.outcome.kind === 'ok' ? at.outcome.output : {};
  const page = textAt(output, 'page') ?? '';
  if (page === 'error') {
    const code = endpoint?.outcome.kind === 'refused' ? `: ${endpoint.outcome.code}` : '';
    return { label: `A page that says no${code}`, refused: true };
  }
  if (page === 'form-post') {
    return steps.some(({ name }) => RESPONSE_TYPE_NAMES.some((known) => known === name))
      ? { label: 'A form with the answer', refused: false, spec: 'OAuth Form Post §2', back: 'Posts the answer' }
      : { label: 'A form with the refusal', refused: true, spec: 'OAuth Form Post §2', back: 'Posts the refusal' };
  }
  if (page === 'login' && isPost(at)) return { label: 'The page to sign in, once more', refused: true };
  return { ...(PAGES.get(page) ?? { label: 'A page' }), refused: false };
}

const PAGES_IN_WORDS: ReadonlyMap<string, string> = new Map([
  ['login', 'the page to sign in'],
  ['consent', 'the page to allow it'],
  ['select-account', 'the page to choose an account'],
]);

function redirectAnswer(location: string, { message }: Exchange): Answer {
  const page = /\/interaction\/([a-z-]+)\?/.exec(location)?.[1];
  if (page !== undefined)
    return { label: `Sends the browser to ${PAGES_IN_WORDS.get(page) ?? 'a page'}`, refused: false };
  if (message === 'end-session') {
    return { label: 'Signed out; sends the browser back', refused: false, back: 'Comes back, signed out' };
  }
  // The question about a device stands at the address where its code was typed, and no application hears of it.
  if (/[?&]ticket=/.test(location)) {
    return { label: 'Sends the browser to the page to allow the device', refused: false };
  }
  const error = /[?&#]error=([^&#]*)/.exec(location)?.[1];
  if (error === undefined) {
    // Whatever more there is, is beside it or in its place.
    if (/[?&#](?:access_token|id_token)=/.test(location)) {
      const label = 'Sends the browser back with tokens';
      return { label, refused: false, spec: 'OIDC Core §3.2.2.5', back: 'Brings the tokens' };
    }
    const label = 'Sends the browser back with a code';
    return { label, refused: false, spec: 'RFC 6749 §4.1.2', back: 'Brings the code' };
  }
  const label = `Sends the browser back: ${error}`;
  return { label, refused: true, spec: 'RFC 6749 §4.1.2.1', back: `Brings the refusal: ${error}` };
}

function isPost({ name }: TracedEvent): boolean {
  return name.startsWith('POST ');
}

/** Whether who asks is another application than the one that the token was issued to: an API that got it from there. */
function asksForOthers({ steps, at }: Exchange): boolean {
  const caller = steps.map(({ outcome }) => (outcome.kind === 'ok' ? callerIn(outcome.output) : undefined));
  const issuedTo = at.outcome.kind === 'ok' ? textAt(at.outcome.output, 'body', 'client_id') : undefined;
  return issuedTo !== undefined && !caller.includes(issuedTo);
}

/** Of the step that authenticated it. */
function callerIn(output: unknown): string | undefined {
  return textAt(output, 'application', 'client_id') ?? textAt(output, 'account', 'username');
}
