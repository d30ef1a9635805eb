/** The pushed authorization request endpoint: judges a request before any browser carries it, and answers with a name for it. */
import { isPublic } from '../../directory/applications.ts';
import { takeAttempts } from '../../directory/attempts.ts';
import { networkOf } from '../../spec/network.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Params } from '../../spec/params.ts';
import type { Application } from '../../storage/records/directory.ts';
import { applicationOf } from '../application-of.ts';
import { authenticateClient } from '../authenticate-client.ts';
import { CHECKS } from '../authorize/checks/index.ts';
import { identifyTarget } from '../authorize/identify-target.ts';
import { openRequestObject } from '../authorize/open-request-object.ts';
import { keepPushed } from '../authorize/pushed-request.ts';
import { validateRequest } from '../authorize/validate-request.ts';
import type { Context } from '../context.ts';
import { type ProvedKey, proveKey } from '../dpop/prove-key.ts';
import type { Endpoint } from '../endpoint.ts';
import { PageError } from '../page-error.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import { runStep } from '../step.ts';

/** What proves the client is no part of its request. RFC 9126 §2.1 */
const OF_THE_CLIENT = { client_secret: undefined, client_assertion: undefined, client_assertion_type: undefined };

/** Each is kept until it has run out, and may be as large as a body. */
const MOST_A_MINUTE = 600;

export const par: Endpoint = {
  name: 'par',
  spec: 'RFC 9126 §2',
  methods: ['POST'],
  audience: 'application',
  cors: true,
  async run(request, cx) {
    refuseRepeated(request.params);
    const client = await authenticateClient(request, cx);
    const application = applicationOf(client);
    try {
      // A proof that comes twice here binds the code to its own key once more: it need not be kept.
      const key = await proveKey(request, 'par', client, cx);
      const sent = request.params.with({ ...OF_THE_CLIENT, client_id: application.client_id });
      const params = bindCode(await judge(sent, cx), key);
      await refuseFlood(application, cx);
      const body = await keepPushed({ params, signed: sent.has('request') }, application, cx);
      if (body !== undefined) return { kind: 'json', status: 201, body };
      throw new OAuthError('invalid_request', 'the request is too long for a client that proves nothing', {
        status: 413,
      });
    } catch (error) {
      if (!(error instanceof OAuthError)) throw error;
      cx.counts.add('authorization.turned_away', application.client_id, error.because, cx.address);
      throw error instanceof PageError ? new OAuthError('invalid_request', error.description) : error;
    }
  },
};

/** By network as well: a stranger may have registered many. What an admin entered is the office's own, and is trusted. */
async function refuseFlood(application: Application, cx: Context): Promise<void> {
  const { client_id, registration } = application;
  // Of a public one nothing is kept.
  if (registration === undefined || isPublic(application)) return;
  const keys = [`requests of ${client_id}`, `requests from ${networkOf(cx.address)}`];
  const taken = await takeAttempts(
    cx.store,
    keys.map((key) => [key, MOST_A_MINUTE]),
    cx.now,
  );
  if (taken.allowed) return;
  throw new OAuthError('temporarily_unavailable', 'too many requests were sent ahead within a minute', {
    status: 429,
    headers: { 'Retry-After': String(taken.retry_after_s) },
  });
}

/** A proof stands for dpop_jkt, and may not contradict it. RFC 9449 §10.1 */
function bindCode(params: Params, key: ProvedKey | undefined): Params {
  if (key === undefined) return params;
  const asked = params.get('dpop_jkt') ?? key.jkt;
  if (asked === key.jkt) return params.with({ dpop_jkt: key.jkt });
  throw new OAuthError('invalid_dpop_proof', 'the DPoP proof was made with another key than dpop_jkt names');
}

/** As the authorization endpoint will once more, when the browser comes: things may have changed by then. RFC 9126 §2.1 */
async function judge(sent: Params, cx: Context): Promise<Params> {
  if (sent.has('request_uri')) throw new OAuthError('invalid_request', 'request_uri can not be sent ahead');
  const params = sent.has('request') ? await runStep(openRequestObject, sent, cx) : sent;
  const target = await runStep(identifyTarget, params, cx);
  await runStep(CHECKS.signedOnly, { ...target, signed: sent.has('request') }, cx);
  await validateRequest(target, cx);
  return params;
}
