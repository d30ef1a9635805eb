/** The public keys of an application: those that it registered, or those that stand where it said. */
import type { Application } from '../storage/records/directory.ts';
import { askersOf } from './askers-of.ts';
import type { Context } from './context.ts';

/** RFC 7517 §8.5.1, and what web servers make of a .json file. */
const JWKS_TYPES = ['application/json', 'application/jwk-set+json'];

export interface ClientKeySource {
  /** A JWK Set, or whatever else stands there. Throws OutboundError. */
  kept(): Promise<unknown>;
  /** The same, read anew at most once a minute. Throws OutboundError. */
  renewed(): Promise<unknown>;
}

/** An application, or a server that is trusted. Whoever registered itself is a stranger, whose addresses are not ours to reach. */
export type KeyOwner = Pick<Application, 'jwks' | 'jwks_uri' | 'registration'> & { readonly client_id?: string };

/** Undefined where the owner has no keys. */
export function keysOfClient(owner: KeyOwner, cx: Pick<Context, 'outbound' | 'address'>): ClientKeySource | undefined {
  const { jwks, jwks_uri, registration } = owner;
  if (jwks !== undefined) return { kept: () => Promise.resolve(jwks), renewed: () => Promise.resolve(jwks) };
  if (jwks_uri === undefined) return undefined;
  const entered_by = registration === undefined ? 'admin' : 'stranger';
  const asked = { url: jwks_uri, entered_by, accept: JWKS_TYPES, on_behalf_of: askersOf(cx, owner) } as const;
  return { kept: () => cx.outbound.keptDocument(asked), renewed: () => cx.outbound.renewedDocument(asked) };
}
