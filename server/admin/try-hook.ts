/** Tries a hook out: it is asked as for a token, and its answer is told to the admin instead of being acted upon. */
import type { Answered } from '../contract/admin/types.ts';
import { definedFields } from '../directory/defined-fields.ts';
import { generateSecret } from '../directory/machine-secrets.ts';
import { askHook, type HookOutcome } from '../hooks/ask-hook.ts';
import { findNamedUser } from '../hooks/find-named-user.ts';
import { offeredScope, passedOn } from '../hooks/question-of.ts';
import type { Application } from '../storage/records/directory.ts';
import type { ExtensionGrant } from '../storage/records/extension-grants.ts';
import type { Store } from '../storage/store.ts';
import type { AdminContext } from './handler.ts';

type Told = Answered<'tryExtensionGrant'>;

export async function tryHook(
  extension: ExtensionGrant,
  application: Application,
  parameters: Readonly<Record<string, string>>,
  cx: AdminContext,
): Promise<Told> {
  const { client_id, client_name, token_endpoint_auth_method, audience } = application;
  const { scope } = await offeredScope(application, undefined, cx.store);
  const { issuer } = cx.addressesOf(application);
  const client = { client_id, client_name, token_endpoint_auth_method };
  const asked = { parameters: passedOn(Object.entries(parameters)), scope, audience, address: cx.address };
  const question = { extension, issuer, client, ...asked };
  const { keys, outbound } = cx.house;
  const outcome = await askHook(question, {
    fetch: outbound.fetch,
    sign: (typ, claims) => keys.sign({ alg: 'RS256', typ }, claims),
    random: generateSecret,
    now: cx.now,
  });
  return tell(outcome, scope, cx.store);
}

async function tell(outcome: HookOutcome, offered: readonly string[], store: Store): Promise<Told> {
  const { kind } = outcome;
  switch (kind) {
    case 'granted': {
      const { subject, scope = offered, claims } = outcome;
      return {
        outcome: kind,
        subject: subject.kind === 'client' ? 'the application itself' : `${subject.by} ${subject.value}`,
        ...definedFields({ subject_known: await isKnown(subject, store) }),
        scope: scope.join(' '),
        claims: { ...claims },
      };
    }
    case 'refused':
      return { outcome: kind, error: outcome.error, why: outcome.description };
    case 'silent':
    case 'unusable':
      return { outcome: kind, why: outcome.why };
    default:
      return outcome satisfies never;
  }
}

type Subject = Extract<HookOutcome, { kind: 'granted' }>['subject'];

async function isKnown(subject: Subject, store: Store): Promise<boolean | undefined> {
  if (subject.kind === 'client') return undefined;
  const user = await findNamedUser(subject, store);
  return user !== undefined && !user.disabled;
}
