/**
 * What the operator's log says of refusals: who asked, and the pages on which people are told of one, or which do less than
 * they should. It never holds what
 * was typed as a password, nor the query of an address, nor a username that nobody has: often enough that is a password too.
 */
import type { PageView } from '../contract/pages.ts';
import type { EndpointRequest } from '../engine/wire.ts';
import type { Log, LogFields } from '../log/log.ts';
import { readBasicCredentials } from '../spec/basic-credentials.ts';
import { usernameKey } from '../spec/username.ts';
import type { Collections } from '../storage/store.ts';

const LONGEST = 200;

/** One line for a page that refuses, or leaves something out; none for a page that only asks. */
export async function logRefusingPage(view: PageView, store: Collections, log: Log, about: LogFields): Promise<void> {
  if (view.page === 'login' && view.error !== undefined) {
    const { username, application, error } = view;
    const [user] = await store.collection('users').find('username_key', usernameKey(username));
    log.info('sign-in refused', {
      ...about,
      because: user === undefined ? `${error.kind}, for a username that nobody has` : error.kind,
      username: user?.username,
      application: application.client_name,
    });
  } else if (view.page === 'error') {
    const { code, title, mismatch } = view;
    log.info('refused', { ...about, code, description: title, redirect_uri: cut(mismatch?.received.split(/[?#]/)[0]) });
  } else if (view.page === 'signed-out' && view.frames_left_out !== undefined) {
    const { frames = [], frames_left_out: left_out } = view;
    log.warn('some applications were not signed out in the browser: the page had no place for their frames', {
      ...about,
      shown: frames.length,
      left_out,
    });
  }
}

/** The client_id that a request claims, by whichever way. */
export function whoAsks({ params, authorization }: Pick<EndpointRequest, 'params' | 'authorization'>): LogFields {
  return { client_id: cut(params.get('client_id') ?? readBasicCredentials(authorization)?.[0]?.client_id) };
}

function cut(text: string | undefined): string | undefined {
  return text?.slice(0, LONGEST);
}
