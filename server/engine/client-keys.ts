/** The public keys of an application: those that it registered, or those that stand where it said. */
import { clientKeyAddress } from '../outbound/client-key-address.ts';
import type { Application } from '../storage/records/directory.ts';
import { askersOf } from './askers-of.ts';
import type { Context } from './context.ts';

export interface ClientKeySource {
  /** A JWK Set, or whatever else stands there. Throws OutboundError. */
  kept(): Promise<unknown>;
  /** The same, read anew at most once a minute. Throws OutboundError. */
  renewed(): Promise<unknown>;
}

/** An application, or a server that is trusted. */
export type KeyOwner = Pick<Application, 'jwks' | 'jwks_uri' | 'registration'> & { readonly client_id?: string };

/** Undefined where the owner has no keys. */
export function keysOfClient(owner: KeyOwner, cx: Pick<Context, 'outbound' | 'address'>): ClientKeySource | undefined {
  const { jwks } = owner;
  if (jwks !== undefined) return { kept: () => Promise.resolve(jwks), renewed: () => Promise.resolve(jwks) };
  const address = clientKeyAddress(owner);
  if (address === undefined) return undefined;
  const asked = { ...address, on_behalf_of: askersOf(cx, owner) };
  return { kept: () => cx.outbound.keptDocument(asked), renewed: () => cx.outbound.renewedDocument(asked) };
}
