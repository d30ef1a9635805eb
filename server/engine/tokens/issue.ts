/** The only mint. What an authorization is worth becomes tokens here, and what was redeemed is consumed in the same write. */
import type { AuthorizationDetail } from '../../spec/authorization-details.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { AccessToken } from '../../storage/records/flow.ts';
import type { AllowedAuthorization } from '../allowed.ts';
import { encryptionOf } from '../client-encryption.ts';
import type { Context } from '../context.ts';
import type { Authorization, Redeem } from '../grants/grant.ts';
import type { PersonalSubject } from '../personal-subject.ts';
import type { Carried } from '../response-types/response-type.ts';
import type { Step } from '../step.ts';
import { tellsOfSignIn } from '../tells-of-sign-in.ts';
import { lifetimeOf, type MintedAccessToken, mintAccessToken } from './access-token.ts';
import { mintIdToken } from './id-token.ts';
import { refreshTokenRecord } from './refresh-token.ts';

/** The body of a successful token response. RFC 6749 §5.1 */
export type TokenAnswer = {
  readonly access_token: string;
  readonly token_type: 'Bearer' | 'DPoP';
  readonly expires_in: number;
  /** Absent where there is none: an empty one has no place in the grammar. RFC 6749 §3.3 */
  readonly scope?: string;
  /** RFC 9396 §7 */
  readonly authorization_details?: readonly AuthorizationDetail[];
  readonly refresh_token?: string;
  readonly id_token?: string;
  /** RFC 8693 §2.2.1 */
  readonly issued_token_type?: string;
};

/**
 * Resolves when everything that the answer promises is durable. Throws invalid_grant when the redeemed thing had been
 * used before; then nothing was issued, and what the first use led to has ended.
 */
export const mint: Step<AllowedAuthorization, TokenAnswer> = {
  name: 'mint',
  spec: 'RFC 6749 §5.1',
  run: issueTokens,
};

async function issueTokens(authorization: AllowedAuthorization, cx: Context): Promise<TokenAnswer> {
  const { subject } = authorization;
  // What can't be encrypted is found out before anything is redeemed.
  const wanted = subject.kind === 'user' ? encryptionOf('id_token', subject.application, cx) : undefined;
  const encrypt = wanted instanceof Promise ? await wanted : wanted;
  const minted = mintAccessToken(authorization, cx);
  const access = minted instanceof Promise ? await minted : minted;
  const written = write(authorization, access.record, cx);
  if (subject.kind !== 'user' || !tellsOfSignIn(subject.grant)) {
    await written;
    return answerOf(authorization, access, undefined, cx);
  }
  // The ID token is signed while the disk is written.
  const [id_token] = await Promise.all([
    mintIdToken({ ...authorization, subject }, { access_token: access.value, encrypt }, cx),
    written,
  ]);
  return answerOf(authorization, access, id_token, cx);
}

export interface InFront {
  readonly authorization: AllowedAuthorization & { readonly subject: PersonalSubject };
  readonly carries: readonly Carried[];
  /** The code that goes along. */
  readonly code: string | undefined;
}

/** The tokens that a browser takes along, as parameters. Resolves when they are durable. OIDC Core §3.2.2.5, §3.3.2.5 */
export const mintInFront: Step<InFront, Readonly<Record<string, string>>> = {
  name: 'mint',
  spec: 'OIDC Core §3.2.2.5',
  async run({ authorization, carries, code }, cx) {
    const wanted = carries.includes('id_token');
    const encrypt = wanted ? await encryptionOf('id_token', authorization.subject.application, cx) : undefined;
    const access = carries.includes('token') ? await mintAccessToken(authorization, cx) : undefined;
    const written = write(authorization, access?.record, cx);
    const beside = { access_token: access?.value, code, encrypt };
    const id_token = wanted ? mintIdToken(authorization, beside, cx) : undefined;
    const [signed] = await Promise.all([id_token, written]);
    return { ...parametersOf(authorization, access, cx), ...(signed === undefined ? {} : { id_token: signed }) };
  },
};

function parametersOf(authorization: Authorization, access: MintedAccessToken | undefined, cx: Context) {
  if (access === undefined) return {};
  const { refresh: _none, ...others } = authorization;
  const answer = answerOf(others, access, undefined, cx);
  return { ...answer, expires_in: String(answer.expires_in) };
}

function answerOf(
  authorization: Pick<
    Authorization,
    'subject' | 'scope' | 'refresh' | 'cnf' | 'authorization_details' | 'issued_token_type' | 'lifetime_s'
  >,
  access: MintedAccessToken,
  id_token: string | undefined,
  cx: Context,
): TokenAnswer {
  const { scope, refresh, cnf, authorization_details, issued_token_type } = authorization;
  return {
    access_token: access.value,
    token_type: cnf?.jkt === undefined ? 'Bearer' : 'DPoP',
    expires_in: lifetimeOf(authorization, cx),
    ...(scope.length === 0 ? {} : { scope: scope.join(' ') }),
    ...(authorization_details === undefined ? {} : { authorization_details }),
    ...(refresh === undefined ? {} : { refresh_token: refresh.refresh_token }),
    ...(id_token === undefined ? {} : { id_token }),
    ...(issued_token_type === undefined ? {} : { issued_token_type }),
  };
}

/** Undefined where nothing has to be written: a JWT that redeems nothing. */
function write(authorization: Authorization, record: AccessToken | undefined, cx: Context): Promise<void> | undefined {
  const { redeem } = authorization;
  if (redeem !== undefined) return redeemAndWrite(authorization, redeem, record, cx);
  return record === undefined ? undefined : cx.store.collection('access_tokens').insert(record);
}

async function redeemAndWrite(
  { subject, refresh }: Authorization,
  redeem: Redeem,
  record: AccessToken | undefined,
  cx: Context,
): Promise<void> {
  const outcome = await cx.store.transaction(async (within) => {
    const use = await redeem(within);
    if (use === 'replayed') return use;
    if (record !== undefined) await within.collection('access_tokens').insert(record);
    if (use === 'redeemed' && refresh !== undefined && subject.kind === 'user') {
      await within.collection('refresh_tokens').insert(refreshTokenRecord(refresh, subject.grant, cx));
    }
    return use;
  });
  if (outcome !== 'replayed') return;
  throw new OAuthError('invalid_grant', 'this has been used before; everything that it led to has been revoked');
}
