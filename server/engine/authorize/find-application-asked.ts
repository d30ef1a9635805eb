/**
 * The application behind the client_id of a request. One whose client_id is an address is read there, kept as a record like
 * every other, and read again when what it said is no longer fresh.
 */
import { appendAudit } from '../../audit/append.ts';
import type { AuditType } from '../../audit/event-types.ts';
import {
  type ApplicationChanges,
  changeApplication,
  createApplication,
  draftApplication,
  findApplication,
  redraftApplication,
} from '../../directory/applications.ts';
import { takeAttempt } from '../../directory/attempts.ts';
import { countUntoldChange } from '../../directory/directory-version.ts';
import { changedRegistration } from '../../directory/registered-by.ts';
import { isClientIdUrl } from '../../spec/client-id-url.ts';
import { networkOf } from '../../spec/network.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { Transaction } from '../../storage/store.ts';
import type { Context } from '../context.ts';
import { PageError } from '../page-error.ts';
import { changesAnything, cleared } from '../registration/manage.ts';
import { type DocumentRead, readMetadataDocument } from '../registration/metadata-document.ts';
import { refuseCrowd } from '../registration/refuse-crowd.ts';
import { assertSound, waitingFrom } from '../registration/register.ts';
import { lookUpOnce } from './lookups-under-way.ts';

/** How long what was read last is good for while nobody answers. */
const STALE_S = 86_400;
/** When it is tried again meanwhile. */
const RETRY_S = 60;

/** Undefined for nobody. Throws PageError for an application whose document can't be used. OAuth Client ID Metadata Document §4 */
export async function findApplicationAsked(client_id: string, cx: Context): Promise<Application | undefined> {
  const before = await findApplication(cx.store, client_id);
  const document = before?.registration?.document;
  if (!isClientIdUrl(client_id) || (before !== undefined && document === undefined)) return before;
  if (cx.settings.client_id_metadata_document === 'off') return undefined;
  // Whoever was switched off, or waits, is not asked again: an admin looks at what was read.
  if (before?.disabled === true || (document !== undefined && document.fresh_until > cx.now)) return before;
  const stale = document !== undefined && document.read_at + STALE_S > cx.now ? before : undefined;
  const network = networkOf(cx.address);
  // By network first, so that nobody is refused for what another network asked too often.
  return lookUpOnce(cx.outbound, `${network} ${client_id}`, async () => {
    if (!(await mayLook(network, cx))) return stale ?? refuseFlood();
    return lookUpOnce(cx.outbound, client_id, () => look(client_id, stale, cx));
  });
}

async function look(client_id: string, stale: Application | undefined, cx: Context): Promise<Application> {
  const read = await readMetadataDocument(client_id, cx);
  if (read.kind === 'read') return keep(client_id, read, cx);
  if (read.kind === 'unreadable' && stale !== undefined) return putOff(stale, cx);
  throw unusable(client_id, read);
}

/** Nobody answers: until the next try the others need not wait for that. */
function putOff({ id }: Application, cx: Context): Promise<Application> {
  return cx.store.transaction((within) =>
    within.collection('applications').update(id, (old) => {
      const { document } = old.registration ?? {};
      if (document === undefined || document.fresh_until > cx.now) return old;
      const fresh_until = Math.min(cx.now + RETRY_S, document.read_at + STALE_S);
      return { ...old, registration: { ...old.registration, document: { ...document, fresh_until } } };
    }),
  );
}

/** What happened while the other server was asked goes before what it said. */
function keep(client_id: string, { fields, fresh_until }: Read, cx: Context): Promise<Application> {
  const document = { read_at: cx.now, fresh_until };
  return cx.store.transaction(async (within) => {
    const old = await findApplication(within, client_id);
    if (old === undefined) return enter({ ...fields, client_id, registration: { document } }, within, cx);
    const { registration } = old;
    // An admin entered it, or switched it off, or looks at what another request read.
    if (registration?.document === undefined || old.disabled || registration.document.fresh_until > cx.now) return old;
    const changes = { ...cleared(), ...fields, scope: undefined, registration: { ...registration, document } };
    return renew(old, changes, within, cx);
  });
}

type Read = DocumentRead & { readonly kind: 'read' };
type Entered = Read['fields'] & Required<Pick<Application, 'client_id' | 'registration'>>;

async function enter(fields: Entered, within: Transaction, cx: Context): Promise<Application> {
  const awaits = cx.settings.client_id_metadata_document === 'approval';
  await refuseCrowd(within, awaits, cx);
  const waiting = awaits ? waitingFrom(cx) : {};
  const input = { ...fields, registration: { ...fields.registration, ...waiting }, disabled: awaits };
  await assertUsable(within, draftApplication(input, cx.now).application);
  const { application } = await createApplication(within, input, cx.now);
  await record('application.registered', application, within, cx);
  return application;
}

/** The scopes stay those that an admin may have changed; everything else is as the document says it now. */
async function renew(
  old: Application,
  changes: Partial<Record<string, unknown>>,
  within: Transaction,
  cx: Context,
): Promise<Application> {
  const all = changes as ApplicationChanges;
  const draft = redraftApplication(old, all, cx.now).application;
  await assertUsable(within, draft);
  const changed = changesAnything(old, draft);
  const registration = changed ? changedRegistration(old, draft.registration) : draft.registration;
  const again = changed && cx.settings.client_id_metadata_document === 'approval';
  const waits = { registration: { ...registration, awaits_approval: true as const }, disabled: true };
  const next = { ...all, ...(again ? waits : { registration }) };
  const { application } = await changeApplication(within, old.client_id, next, cx.now);
  if (changed) await record('application.registration_changed', application, within, cx);
  return application;
}

async function assertUsable(within: Transaction, application: Application): Promise<void> {
  try {
    await assertSound(within, application);
  } catch (thrown) {
    if (!(thrown instanceof OAuthError)) throw thrown;
    throw unusable(application.client_id, { kind: 'faulty', why: thrown.description });
  }
}

async function record(type: AuditType, application: Application, within: Transaction, cx: Context): Promise<void> {
  const { id, client_id, client_name, redirect_uris, registration } = application;
  await countUntoldChange(within);
  await appendAudit(within, {
    at: cx.now,
    type,
    actor: type === 'application.registered' ? '' : client_id,
    target: client_id,
    address: cx.address,
    detail: { id, client_name, redirect_uris, awaits_approval: registration?.awaits_approval === true },
  });
}

async function mayLook(network: string, cx: Context): Promise<boolean> {
  const limit = cx.settings.registrations_per_minute;
  return (await takeAttempt(cx.store, `metadata document ${network}`, limit, cx.now)).allowed;
}

function refuseFlood(): never {
  const words = {
    title: 'Too many applications were looked up',
    detail: 'From this network came too many requests for applications that are not known yet.',
    remedy: 'Try again in a minute.',
  };
  throw new PageError('temporarily_unavailable', words, 429);
}

function unusable(client_id: string, read: Exclude<DocumentRead, Read>): PageError {
  const { host } = new URL(client_id);
  if (read.kind === 'faulty') {
    return new PageError('invalid_client', {
      title: `What ${host} says of this application can’t be used`,
      detail: `At ${client_id} stands a description of the application, and it has a fault: ${read.why}.`,
      remedy: `Whoever looks after the application at ${host} can put it right.`,
    });
  }
  const words = {
    title: `${host} could not be asked about this application`,
    detail: `The application says that it is described at ${client_id}, and no description could be read there.`,
    remedy:
      'Try again later. If it goes on, an admin sees the reason in the panel, by watching the sign-in under Live flows.',
  };
  return new PageError('invalid_client', words, 400, read.why);
}
