/**
 * Where a person brings the code that their device shows. A right code leads through sign-in to the question whether that
 * device is theirs, which stands at the same address; the address alone, with a code in it or not, does nothing. RFC 8628 §3.3
 */
import { hashSecret, secretMatches } from '../../directory/machine-secrets.ts';
import { getLiveSession } from '../../directory/sessions.ts';
import { isLoopback } from '../../spec/loopback.ts';
import { readUserCode } from '../../spec/user-code.ts';
import type { DeviceCode, PendingRequest, Session } from '../../storage/records/flow.ts';
import { AT_A_DEVICE, sourceOf } from '../application-view.ts';
import { NOTHING_DONE } from '../authorize/elsewhere.ts';
import { interact, leadOn } from '../authorize/interact.ts';
import { nextInteraction } from '../authorize/next-interaction.ts';
import { gatherPending, type Pending } from '../authorize/pending.ts';
import { leadAway, useVerifier, verifierOf } from '../hand-over/papers.ts';
import { addressOf } from '../hand-over/told.ts';
import type { DeviceView } from '../../contract/pages.ts';
import type { Context } from '../context.ts';
import { codeCounters, refundCodeAttempt, takeCodeAttempt } from '../device/guessing.ts';
import { findWaiting } from '../device/device-code.ts';
import type { Endpoint } from '../endpoint.ts';
import { PageError } from '../page-error.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import type { EndpointRequest, EndpointResponse, Headers, PageResponse } from '../wire.ts';

export const deviceVerification: Endpoint = {
  name: 'device-verification',
  spec: 'RFC 8628 §3.3',
  methods: ['GET', 'POST'],
  audience: 'browser',
  cors: false,
  async run(request, cx) {
    // What is ticked on that page comes as often as there are boxes.
    if (request.params.has('ticket')) return interact('device', request, cx);
    refuseRepeated(request.params);
    if (request.params.has(verifierOf('device'))) return comeBack(request, cx);
    if (request.method === 'POST') return readCode(request, cx);
    return (await leadToProgram(request, cx)) ?? show(request, 200, {}, cx);
  },
};

async function readCode(request: EndpointRequest, cx: Context): Promise<EndpointResponse> {
  assertOwnForm(request, cx);
  const session = await getLiveSession(cx.store, request.cookies.session, cx.now);
  const counters = codeCounters(session, cx);
  const taken = await takeCodeAttempt(counters, cx);
  if (!taken.allowed) {
    const { retry_after_s } = taken;
    cx.counts.add('device.turned_away', '', 'too many wrong codes', cx.address);
    const error = { kind: 'too-many-attempts', retry_after_s, signed_in: session !== undefined } as const;
    return show(request, 429, { error }, cx, { 'Retry-After': String(retry_after_s) });
  }
  const found = await findWaiting(request.params.get('user_code') ?? '', cx);
  if (found === undefined) {
    cx.counts.add('device.turned_away', '', 'a code that no device shows', cx.address);
    return show(request, 400, { error: { kind: 'unknown-code' } }, cx);
  }
  await refundCodeAttempt(counters, cx);
  return goOnWith(found, session, request, cx);
}

/** To a page of the office's own sign-in program that takes the code in the place of this one; undefined where there is none. */
async function leadToProgram(request: EndpointRequest, cx: Context): Promise<EndpointResponse | undefined> {
  const { device_url } = cx.settings;
  const page = cx.urls.endpoint('device-verification');
  if (device_url === '' || page === undefined || cx.traits[cx.dialect]?.hands_over !== true) return undefined;
  const url = new URL(device_url);
  const user_code = readUserCode(request.params.get('user_code')?.slice(0, 100) ?? '');
  if (user_code !== undefined) url.searchParams.set('user_code', user_code);
  const request_url = addressOf(page, request.params);
  const paper = { kind: 'device', returns_to: page, request_url, address: cx.address } as const;
  return leadAway({ url: url.href, paper }, request, cx);
}

/** The program took the code. Whoever is signed in, or is to be, still says whether that device is theirs. */
async function comeBack(request: EndpointRequest, cx: Context): Promise<EndpointResponse> {
  const { answer } = await useVerifier('device', request, cx);
  const session = await getLiveSession(cx.store, request.cookies.session, cx.now);
  const found = answer.kind === 'device' ? await findWaiting(answer.user_code, cx) : undefined;
  if (found === undefined) return show(request, 400, { error: { kind: 'unknown-code' } }, cx);
  return goOnWith(found, session, request, cx);
}

async function goOnWith(
  found: { readonly code: DeviceCode; readonly user_code: string },
  session: Session | undefined,
  request: EndpointRequest,
  cx: Context,
): Promise<EndpointResponse> {
  cx.trace?.join(found.code.flow_id);
  const asked = requestBehind(found.code, found.user_code);
  const pending = await gatherPending(asked, session, NOTHING_DONE, cx);
  const next = nextInteraction(pending, cx.now);
  if (next === undefined) throw new Error('a device code is always asked about');
  const course = { request: { ...asked, ...toldOnPage(pending, request, cx) }, asked: asked.scope };
  return leadOn(next, pending, course, request, cx);
}

/** What a program of the office's own is told of it, where one is asked. */
function toldOnPage({ elsewhere }: Pending, { params }: EndpointRequest, cx: Context): Pick<PendingRequest, 'told'> {
  const page = cx.urls.endpoint('device-verification');
  if (Object.keys(elsewhere).length === 0 || page === undefined) return {};
  const request_url = addressOf(page, params.with({ csrf: undefined, user_code: undefined }));
  return { told: { request_url, oidc_context: {} } };
}

/** What the device asked for, as a request that can wait for a person. No browser takes its answer anywhere. */
function requestBehind(code: DeviceCode, user_code: string): PendingRequest {
  const { id, client_id, scope, audience, dialect, flow_id } = code;
  return {
    client_id,
    redirect_uri: AT_A_DEVICE,
    redirect_uri_sent: false,
    response_type: 'code',
    response_mode: 'query',
    scope,
    audience,
    prompt: [],
    device: { code_id: id, user_code },
    dialect,
    flow_id,
  };
}

function show(
  request: EndpointRequest,
  status: number,
  trouble: Pick<DeviceView, 'error'>,
  cx: Context,
  headers: Headers = {},
): PageResponse {
  const browser = request.cookies.browser ?? cx.secrets.random();
  // Nobody types a character that can't be seen.
  const typed = (request.params.get('user_code') ?? '').replaceAll(/\p{C}/gu, '').slice(0, 100);
  const page = new URL(cx.urls.endpoint('device-verification') ?? '/', cx.urls.issuer());
  const user_code = readUserCode(typed);
  return {
    kind: 'page',
    status,
    view: {
      page: 'device',
      status,
      action: page.pathname,
      csrf: csrfToken(browser, cx),
      fields: [],
      user_code: user_code ?? typed,
      leads_to: programsOf(cx),
      came_along: request.method === 'GET' && user_code !== undefined,
      ...(isLoopback(page.hostname) ? {} : { scan: scanned(page, user_code) }),
      ...trouble,
    },
    ...(request.cookies.browser === browser ? {} : { cookies: { browser: { value: browser } } }),
    headers,
  };
}

/** Where the form may lead, beside to us. */
function programsOf({ settings: { login_url, consent_url } }: Context): readonly string[] {
  return [login_url, consent_url].filter((url) => url !== '').map(sourceOf);
}

/** What a telephone is to open: with the code, where there is one. */
function scanned(page: URL, user_code: string | undefined): string {
  return user_code === undefined ? page.href : `${page.href}?user_code=${user_code}`;
}

function csrfToken(browser: string, cx: Context): string {
  return cx.secrets.derive('csrf', `user-code ${browser}`);
}

function assertOwnForm({ params, cookies: { browser } }: EndpointRequest, cx: Context): void {
  const sent = params.get('csrf') ?? '';
  if (browser !== undefined && secretMatches(sent, hashSecret(csrfToken(browser, cx)))) return;
  throw new PageError(
    'invalid_request',
    {
      title: 'Please type the code again',
      detail: 'The form did not come from the page that was shown to you, or your browser keeps no cookies.',
      remedy: 'Open the address that your device shows once more, and type the code there.',
    },
    403,
  );
}
