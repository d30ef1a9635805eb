/** The rows of what admins and the operator do: plain changes of each resource, and the acts that are none. */
import { and, type EventType, fieldsOf, number, type Party, manyOf, reason, text, were } from './event-type.ts';

const ALL = ['created', 'changed', 'removed'] as const;

function whom(actor: string, target: string): string {
  return actor === target ? 'themselves' : target;
}

export const ADMIN_EVENTS = {
  ...changes('user', 'the person', 'user', ALL),
  ...changes('group', 'the group', 'group', ALL),
  ...changes('application', 'the application', 'application', ALL),
  ...changes('service_account', 'the service account', 'service_account', ALL),
  ...changes('app_password', 'the app password', 'other', ['created', 'removed']),
  ...changes('user_app_password', 'the app password', 'other', ['removed']),
  ...changes('initial_access_token', 'the token for registrations', 'other', ['created', 'removed']),
  ...changes('api', 'the API', 'api', ALL),
  ...changes('scope', 'the scope', 'scope', ALL),
  ...changes('trusted_issuer', 'the trusted issuer', 'other', ALL),
  ...changes('extension_grant', 'the grant of the office’s own', 'other', ALL),
  ...changes('signing_key', 'the signing key', 'other', ALL),
  ...changes('settings', 'the settings', 'other', ['changed']),
  ...changes('login_page', 'the sign-in page', 'other', ['changed']),
  'login_page.undone': act('admin', 'other', ({ actor }) => `${actor} put back the sign-in page as it was before`),
  'login_page.reset': act('admin', 'other', ({ actor }) => `${actor} put back the sign-in page as Lanyard has it`),
  'extension_grant.key_made': act(
    'admin',
    'other',
    ({ actor, target }) => `${actor} made a new key for the answers of the grant ${target}`,
  ),
  'extension_grant.tried': act(
    'admin',
    'other',
    ({ actor, target, detail }) => `${actor} tried out the grant ${target}: ${reason(detail)}`,
  ),
  'user.brought': act(
    'admin',
    'user',
    ({ actor, target }) =>
      `the office’s own sign-in program brought ${target} in, at their first sign-in, with a token of ${actor}`,
  ),
  'session.removed': act('admin', 'user', ({ actor, target, detail }) => {
    const browsers = number(detail, 'ended') + number(detail, 'panel_sessions_ended');
    return `${actor} signed ${whom(actor, target)} out${browsers > 1 ? ` of ${browsers} browsers` : ''}`;
  }),
  'panel.removed': act(
    'admin',
    'user',
    ({ actor, target }) => `${actor} signed ${whom(actor, target)} out of the panel`,
  ),
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
  'panel.turned_away': {
    outcome: 'refused',
    actor: 'nobody',
    target: 'user',
    counted: 'target',
    sentence: ({ event, target, from, detail }) => {
      const as = event.target === '' ? '' : ` as ${target}`;
      return `${manyOf(detail, 'attempt')} to sign in to the panel${as} ${were(detail)} turned away${from}: ${reason(detail)}`;
    },
  },
  'application.tokens_revoked': act(
    'admin',
    'application',
    ({ actor, target }) => `${actor} ended everything that the application ${target} held`,
  ),
  'application.approved': act(
    'admin',
    'application',
    ({ actor, target, detail }) =>
      `${actor} approved ${detail['changed'] === true ? 'what has changed in ' : ''}the application ${target}, which ${
        detail['registered_by'] === 'person'
          ? `${text(detail, 'entered_by') || 'somebody of the office'} had entered`
          : 'had brought itself here'
      }`,
  ),
  'application.secret_created': act(
    'admin',
    'application',
    ({ actor, target }) => `${actor} gave the application ${target} a new secret`,
  ),
  'own_application.created': own(({ actor, target, detail }) => {
    const until = detail['awaits_approval'] === true ? '; an admin has to approve' : '';
    return `${actor} entered the application ${target} for themselves${until}`;
  }),
  'own_application.changed': own(
    ({ actor, target, detail }) =>
      `${actor} changed their own application ${target}${fieldsOf(detail)}${
        detail['awaits_approval'] === true ? '; an admin has to approve that' : ''
      }`,
  ),
  'own_application.secret_created': own(
    ({ actor, target }) => `${actor} gave their own application ${target} a new secret`,
  ),
  'own_application.removed': own(({ actor, target }) => `${actor} removed their own application ${target}`),
  'user.password_reset': act('admin', 'user', ({ actor, target }) =>
    actor === target ? `${actor} changed their own password` : `${actor} gave ${target} a new password`,
  ),
  'user.first_admin_made': act('user', 'user', ({ target, from }) => `${target} became the first admin${from}`),
  'user.admin_reset': act('admin', 'user', ({ actor, target, detail }) =>
    detail['created'] === true
      ? `${actor} made the admin ${target}`
      : `${actor} gave the admin ${target} a new password`,
  ),
  'mail.opened': act('admin', 'user', ({ actor, target }) => `${actor} read what a mail says that is for ${target}`),
  'mail.handed_over': act('admin', 'user', ({ actor, target }) => `${actor} handed over a mail to ${target}`),
  'mail.retried': act('admin', 'user', ({ actor, target }) => `${actor} had a mail for ${target} sent once more`),
  'mail.tried': act('admin', 'other', ({ actor, target }) => `${actor} asked for a test mail to ${target}`),
  'mail.failed': {
    outcome: 'refused',
    actor: 'other',
    target: 'user',
    sentence: ({ target, detail }) => `A mail for ${target} could not be sent: ${reason(detail)}`,
  },
  'logout.retried': act(
    'admin',
    'application',
    ({ actor, target }) => `${actor} had ${target} told once more of a sign-out`,
  ),
  'signing_key.revoked': act(
    'admin',
    'other',
    ({ actor, target }) => `${actor} took the signing key ${target} out of use at once`,
  ),
  'signing_keys.rotated': act('admin', 'other', ({ actor }) => `${actor} let the next signing keys take over`),
  'issuer.changed': act('admin', 'other', ({ actor, target }) => `${actor} gave the office the address ${target}`),
  'issuer.accepted': act(
    'admin',
    'other',
    ({ actor, target }) => `${actor} said that every application knows the address ${target}`,
  ),
  'configuration.imported': act('admin', 'other', ({ actor }) => `${actor} imported an office file`),
  'configuration.exported': act('admin', 'other', ({ actor }) => `${actor} exported the office as a file`),
  'export.created': act('admin', 'other', ({ actor, target }) => `${actor} exported ${target}`),
  'trace.watched': act('admin', 'nobody', ({ actor, from }) => `${actor} watched the live flows${from}`),
} as const satisfies Readonly<Record<string, EventType>>;

type Verb = 'created' | 'changed' | 'removed';

const SAID: Readonly<Record<Verb, string>> = { created: 'added', changed: 'changed', removed: 'removed' };

/** Those of `verbs`, with detail { before, after } of the fields that changed. `called` is the resource with its article. */
function changes<N extends string, V extends Verb>(noun: N, called: string, target: Party, verbs: readonly V[]) {
  const row = (verb: V) =>
    [
      `${noun}.${verb}`,
      act('admin', target, ({ event, actor, target: name, detail, stopped }) => {
        const which = event.target === '' || called === `the ${name}` ? called : `${called} ${name}`;
        return `${actor} ${SAID[verb]} ${which}${verb === 'changed' ? fieldsOf(detail) : ''}${standing(stopped, verb)}`;
      }),
    ] as const;
  return Object.fromEntries(verbs.map(row)) as Record<`${N}.${V}`, EventType>;
}

/** What people registered stands still with them. */
function standing(stopped: readonly string[], verb: Verb): string {
  if (stopped.length === 0) return '';
  const [stand, them] = stopped.length === 1 ? ['stands', 'it'] : ['stand', 'them'];
  const why = verb === 'removed' ? 'is gone' : 'may not sign in';
  return `; ${and(stopped)} ${stand} still, because whoever registered ${them} ${why}`;
}

function act(actor: Party, target: Party, sentence: EventType['sentence']): EventType {
  return { outcome: 'done', actor, target, sentence };
}

/** What people do with applications of their own. */
function own(sentence: EventType['sentence']): EventType {
  return act('user', 'application', sentence);
}

function refusal(sentence: EventType['sentence']): EventType {
  return { outcome: 'refused', actor: 'admin', target: 'other', sentence };
}

function because(reason: string): string {
  return reason === '' ? '' : `: ${reason}`;
}
