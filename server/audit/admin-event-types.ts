/** The rows of what admins and the operator do: three for every resource, and the acts that are no plain change. */
import { type EventType, fieldsOf, type Party, text } from './event-type.ts';

export const ADMIN_EVENTS = {
  ...changes('user', 'the person', 'user'),
  ...changes('group', 'the group', 'group'),
  ...changes('application', 'the application', 'application'),
  ...changes('service_account', 'the service account', 'service_account'),
  ...changes('app_password', 'the app password', 'other'),
  ...changes('api', 'the API', 'api'),
  ...changes('scope', 'the scope', 'scope'),
  ...changes('signing_key', 'the signing key', 'other'),
  ...changes('settings', 'the settings', 'other'),
  ...changes('session', 'the browser session', 'other'),
  ...changes('grant', 'the authorization', 'other'),
  ...changes('panel', 'the panel session', 'other'),
  'panel.signed_in': act('admin', 'other', ({ actor, from }) => `${actor} signed in to the panel${from}`),
  'panel.signed_out': act('admin', 'other', ({ actor, from }) => `${actor} signed out of the panel${from}`),
  'panel.confirmed': act('admin', 'other', ({ actor, from }) => `${actor} confirmed in the panel who they are${from}`),
  'panel.sign_in_refused': refusal(({ event, actor, from, detail }) => {
    const as = event.actor === '' ? '' : ` as ${actor}`;
    return `Somebody tried to sign in to the panel${from}${as}${because(text(detail, 'because'))}`;
  }),
  'panel.confirmation_refused': refusal(
    ({ actor, from, detail }) =>
      `In the panel of ${actor} somebody could not confirm who they are${from}${because(text(detail, 'because'))}`,
  ),
  'application.approved': act(
    'admin',
    'application',
    ({ actor, target }) => `${actor} let the application ${target} work, which had registered itself`,
  ),
  'application.secret_created': act(
    'admin',
    'application',
    ({ actor, target }) => `${actor} gave the application ${target} a new secret`,
  ),
  'user.password_reset': act('admin', 'user', ({ actor, target }) => `${actor} gave ${target} a new password`),
  'user.first_admin_made': act('user', 'user', ({ target, from }) => `${target} became the first admin${from}`),
  'user.admin_reset': act('admin', 'user', ({ actor, target, detail }) =>
    detail['created'] === true
      ? `${actor} made the admin ${target}`
      : `${actor} gave the admin ${target} a new password`,
  ),
  'signing_key.revoked': act(
    'admin',
    'other',
    ({ actor, target }) => `${actor} took the signing key ${target} out of use at once`,
  ),
  'signing_keys.rotated': act('admin', 'other', ({ actor }) => `${actor} let the next signing keys take over`),
  'issuer.changed': act('admin', 'other', ({ actor, target }) => `${actor} gave the office the address ${target}`),
  'configuration.imported': act('admin', 'other', ({ actor }) => `${actor} imported an office file`),
  'configuration.exported': act('admin', 'other', ({ actor }) => `${actor} exported the office as a file`),
  'export.created': act('admin', 'other', ({ actor, target }) => `${actor} exported ${target}`),
} as const satisfies Readonly<Record<string, EventType>>;

type Verb = 'created' | 'changed' | 'removed';

/** With detail { before, after } of the fields that changed. `called` is the resource with its article. */
function changes<N extends string>(noun: N, called: string, target: Party): Record<`${N}.${Verb}`, EventType> {
  const row = (said: (fields: string) => string, verb: Verb) =>
    [
      `${noun}.${verb}`,
      act('admin', target, ({ event, actor, target: name, detail }) => {
        const which = event.target === '' || called === `the ${name}` ? called : `${called} ${name}`;
        return `${actor} ${said(which)}${verb === 'changed' ? fieldsOf(detail) : ''}`;
      }),
    ] as const;
  return Object.fromEntries([
    row((which) => `added ${which}`, 'created'),
    row((which) => `changed ${which}`, 'changed'),
    row((which) => `removed ${which}`, 'removed'),
  ]) as Record<`${N}.${Verb}`, EventType>;
}

function act(actor: Party, target: Party, sentence: EventType['sentence']): EventType {
  return { outcome: 'done', actor, target, sentence };
}

function refusal(sentence: EventType['sentence']): EventType {
  return { outcome: 'refused', actor: 'admin', target: 'other', sentence };
}

function because(reason: string): string {
  return reason === '' ? '' : `: ${reason}`;
}
