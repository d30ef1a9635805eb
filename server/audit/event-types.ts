/**
 * The table of audit events: how each type ended, who its actor and target are, and the sentence that tells it to people.
 * What has no row here can't be written (append.ts). What was *refused* is one act of somebody, an event each; what was
 * *turned away* any stranger can cause, so that it is only counted, and one event stands for many.
 */
import type { AuditType } from '../contract/admin/audit-types.ts';
import { ADMIN_EVENTS } from './admin-event-types.ts';
import { APP_PASSWORD_EVENTS } from './app-password-event-types.ts';
import { and, type EventType, manyOf, number, reason, text, times, type Told, were, words } from './event-type.ts';

/** Why a sign-in was refused, as detail.because says it, and as the end of “Somebody tried to sign in …”. */
const REFUSED_SIGN_INS = new Map([
  ['unknown person', ' with a username that nobody has'],
  ['wrong password', ' and had the wrong password'],
  ['no password', ', who has no password'],
  ['disabled', ', who is switched off'],
  ['wrong code', ' by mail, with a code that was wrong or over'],
]);

/** Nobody goes on to an application from the pages of their own account. */
function orAccount({ target: client_id }: Told['event'], target: string): string {
  return client_id === '' ? 'their account' : target;
}

const FLOW_EVENTS = {
  'user.signed_in': {
    outcome: 'done',
    actor: 'user',
    target: 'application',
    sentence: ({ event, actor, target, from, detail }) => {
      const by = text(detail, 'vouched_by');
      const vouched = by === '' ? '' : `; the office’s own sign-in program said so, with a token of ${by}`;
      return `${actor} signed in to ${orAccount(event, target)}${from}${vouched}`;
    },
  },
  'user.signed_up': {
    outcome: 'done',
    actor: 'user',
    target: 'application',
    sentence: ({ actor, target, from }) => `${actor} made themselves an account by the form of ${target}${from}`,
  },
  'user.sign_in_refused': {
    outcome: 'refused',
    actor: 'user',
    target: 'application',
    sentence: ({ event, actor, target, from, detail }) => {
      const as = event.actor === '' ? '' : ` as ${actor}`;
      return `Somebody tried to sign in to ${orAccount(event, target)}${from}${as}${REFUSED_SIGN_INS.get(text(detail, 'because')) ?? ''}`;
    },
  },
  'user.signed_out': {
    outcome: 'done',
    actor: 'user',
    target: 'application',
    sentence: ({ event, actor, target, from, detail }) => {
      const because = text(detail, 'because');
      if (because !== '') return `${actor} was signed out${from}: ${because}`;
      return event.target === '' ? `${actor} signed out${from}` : `${actor} signed out, coming from ${target}${from}`;
    },
  },
  'sign_in.turned_away': {
    outcome: 'refused',
    actor: 'nobody',
    target: 'application',
    counted: 'target',
    sentence: ({ event, target, from, detail }) =>
      `${manyOf(detail, 'sign-in')} to ${orAccount(event, target)} ${were(detail)} turned away${from}: ${reason(detail)}`,
  },
  'sign_out.turned_away': {
    outcome: 'refused',
    actor: 'nobody',
    target: 'application',
    counted: 'target',
    sentence: ({ from, detail }) =>
      `${manyOf(detail, 'request')} to sign out ${were(detail)} refused${from}: ${reason(detail)}`,
  },
  'consent.given': {
    outcome: 'done',
    actor: 'user',
    target: 'application',
    sentence: ({ actor, target, detail }) => `${actor} allowed ${target} ${and(words(detail, 'scope'))}`,
  },
  'consent.narrowed': {
    outcome: 'done',
    actor: 'user',
    target: 'application',
    sentence: ({ actor, target, detail }) =>
      `${actor} allowed ${target} ${and(words(detail, 'scope'))}, but not ${and(words(detail, 'declined'))}`,
  },
  'consent.refused': {
    outcome: 'refused',
    actor: 'user',
    target: 'application',
    sentence: ({ actor, target, from }) => `${actor} allowed ${target} nothing of what it asked for${from}`,
  },
  'consent.withdrawn': {
    outcome: 'done',
    actor: 'user',
    target: 'application',
    sentence: ({ event, actor, target, detail }) => {
      const whose = text(detail, 'username');
      return whose === event.actor
        ? `${actor} withdrew what ${target} could do in their name`
        : `${actor} withdrew for ${whose} what ${target} could do in their name`;
    },
  },
  'grant.created': {
    outcome: 'done',
    actor: 'user',
    target: 'application',
    sentence: ({ actor, target, from }) => `${actor} went on to ${target}, signed in${from}`,
  },
  'grant.vouched_for': {
    outcome: 'done',
    actor: 'user',
    target: 'application',
    sentence: ({ actor, target, detail }) =>
      `${text(detail, 'issuer') || 'Another server'} vouched for ${actor} to ${target}`,
  },
  'grant.decided_by_hook': {
    outcome: 'done',
    actor: 'user',
    target: 'application',
    sentence: ({ actor, target, detail }) =>
      `${target} got a token for ${actor}, as ${text(detail, 'grant') || 'a grant of the office’s own'} decided`,
  },
  'grant.renewed': {
    outcome: 'done',
    actor: 'client',
    target: 'nobody',
    counted: 'actor',
    sentence: ({ actor, detail }) => `${actor} asked for people who were signed in already ${times(detail)}`,
  },
  'grant.revoked': {
    outcome: 'done',
    actor: 'client',
    target: 'user',
    sentence: ({ event, actor, target, client, detail }) => {
      const by = event.actor === detail['client_id'] ? '' : `, by ${actor}`;
      return `The sign-in of ${target} at ${client} ended${by}: ${reason(detail)}`;
    },
  },
  'logout.failed': {
    outcome: 'refused',
    actor: 'client',
    target: 'user',
    sentence: ({ actor, target, detail }) =>
      `${actor} was not told that ${target} has signed out, after trying ${times({ count: number(detail, 'tries') })}: ${reason(detail)}`,
  },
  'token.revoked': {
    outcome: 'done',
    actor: 'client',
    target: 'user',
    sentence: ({ event, actor, target }) =>
      `${actor} gave back an access token${event.target === '' ? ' of its own' : ` that it had for ${target}`}`,
  },
  'application.registered': {
    outcome: 'done',
    actor: 'other',
    target: 'application',
    sentence: ({ event, actor, target, from, detail }) => {
      const named = detail['registered_with'];
      const token = typeof named === 'string' ? `, with the token “${named}”` : '';
      const by = event.actor === '' ? token : `, by leave of ${actor}`;
      const until = detail['awaits_approval'] === true ? '; an admin has to approve' : '';
      return `The application ${target} registered itself${from}${by}${until}`;
    },
  },
  'application.registration_changed': {
    outcome: 'done',
    actor: 'client',
    target: 'application',
    sentence: ({ target, from }) => `The application ${target} changed its registration${from}`,
  },
  'application.registration_ended': {
    outcome: 'done',
    actor: 'client',
    target: 'application',
    sentence: ({ target, from }) => `The application ${target} ended its registration${from}`,
  },
  'application.lapsed': {
    outcome: 'done',
    actor: 'nobody',
    target: 'application',
    sentence: ({ target }) =>
      `The application ${target} was removed: it had brought itself here, and nobody ever used it`,
  },
  'registration.turned_away': {
    outcome: 'refused',
    actor: 'nobody',
    target: 'application',
    counted: 'target',
    sentence: ({ from, detail }) =>
      `${manyOf(detail, 'registration')} ${were(detail)} refused${from}: ${reason(detail)}`,
  },
  'token.turned_away': {
    outcome: 'refused',
    actor: 'nobody',
    target: 'client',
    counted: 'target',
    sentence: ({ target, from, detail }) => `${target} was refused tokens ${times(detail)}${from}: ${reason(detail)}`,
  },
  'client.turned_away': {
    outcome: 'refused',
    actor: 'nobody',
    target: 'client',
    counted: 'target',
    sentence: ({ event, target, from, detail }) => {
      const as = event.target === '' ? 'an application that is not known here' : target;
      return `Somebody spoke as ${as} and was turned away ${times(detail)}${from}: ${reason(detail)}`;
    },
  },
  'application.tokens_issued': {
    outcome: 'done',
    actor: 'client',
    target: 'nobody',
    counted: 'actor',
    sentence: ({ actor, detail }) => `${actor} got tokens for itself ${times(detail)}`,
  },
  'application.tokens_refreshed': {
    outcome: 'done',
    actor: 'client',
    target: 'nobody',
    counted: 'actor',
    sentence: ({ actor, detail }) => `${actor} renewed tokens of people ${times(detail)}`,
  },
  'application.tokens_exchanged': {
    outcome: 'done',
    actor: 'client',
    target: 'nobody',
    counted: 'actor',
    sentence: ({ actor, detail }) => `${actor} exchanged tokens of people ${times(detail)}: ${reason(detail)}`,
  },
  'service_account.tokens_issued': {
    outcome: 'done',
    actor: 'service_account',
    target: 'nobody',
    counted: 'actor',
    sentence: ({ actor, detail }) => `The service account ${actor} got tokens ${times(detail)}`,
  },
  'authorization.refused': {
    outcome: 'refused',
    actor: 'user',
    target: 'application',
    sentence: ({ actor, target, from, detail }) => `${actor} could not go on to ${target}${from}: ${reason(detail)}`,
  },
  'device.turned_away': {
    outcome: 'refused',
    actor: 'nobody',
    target: 'application',
    counted: 'target',
    sentence: ({ from, detail }) => `Codes of devices were refused ${times(detail)}${from}: ${reason(detail)}`,
  },
  'authorization.turned_away': {
    outcome: 'refused',
    actor: 'nobody',
    target: 'application',
    counted: 'target',
    sentence: ({ event, target, from, detail }) => {
      const to = event.target === '' ? 'an application that is not known here' : target;
      return `${manyOf(detail, 'request')} to sign in to ${to} ${were(detail)} refused${from}: ${reason(detail)}`;
    },
  },
} as const satisfies Readonly<Record<string, EventType>>;

export const EVENT_TYPES = { ...ADMIN_EVENTS, ...FLOW_EVENTS, ...APP_PASSWORD_EVENTS } satisfies Readonly<
  Record<AuditType, EventType>
>;

export type { AuditType };

/** Those of which one event stands for many. */
export type CountedType = {
  [T in AuditType]: (typeof EVENT_TYPES)[T] extends { readonly counted: 'actor' | 'target' } ? T : never;
}[AuditType];

/** Undefined for a type that another version wrote. */
export function eventTypeOf(type: string): EventType | undefined {
  return isAuditType(type) ? EVENT_TYPES[type] : undefined;
}

function isAuditType(type: string): type is AuditType {
  return Object.hasOwn(EVENT_TYPES, type);
}
