/** A new application that registers itself: who may, how many at once, and whether an admin has to look at it first. */
import { appendAudit } from '../../audit/append.ts';
import { findApplicationFault } from '../../directory/application-rules.ts';
import { createApplication, draftApplication } from '../../directory/applications.ts';
import { countUntoldChange } from '../../directory/directory-version.ts';
import { findInitialAccessToken, spendInitialAccessToken } from '../../directory/initial-access-tokens.ts';
import { hashSecret } from '../../directory/machine-secrets.ts';
import { REGISTER_SCOPE } from '../../directory/scopes.ts';
import { networkOf } from '../../spec/network.ts';
import type { OAuthError } from '../../spec/oauth-error.ts';
import type { Application, InitialAccessToken } from '../../storage/records/directory.ts';
import type { SelfRegistration } from '../../storage/records/self-registration.ts';
import type { Collections } from '../../storage/store.ts';
import { bearerError, readBearerToken } from '../bearer-token.ts';
import type { Context } from '../context.ts';
import { findUnboundToken } from '../presented-token.ts';
import type { LiveToken } from '../tokens/lookup.ts';
import type { EndpointRequest, JsonResponse } from '../wire.ts';
import { checkSector } from './check-sector.ts';
import { describeRegistration } from './describe-registration.ts';
import { faultOf, readMetadata } from './read-metadata.ts';
import { refuseCrowd } from './refuse-crowd.ts';
import { refuseFlood } from './refuse-flood.ts';

/** Throws invalid_token, invalid_redirect_uri, invalid_client_metadata, temporarily_unavailable. RFC 7591 §3 */
export async function register(request: EndpointRequest, cx: Context): Promise<JsonResponse> {
  const invited = await readInitialToken(request, cx);
  await refuseFlood(cx);
  const fields = readMetadata(request.body, cx);
  await checkSector(fields, cx);
  const token = cx.secrets.random();
  const awaits = cx.settings.dynamic_registration === 'approval' && invited === undefined;
  const approved = invited === undefined ? {} : { approved: true as const };
  const registration = { token_hash: hashSecret(token), ...approved, ...(awaits ? waitingFrom(cx) : {}) };
  // Whoever registers where one product is spoken was written for that.
  const { dialect } = cx;
  const input = { ...fields, dialect, registration, disabled: awaits, client_id: undefined };
  const seal = (plain: string) => cx.secrets.seal('client-secret', plain);
  const made = await cx.store.transaction(async (within) => {
    // An admin who invites it has made room.
    if (invited === undefined) await refuseCrowd(within, awaits, cx);
    if (invited?.kind === 'initial' && !(await spendInitialAccessToken(within, invited.record.id, cx.now)))
      throw noLongerGood();
    const draft = draftApplication(input, cx.now, {}, seal).application;
    await assertSound(within, draft);
    const written = await createApplication(within, { ...input, client_id: draft.client_id }, cx.now, {}, seal);
    const { client_id, client_name, redirect_uris } = written.application;
    await countUntoldChange(within);
    await appendAudit(within, {
      at: cx.now,
      type: 'application.registered',
      actor: invited?.kind === 'access' ? (nameOf(invited.token) ?? '') : '',
      target: client_id,
      address: cx.address,
      detail: {
        id: written.application.id,
        client_name,
        redirect_uris,
        awaits_approval: awaits,
        ...(invited?.kind === 'initial' ? { registered_with: invited.record.name } : {}),
      },
    });
    return written;
  });
  const { application, client_secret } = made;
  const body = describeRegistration(application, { client_secret, registration_access_token: token }, cx);
  return { kind: 'json', status: 201, body };
}

/** What stands on the record of an application that nobody let in yet. */
export function waitingFrom({ address }: Context): Pick<SelfRegistration, 'awaits_approval' | 'network'> {
  return { awaits_approval: true, network: networkOf(address) };
}

/** Throws what RFC 7591 §3.2.2 calls the first fault, if there is one. */
export async function assertSound(collections: Collections, application: Application): Promise<void> {
  const fault = await findApplicationFault(collections, application);
  if (fault !== undefined) throw faultOf(fault.field, fault.reason);
}

type Invited =
  | { readonly kind: 'initial'; readonly record: InitialAccessToken }
  | { readonly kind: 'access'; readonly token: LiveToken };

/** The initial access token, where one was sent: one that an admin made, or an access token with the scope for it. RFC 7591 §3 */
async function readInitialToken(request: EndpointRequest, cx: Context): Promise<Invited | undefined> {
  if (request.authorization === undefined) return undefined;
  const presented = readBearerToken(request);
  const record = presented === undefined ? undefined : await findInitialAccessToken(cx.store, presented, cx.now);
  if (record !== undefined) return { kind: 'initial', record };
  const token = presented === undefined ? undefined : await findUnboundToken(presented, cx);
  if (token === undefined) throw noLongerGood();
  if (token.scope.includes(REGISTER_SCOPE)) return { kind: 'access', token };
  throw bearerError(
    'insufficient_scope',
    `registration needs a token with the scope ${REGISTER_SCOPE}`,
    REGISTER_SCOPE,
  );
}

function noLongerGood(): OAuthError {
  return bearerError('invalid_token', 'the initial access token is unknown, used up, expired or revoked');
}

function nameOf({ subject }: LiveToken): string | undefined {
  if (subject.kind === 'user') return subject.user?.username;
  return subject.kind === 'service_account' ? subject.account.username : subject.application.client_id;
}
