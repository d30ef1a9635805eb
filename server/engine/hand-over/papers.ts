/**
 * Hand-overs: a browser is led away to a program of the office's own with a challenge, and comes back with a verifier, once
 * and to the browser that left. What a browser can begin by itself travels sealed in the challenge and is on record only once
 * it is answered, so that what nobody finishes fills nothing; what follows an answer is on record from the start.
 */
import { hashSecret, secretMatches } from '../../directory/machine-secrets.ts';
import type { Params } from '../../spec/params.ts';
import type { HandOver, HandOverAnswer, HandOverKind, HandOverPaper } from '../../storage/records/hand-overs.ts';
import type { Context } from '../context.ts';
import { PageError } from '../page-error.ts';
import type { EndpointRequest, RedirectResponse } from '../wire.ts';

/** Where somebody is led and why, as far as a caller knows it. */
export interface LeadingAway {
  /** Of the program. */
  readonly url: string;
  readonly paper: DistributiveOmit<HandOverPaper, 'browser_hash' | 'created_at' | 'expires_at'>;
  /** Whether it is on record from the start: only of what no browser can begin by itself. */
  readonly kept?: boolean;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** In characters: what every server takes in an address, with room for the address itself. */
const LONGEST_SEALED = 6_000;
/** No challenge is longer, whoever made it. */
const LONGEST_ASKED = 8_000;

/** Undefined where the request is too long for an address. */
export async function leadAway(
  { url, paper, kept = false }: LeadingAway,
  request: EndpointRequest,
  cx: Context,
): Promise<RedirectResponse | undefined> {
  const browser = request.cookies.browser ?? cx.secrets.random();
  const times = { created_at: cx.now, expires_at: cx.now + cx.settings.interaction_lifetime_s };
  const whole: HandOverPaper = { ...paper, browser_hash: hashSecret(browser), ...times };
  const challenge = kept ? cx.secrets.random() : cx.secrets.seal('hand-over', JSON.stringify(whole));
  if (challenge.length > LONGEST_SEALED) return undefined;
  if (kept) await cx.store.collection('hand_overs').insert({ ...whole, id: hashSecret(challenge) });
  const location = new URL(url);
  location.searchParams.set(`${paper.kind}_challenge`, challenge);
  return {
    kind: 'redirect',
    status: request.method === 'POST' ? 303 : 302,
    location: location.href,
    ...(request.cookies.browser === browser ? {} : { cookies: { browser: { value: browser } } }),
  };
}

/** What a challenge stands for; undefined for one that is not ours, of another kind, or over. */
export async function findHandOver(kind: HandOverKind, challenge: string, cx: Context): Promise<HandOver | undefined> {
  if (challenge === '' || challenge.length > LONGEST_ASKED) return undefined;
  const id = hashSecret(challenge);
  const found = (await cx.store.collection('hand_overs').get(id)) ?? unsealed(id, challenge, cx);
  return found?.kind === kind && found.expires_at > cx.now ? found : undefined;
}

function unsealed(id: string, challenge: string, cx: Context): HandOver | undefined {
  const text = cx.secrets.unseal('hand-over', challenge);
  // Sealed by ourselves: nobody else could have written it.
  return text === undefined ? undefined : { ...(JSON.parse(text) as HandOverPaper), id };
}

/**
 * Writes down what the program decided; what it said before of the same challenge no longer counts. Answers where the
 * browser is to be sent, or undefined where it has come back already.
 */
export function answerHandOver(
  found: HandOver,
  answer: HandOverAnswer,
  answered_by: string,
  cx: Context,
): Promise<string | undefined> {
  const secret = cx.secrets.random();
  return cx.store.transaction(async (within) => {
    const hand_overs = within.collection('hand_overs');
    const newest = await hand_overs.get(found.id);
    if (newest?.used_at !== undefined) return undefined;
    const answered = { ...found, answer, answered_by, verifier_hash: hashSecret(secret) };
    if (newest === undefined) await hand_overs.insert(answered);
    else await hand_overs.update(found.id, () => answered);
    const back = new URL(found.returns_to);
    back.searchParams.set(verifierOf(found.kind), `${found.id}.${secret}`);
    return back.href;
  });
}

export function verifierOf(kind: HandOverKind): string {
  return `${kind}_verifier`;
}

export type Answered<K extends HandOverKind> = HandOver & { readonly kind: K; readonly answer: HandOverAnswer };

/**
 * What the program answered, for the browser that left, once: of two who bring the same verifier one goes on. Throws
 * PageError for a verifier that is not ours, over, replaced, another browser's or used.
 */
export async function useVerifier<K extends HandOverKind>(
  kind: K,
  { params, cookies }: Pick<EndpointRequest, 'params' | 'cookies'>,
  cx: Context,
): Promise<Answered<K>> {
  const found = await bringsVerifier(kind, params, cx);
  // Another browser's learns nothing, and takes nothing away from the one that left.
  if (found === undefined || cookies.browser === undefined || !secretMatches(cookies.browser, found.browser_hash)) {
    throw startAgain('This page belongs to a sign-in that is over, took too long, or began in another browser.');
  }
  return cx.store.transaction(async (within) => {
    const newest = await within.collection('hand_overs').get(found.id);
    if (newest?.used_at !== undefined || newest?.verifier_hash !== found.verifier_hash) {
      throw startAgain('This sign-in has been completed already, perhaps in another tab.');
    }
    await within.collection('hand_overs').update(found.id, (old) => ({ ...old, used_at: cx.now }));
    return found;
  });
}

async function bringsVerifier<K extends HandOverKind>(
  kind: K,
  params: Params,
  cx: Context,
): Promise<Answered<K> | undefined> {
  const name = verifierOf(kind);
  const [id = '', secret = ''] = params.repeated.includes(name) ? [] : (params.get(name) ?? '').split('.');
  const found = id.length > 64 ? undefined : await cx.store.collection('hand_overs').get(id);
  if (found === undefined || !isAnswered(found, kind) || found.verifier_hash === undefined) return undefined;
  return secretMatches(secret, found.verifier_hash) && found.expires_at > cx.now ? found : undefined;
}

function isAnswered<K extends HandOverKind>(found: HandOver, kind: K): found is Answered<K> {
  return found.kind === kind && found.answer !== undefined;
}

function startAgain(detail: string): PageError {
  const remedy = 'Go back to the application and start from there again.';
  return new PageError('invalid_request', { title: 'Please start again', detail, remedy });
}
