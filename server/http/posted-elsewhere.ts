/**
 * Forms that a page of another site posts. With these browsers send none of our cookies (they are Lax), so that whoever is
 * signed in looks like nobody; they do with the GET that a redirect leads to. So the form comes again as one: sealed, so that
 * an address shows nothing which the application kept out of it, and nothing that anybody looks for is written down.
 */
import { PageError } from '../engine/page-error.ts';
import type { Endpoint } from '../engine/endpoint.ts';
import type { EndpointRequest, RedirectResponse } from '../engine/wire.ts';
import { type Params, paramsOf } from '../spec/params.ts';
import type { World } from './make-context.ts';

/** Of ours alone: an application may send any name of its own, which counts for nothing. RFC 6749 §3.1 */
const NAME = 'lanyard_posted';

/** Longer than a browser takes to follow a redirect, and short for an address that stays in its history. */
const LIFETIME_S = 300;

/** Characters. The head of a request may have 32 kB, and the cookies of a busy host stand there as well. */
const LONGEST_VALUE = 24_000;

interface Posted {
  readonly path: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly expires_at: number;
}

type Sealing = Pick<World, 'secrets' | 'now'>;

/**
 * 303 to the same endpoint, where a browser that has cookies of ours may have kept them back. Undefined where the request
 * is to be answered as it came: it is none of these, or too long for any address.
 */
export function comeAgain(
  { method, params, cookies }: Pick<EndpointRequest, 'method' | 'params' | 'cookies'>,
  { audience }: Pick<Endpoint, 'audience'>,
  path: string,
  { secrets, now }: Sealing,
): RedirectResponse | undefined {
  if (audience !== 'browser' || method !== 'POST') return undefined;
  if (cookies.session !== undefined || cookies.browser !== undefined) return undefined;
  const posted: Posted = { path, fields: [...params.entries()], expires_at: now() + LIFETIME_S };
  const value = secrets.seal('posted', JSON.stringify(posted));
  if (value.length > LONGEST_VALUE) return undefined;
  return { kind: 'redirect', status: 303, location: `${path}?${NAME}=${value}` };
}

/**
 * The parameters of a form that comes again; those of any other GET as they are. They are judged like any that stand in an
 * address. Throws PageError for what was not sealed here for this path, or too long ago.
 */
export function openPosted(params: Params, path: string, { secrets, now }: Sealing): Params {
  const value = params.get(NAME);
  if (value === undefined || [...params.entries()].length > 1) return params;
  const text = value.length > LONGEST_VALUE ? undefined : secrets.unseal('posted', value);
  // Sealed by ourselves: nobody else could have written it.
  const posted = text === undefined ? undefined : (JSON.parse(text) as Posted);
  if (posted === undefined || posted.path !== path || posted.expires_at <= now()) throw tooLate();
  return paramsOf(posted.fields);
}

function tooLate(): PageError {
  return new PageError('invalid_request', {
    title: 'Please start again',
    detail: 'This address was made for a moment, and that is over.',
    remedy: 'Go back to the application and try again from there.',
  });
}
