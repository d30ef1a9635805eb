/**
 * Requests that an application sent ahead. What a client that proved itself sends is kept; what a public one sends travels
 * sealed in the request_uri, so that strangers fill nothing. Either opens as often as a page is reloaded, and ends with the
 * first answer that it leads to. RFC 9126 §2.2, §4
 */
import { isPublic } from '../../directory/applications.ts';
import { hashSecret } from '../../directory/machine-secrets.ts';
import { type Params, paramsOf } from '../../spec/params.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { PendingRequest, PushedRequest } from '../../storage/records/flow.ts';
import type { Transaction } from '../../storage/store.ts';
import type { Context } from '../context.ts';
import { PageError } from '../page-error.ts';
import type { Step } from '../step.ts';

const PREFIX = 'urn:ietf:params:oauth:request_uri:';
/** In seconds: from the push to the moment at which the browser arrives. */
const LIFETIME_S = 90;
/** In characters: as much as an address can carry to a server. */
const LONGEST_SEALED = 16_000;

/** What goes along with a request that was sent ahead, and ends with it. */
export type Pushed = NonNullable<PendingRequest['pushed']>;

export interface Opened extends Sent {
  readonly pushed: Pushed;
}

/** What is sent ahead. */
export interface Sent {
  readonly params: Params;
  /** Whether it stood in a request object. */
  readonly signed: boolean;
}

/** The body of the answer, or undefined where a public client's request is too long for an address. RFC 9126 §2.2 */
export async function keepPushed(
  { params, signed }: Sent,
  application: Application,
  cx: Context,
): Promise<{ readonly request_uri: string; readonly expires_in: number } | undefined> {
  const { client_id } = application;
  const { flow_id } = cx;
  const came = signed ? { signed: true as const } : {};
  const content = { client_id, parameters: [...params.entries()], ...came, flow_id, expires_at: cx.now + LIFETIME_S };
  const sealed = isPublic(application);
  const reference = sealed ? cx.secrets.seal('pushed-request', JSON.stringify(content)) : cx.secrets.random();
  if (reference.length > LONGEST_SEALED) return undefined;
  const request_uri = `${PREFIX}${reference}`;
  if (!sealed) await cx.store.collection('pushed_requests').insert({ id: hashSecret(request_uri), ...content });
  return { request_uri, expires_in: LIFETIME_S };
}

/** Whether a request_uri is one that only this house could have given out. */
export function namesPushed(params: Params): boolean {
  return params.get('request_uri')?.startsWith(PREFIX) === true;
}

/**
 * The parameters that were sent ahead; what stands beside them is not read, but for the client_id, which must be the one
 * that sent them. Throws PageError: where the request is not known, neither is where its answer may go. RFC 9126 §4
 */
export const openPushed: Step<Params, Opened> = {
  name: 'pushed-request',
  spec: 'RFC 9126 §4',
  async run(params, cx) {
    const request_uri = params.repeated.includes('request_uri') ? '' : (params.get('request_uri') ?? '');
    const id = hashSecret(request_uri);
    const kept = await cx.store.collection('pushed_requests').get(id);
    const found = kept ?? unseal(request_uri.slice(PREFIX.length), cx);
    if (found === undefined || found.client_id !== params.get('client_id') || params.repeated.includes('client_id')) {
      throw startAgain('What the application sent ahead is not known here, or another application sent it.');
    }
    if (kept?.consumed_at !== undefined) throw usedBefore();
    if (found.expires_at <= cx.now) throw startAgain('What the application sent ahead has been waiting for too long.');
    const { parameters, client_id, flow_id, expires_at, signed = false } = found;
    cx.trace?.join(flow_id);
    return { params: paramsOf(parameters), signed, pushed: { id, client_id, flow_id, expires_at } };
  },
};

/** Ends it: of all who opened it, one gets an answer. Throws PageError when somebody was faster. RFC 9126 §7.3 */
export async function consumePushed(within: Transaction, { pushed }: PendingRequest, cx: Context): Promise<void> {
  if (pushed === undefined) return;
  const requests = within.collection('pushed_requests');
  const kept = await requests.get(pushed.id);
  if (kept?.consumed_at !== undefined) throw usedBefore();
  const expires_at = pushed.expires_at + cx.settings.interaction_lifetime_s;
  const used: PushedRequest = { ...pushed, parameters: [], expires_at, consumed_at: cx.now };
  if (kept === undefined) await requests.insert(used);
  else await requests.update(pushed.id, () => used);
}

function unseal(sealed: string, cx: Context): Omit<PushedRequest, 'id'> | undefined {
  const text = sealed.length > LONGEST_SEALED ? undefined : cx.secrets.unseal('pushed-request', sealed);
  // Sealed by ourselves: nobody else could have written it.
  return text === undefined ? undefined : (JSON.parse(text) as Omit<PushedRequest, 'id'>);
}

function usedBefore(): PageError {
  return startAgain('This sign-in has been completed already, perhaps in another tab.');
}

function startAgain(detail: string): PageError {
  const remedy = 'Go back to the application and sign in from there again.';
  return new PageError('invalid_request_uri', { title: 'Please start again', detail, remedy });
}
