/** The token endpoint: who calls, which grant, what it proves, whether it is still allowed, and then the mint. */
import { findExtensionGrant } from '../../directory/extension-grants.ts';
import { isExtensionGrantType } from '../../spec/extension-grant-type.ts';
import type { Awaitable } from '../../spec/awaitable.ts';
import { OAuthError, type OAuthErrorCode } from '../../spec/oauth-error.ts';
import type { Grant as GrantRecord } from '../../storage/records/flow.ts';
import { askAtTheDoor } from '../allowed.ts';
import { apiTerms } from '../api-terms.ts';
import { authenticateCaller } from '../authenticate-client.ts';
import type { Caller } from '../client-auth/client-auth.ts';
import type { Context } from '../context.ts';
import { nameOfClient } from '../count-refusals.ts';
import { nonceHeader } from '../dpop/nonce.ts';
import { bindToKey, proveKey, requireKey } from '../dpop/prove-key.ts';
import type { Endpoint } from '../endpoint.ts';
import { extensionGrant } from '../extension/extension-grant.ts';
import type { Authorization, Grant } from '../grants/grant.ts';
import { GRANTS } from '../grants/index.ts';
import { joinFlow } from '../join-flow.ts';
import { bindToCertificate } from '../tokens/certificate-bound.ts';
import { refuseRepeated } from '../refuse-repeated.ts';
import { runStep } from '../step.ts';
import { mint } from '../tokens/issue.ts';
import type { EndpointRequest } from '../wire.ts';

export const token: Endpoint = {
  name: 'token',
  spec: 'RFC 6749 §3.2',
  methods: ['POST'],
  audience: 'application',
  cors: true,
  async run(request, cx) {
    refuseRepeated(request.params);
    if (cx.trace !== undefined) await joinFlow(request.params, cx.trace, cx);
    const choosing = chooseGrant(request, cx);
    const grant = choosing instanceof Promise ? await choosing : choosing;
    const client = await authenticateCaller(request, cx);
    try {
      refuseUnsuitable(client, grant);
      refuseIncomplete(request, grant);
      const key = request.dpop === undefined ? undefined : await proveKey(request, 'token', client, cx);
      requireKey(client, key);
      const cnf = key === undefined ? {} : { cnf: { jkt: key.jkt } };
      const proving = runStep(grant, { client, params: request.params, ...cnf }, cx);
      const proved = proving instanceof Promise ? await proving : proving;
      const { grant_type } = grant;
      const authorization = bindToCertificate(bindToKey({ ...proved, grant_type }, key, client), request);
      const terming = runStep(apiTerms, authorization, cx);
      const termed = terming instanceof Promise ? await terming : terming;
      const asking = runStep(askAtTheDoor, termed, cx);
      const allowed = asking instanceof Promise ? await asking : asking;
      const body = await runStep(mint, allowed, cx);
      countIssued(authorization, client, cx);
      return { kind: 'json', status: 200, body, ...(key === undefined ? {} : { headers: nonceHeader(cx) }) };
    } catch (error) {
      if (error instanceof OAuthError && !WAITS.includes(error.code)) {
        cx.counts.add('token.turned_away', nameOfClient(client), error.code, cx.address);
      }
      throw error;
    }
  },
};

/** A device that waits as it should is refused nothing. RFC 8628 §3.5 */
const WAITS: readonly OAuthErrorCode[] = ['authorization_pending', 'slow_down'];

/** What machines do by themselves. A person's first tokens belong to the event of their authorization. */
function countIssued({ subject, refresh }: Authorization, client: Caller, { counts }: Context): void {
  if (subject.kind === 'service_account') counts.add('service_account.tokens_issued', nameOfClient(client));
  else if (subject.kind === 'application') counts.add('application.tokens_issued', nameOfClient(client));
  else if (subject.grant.origin?.kind === 'exchange')
    counts.add('application.tokens_exchanged', nameOfClient(client), manner(subject.grant));
  else if (subject.grant.origin?.kind === 'app_password') counts.add('own_app_password.used', nameOfClient(client));
  else if (refresh?.parent_id !== undefined) counts.add('application.tokens_refreshed', nameOfClient(client));
}

function manner({ act }: GrantRecord): string {
  return act === undefined ? 'without saying who acts' : 'and said who acts';
}

function chooseGrant(request: EndpointRequest, cx: Context): Awaitable<Grant> {
  const grant_type = request.params.get('grant_type');
  if (grant_type === undefined) throw new OAuthError('invalid_request', 'grant_type is missing');
  const grant = GRANTS.find((row) => row.grant_type === grant_type && row.available(cx.settings));
  return grant ?? findRegistered(grant_type, cx);
}

/** A grant that an admin of the office registered. */
async function findRegistered(grant_type: string, cx: Context): Promise<Grant> {
  const extension = isExtensionGrantType(grant_type) ? await findExtensionGrant(cx.store, grant_type) : undefined;
  if (extension?.disabled === false) return extensionGrant(extension);
  throw new OAuthError('unsupported_grant_type', `grant_type '${grant_type.slice(0, 100)}' is not offered here`);
}

/** An application uses the grants that it is registered for; without a secret, only those that allow it. RFC 6749 §5.2 */
function refuseUnsuitable(client: Caller, grant: Grant): void {
  // Neither comes but with the grant that is theirs.
  if (client.kind !== 'application') return;
  if (!client.application.grant_types.includes(grant.grant_type)) {
    throw new OAuthError('unauthorized_client', `this client is not registered for the grant ${grant.grant_type}`);
  }
  if (grant.client === 'confidential' && client.method === 'none') {
    throw new OAuthError('unauthorized_client', `a client without a secret can't use the grant ${grant.grant_type}`);
  }
}

function refuseIncomplete(request: EndpointRequest, grant: Grant): void {
  const missing = grant.parameters.filter((name) => !request.params.has(name));
  if (missing.length > 0) throw new OAuthError('invalid_request', `missing: ${missing.join(', ')}`);
}
