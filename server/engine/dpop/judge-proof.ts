/** A proof of possession: a JWT that the holder of a key signed for exactly this request. What is done with the key is others'. */
import { hashSecret } from '../../directory/machine-secrets.ts';
import { EMBEDDED_KEY_ALGORITHMS, verifyByEmbeddedKey } from '../../keys/verify-by-embedded-key.ts';
import type { Step } from '../step.ts';
import { isFreshNonce } from './nonce.ts';

/** In seconds, either way: the clocks of a LAN differ. */
const WINDOW_S = 60;
const LONGEST_JTI = 512;
export const PROOF_ALGORITHMS = EMBEDDED_KEY_ALGORITHMS;

export interface Presented {
  /** The DPoP header, whole; of several, Node makes one text that is no JWT. */
  readonly proof: string;
  readonly method: string;
  /** The addresses of what was asked, as we call them: a proof is good for one of them. */
  readonly urls: readonly string[];
  /** The access token that came along. */
  readonly access_token?: string;
}

export type Judged =
  | { readonly kind: 'proved'; readonly jkt: string; readonly use: ProofUse }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'needs_nonce' };

/** What has to be on record so that the proof counts once. */
export interface ProofUse {
  readonly id: string;
  readonly expires_at: number;
}

/** Judges everything but whether it came before, and keeps nothing. RFC 9449 §4.3 */
export const judgeProof: Step<Presented, Judged> = {
  name: 'DPoP',
  spec: 'RFC 9449 §4.3',
  async run({ proof, method, urls, access_token }, cx) {
    const verified = await verifyByEmbeddedKey(proof);
    if (verified === undefined) return refused('is not one JWT that the public key in its jwk signed');
    const { header, payload, jkt } = verified;
    if (header['typ'] !== 'dpop+jwt') return refused('has a typ other than dpop+jwt');
    const { jti, htm, htu, iat, ath, nonce } = payload;
    if (typeof jti !== 'string' || jti === '' || jti.length > LONGEST_JTI)
      return refused('has no jti, or one too long');
    if (htm !== method) return refused(`has an htm other than ${method}`);
    if (typeof htu !== 'string' || !urls.some((url) => bare(htu) === bare(url)))
      return refused('has an htu other than this address');
    if (typeof iat !== 'number' || Math.abs(iat - cx.now) > WINDOW_S)
      return refused(`was not made within ${WINDOW_S} s of now`);
    if (access_token !== undefined && ath !== hashSecret(access_token))
      return refused('has an ath of another access token');
    if (cx.settings.require_dpop_nonce && !isFreshNonce(nonce, cx)) return { kind: 'needs_nonce' };
    const use = { id: hashSecret(`${jkt} ${jti}`), expires_at: Math.ceil(iat) + WINDOW_S + 1 };
    return { kind: 'proved', jkt, use };
  },
};

/** Without query and fragment, the host in lower case and no port where it goes without saying. RFC 9449 §4.3 */
function bare(address: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  url.search = '';
  url.hash = '';
  return url.href;
}

function refused(why: string): Judged {
  return { kind: 'refused', why };
}
