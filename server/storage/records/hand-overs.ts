/**
 * Requests that wait for a sign-in program of the office's own. What it is given is a challenge, what it gives back is a
 * verifier; both are on record as hashes alone. Times are whole seconds since 1970 (UTC).
 */
import type { InteractionName, JsonObject } from '../../spec/vocabulary.ts';
import type { PendingRequest } from './flow.ts';
import type { SessionClaims } from './told.ts';

interface Paper {
  /** Binds it to the browser that was led away. */
  readonly browser_hash: string;
  /** Where the browser comes back to, at the listener where it left. */
  readonly returns_to: string;
  readonly request_url: string;
  readonly created_at: number;
  readonly expires_at: number;
}

/** Somebody on the way to an application. */
export interface SignInPaper extends Paper {
  readonly kind: 'login' | 'consent';
  readonly request: PendingRequest;
  /** The interaction that the program answers: `login`, `consent`, or `device` where the answer goes to one. */
  readonly instead_of: InteractionName;
  /** Whether nothing has to be asked: the person is known, or allowed as much before. */
  readonly skip: boolean;
  /** The scopes that the application asked for, before anybody chose. */
  readonly asked: readonly string[];
  /** Those that are to be decided now. */
  readonly scope: readonly string[];
  readonly done: readonly InteractionName[];
  readonly passed: readonly InteractionName[];
  /** The session that this counts for. */
  readonly session_id?: string;
  /** The challenge and the notes of the login before it. */
  readonly login_challenge?: string;
  readonly context?: JsonObject;
}

/** Somebody who is to be signed out. */
export interface SignOutPaper extends Paper {
  readonly kind: 'logout';
  readonly session_id: string;
  readonly sid: string;
  readonly user_id: string;
  readonly client_id?: string;
  readonly post_logout_redirect_uri?: string;
  readonly state?: string;
  /** Whether an application asked for it. */
  readonly rp_initiated: boolean;
}

/** Somebody who brings the code of a device. */
export interface DevicePaper extends Paper {
  readonly kind: 'device';
  /** Of the browser, by which wrong codes are counted. */
  readonly address: string;
}

export type HandOverPaper = SignInPaper | SignOutPaper | DevicePaper;
export type HandOverKind = HandOverPaper['kind'];

export interface AcceptedLogin {
  readonly kind: 'login';
  readonly user_id: string;
  /** Seconds for which further sign-ins take the person for known: 0 while the browser is open; absent where none does. */
  readonly known_for_s?: number;
  /** Whether a session that is known already begins anew. */
  readonly extends: boolean;
  readonly acr?: string;
  readonly amr: readonly string[];
  readonly context?: JsonObject;
}

export interface AcceptedConsent {
  readonly kind: 'consent';
  readonly scope: readonly string[];
  readonly audience: readonly string[];
  /** Seconds for which it is remembered: 0 until it is withdrawn; absent where the next request asks again. */
  readonly remembered_for_s?: number;
  readonly session_claims: SessionClaims;
}

export interface AcceptedDevice {
  readonly kind: 'device';
  readonly user_code: string;
}

/** By whom it was said stands beside it: the name of the admin or service account behind the token. */
export type HandOverAnswer =
  | AcceptedLogin
  | AcceptedConsent
  | AcceptedDevice
  | { readonly kind: 'logout' }
  | { readonly kind: 'rejected'; readonly error: string; readonly description: string };

/** `id` is the hash of the challenge. On record once it is answered; what follows an answer, from the start. */
export type HandOver = HandOverPaper & {
  readonly id: string;
  readonly answer?: HandOverAnswer;
  readonly answered_by?: string;
  readonly verifier_hash?: string;
  /** Of an answered login: the consent that follows is told the same. Without the token of an admin it opens nothing. */
  readonly challenge?: string;
  readonly used_at?: number;
};
