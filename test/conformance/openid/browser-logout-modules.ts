/** The modules about signing out in the browser: front-channel frames, and the frame that watches the session. */
import { runInNewContext } from 'node:vm';
import { expect } from 'vitest';
import type { HttpPerson } from '../../support/http-person.ts';
import { authorize, checkErrorCallback, finish, type Finished } from './checks.ts';
import { checkMetadata } from './metadata.ts';
import { CALLBACK } from './provider.ts';
import { random, requestOf, textOf, type Variant } from './relying-party.ts';

const ORIGIN = new URL(CALLBACK).origin;

/** What the first application has besides, as the Foundation asks of a static client. */
export const SIGNS_OUT = {
  post_logout_redirect_uris: [`${ORIGIN}/post_logout_redirect`],
  frontchannel_logout_uri: `${ORIGIN}/frontchannel_logout`,
};

export const LOGOUT_MODULES: Readonly<Record<string, (variant: Variant) => Promise<void>>> = {
  async 'oidcc-frontchannel-logout-discovery-endpoint-verification'(variant) {
    await checkMetadata(variant);
    expect(variant.provider.metadata).toMatchObject({
      frontchannel_logout_supported: true,
      frontchannel_logout_session_supported: true,
      end_session_endpoint: expect.stringMatching(/^https:\/\//) as string,
    });
  },

  async 'oidcc-frontchannel-rp-initiated-logout'(variant) {
    const signedIn = await finish(variant);
    const state = random();
    const html = await signOut(variant, signedIn, state);
    const frames = [...html.matchAll(/<iframe[^>]*\ssrc="([^"]*)"/g)].map(([, src = '']) => new URL(unescape(src)));
    expect(frames.map((frame) => frame.origin + frame.pathname)).toEqual([SIGNS_OUT.frontchannel_logout_uri]);
    expect(Object.fromEntries(frames[0]?.searchParams ?? [])).toEqual({
      iss: variant.provider.issuer,
      sid: signedIn.claims['sid'],
    });
    expect(goesOnTo(html)).toBe(`${SIGNS_OUT.post_logout_redirect_uris[0]}?state=${state}`);
    await checkSignedOut(variant, signedIn.person);
  },

  async 'oidcc-session-management-discovery-endpoint-verification'(variant) {
    await checkMetadata(variant);
    const { metadata } = variant.provider;
    expect(metadata['check_session_iframe']).toEqual(expect.stringMatching(/^https:\/\//));
    expect(metadata['end_session_endpoint']).toEqual(expect.stringMatching(/^https:\/\//));
  },

  async 'oidcc-session-management-rp-initiated-logout'(variant) {
    const signedIn = await finish(variant);
    const session_state = textOf(signedIn.callback['session_state']);
    const message = `${variant.client.client_id} ${session_state}`;
    expect(await askFrame(variant, signedIn.person, message)).toBe('unchanged');
    expect(await askFrame(variant, signedIn.person, session_state)).toBe('error');
    const state = random();
    const html = await signOut(variant, signedIn, state);
    expect(goesOnTo(html)).toBe(`${SIGNS_OUT.post_logout_redirect_uris[0]}?state=${state}`);
    expect(await askFrame(variant, signedIn.person, message)).toBe('changed');
    await checkSignedOut(variant, signedIn.person);
  },
};

async function signOut({ provider }: Variant, { person, id_token }: Finished, state: string): Promise<string> {
  const [post_logout_redirect_uri = ''] = SIGNS_OUT.post_logout_redirect_uris;
  const query = new URLSearchParams({ id_token_hint: id_token, post_logout_redirect_uri, state });
  const stop = await person.open(`${textOf(provider.metadata['end_session_endpoint'])}?${query.toString()}`);
  expect([stop.status, stop.left]).toEqual([200, undefined]);
  expect(stop.html).toContain('id="lanyard-signed-out"');
  return stop.html;
}

/** Where a browser without scripts goes by itself, in no more seconds than the Foundation's waits. */
function goesOnTo(html: string): string {
  const content = unescape(/<meta http-equiv="refresh" content="([^"]*)"/.exec(html)?.[1] ?? '');
  const [, seconds, url = ''] = /^(\d+);url=(.*)$/.exec(content) ?? [];
  expect(Number(seconds)).toBeLessThanOrEqual(2);
  return url;
}

async function checkSignedOut(variant: Variant, person: HttpPerson): Promise<void> {
  const request = requestOf(variant, { prompt: 'none' });
  const { callback } = await authorize(variant, person, request);
  checkErrorCallback(variant, request, callback, 'login_required');
}

/** Loads the frame and its script, and runs that with the person's cookies, as a page of the application would see it. */
async function askFrame({ provider }: Variant, person: HttpPerson, message: string): Promise<unknown> {
  const url = new URL(textOf(provider.metadata['check_session_iframe']));
  const page = await fetch(url);
  expect(page.headers.get('x-frame-options')).toBeNull();
  expect(page.headers.get('content-security-policy')).toContain('frame-ancestors *');
  const src = /<script src="([^"]*)"/.exec(await page.text())?.[1] ?? '';
  const script = await (await fetch(new URL(src, url))).text();
  let receive: ((event: object) => void) | undefined;
  const window = { addEventListener: (_name: string, listener: typeof receive) => (receive = listener) };
  runInNewContext(script, { window, document: { cookie: person.cookieHeader() }, location: url });
  let said: unknown;
  receive?.({ data: message, origin: ORIGIN, source: { postMessage: (word: unknown) => (said = word) } });
  return said;
}

function unescape(text: string): string {
  return text.replaceAll('&amp;', '&');
}
