/** The table of checks on an authorization request, in the order in which they are made. */
import { acr } from './acr.ts';
import { audience } from './audience.ts';
import { authorizationDetails } from './authorization-details.ts';
import { claims } from './claims.ts';
import { dpopJkt } from './dpop-jkt.ts';
import { encryptedResponse } from './encrypted-response.ts';
import { idTokenHint } from './id-token-hint.ts';
import { maxAge } from './max-age.ts';
import { nonce } from './nonce.ts';
import { pkce } from './pkce.ts';
import { prompt } from './prompt.ts';
import { pushedOnly } from './pushed-only.ts';
import { registration } from './registration.ts';
import { repeatedParameters } from './repeated-parameters.ts';
import { responseMode } from './response-mode.ts';
import { responseType } from './response-type.ts';
import { scope } from './scope.ts';
import { signedOnly } from './signed-only.ts';
import { state } from './state.ts';
import { subClaim } from './sub-claim.ts';

export const CHECKS = {
  pushedOnly,
  signedOnly,
  repeatedParameters,
  registration,
  state,
  responseType,
  responseMode,
  encryptedResponse,
  nonce,
  scope,
  audience,
  authorizationDetails,
  pkce,
  dpopJkt,
  prompt,
  maxAge,
  idTokenHint,
  claims,
  acr,
  subClaim,
} as const;
