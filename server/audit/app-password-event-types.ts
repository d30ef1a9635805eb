/** The rows of what people do with app passwords of theirs, and of the programs that come with one, theirs or a service account's. */
import { type EventType, reason, text, times } from './event-type.ts';

export const APP_PASSWORD_EVENTS = {
  'app_password.used': {
    outcome: 'done',
    actor: 'service_account',
    target: 'nobody',
    counted: 'actor',
    sentence: ({ actor, detail }) =>
      `The service account ${actor} used an app password in the place of a token ${times(detail)}`,
  },
  'app_password.turned_away': {
    outcome: 'refused',
    actor: 'nobody',
    target: 'service_account',
    counted: 'target',
    sentence: ({ event, target, from, detail }) => {
      const as = event.target === '' ? '' : ` of ${target}`;
      return `A program that came with an app password${as} in the place of a token was turned away ${times(detail)}${from}: ${reason(detail)}`;
    },
  },
  'own_app_password.created': {
    outcome: 'done',
    actor: 'user',
    target: 'other',
    sentence: ({ actor, target, detail }) => {
      const is_for = text(detail, 'is_for');
      return `${actor} made the app password ${target}${is_for === '' ? '' : ` for ${is_for}`}`;
    },
  },
  'own_app_password.removed': {
    outcome: 'done',
    actor: 'user',
    target: 'other',
    sentence: ({ actor, target }) => `${actor} deleted their app password ${target}`,
  },
  'own_app_password.used': {
    outcome: 'done',
    actor: 'user',
    target: 'nobody',
    counted: 'actor',
    sentence: ({ actor, detail }) => `A program of ${actor} used an app password ${times(detail)}`,
  },
  'own_app_password.turned_away': {
    outcome: 'refused',
    actor: 'nobody',
    target: 'user',
    counted: 'target',
    sentence: ({ event, target, from, detail }) => {
      const as = event.target === '' ? '' : ` as ${target}`;
      return `A program that came with an app password${as} was turned away ${times(detail)}${from}: ${reason(detail)}`;
    },
  },
} as const satisfies Readonly<Record<string, EventType>>;
