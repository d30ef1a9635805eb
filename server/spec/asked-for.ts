/** What the settings of a program ask for about its provider, in the words of the product that it was written for. */
import type { EndpointName } from './vocabulary.ts';

/** A member of one of these names, or a path below the origin. `slug` is what names the application in paths. */
export type AskedValue =
  | 'origin'
  | 'host'
  | 'issuer'
  | 'discovery'
  | 'client_id'
  | 'client_secret'
  | 'scope'
  | 'audience'
  | 'slug'
  | ProductScopes
  | { readonly endpoint: EndpointName }
  | { readonly path: string };

/** The product's own names for scopes, each with ours that it amounts to: those are typed that the application may have. */
export interface ProductScopes {
  readonly scopes: readonly (readonly [name: string, amounts_to: string])[];
}

/** One field, named as people find it in that program. */
export interface AskedFor {
  readonly label: string;
  readonly value: AskedValue;
  /** Its name on the wire, where programs call it so. */
  readonly wire?: string;
  /** What may be wrong about it, or when it isn't needed: one line. */
  readonly help?: string;
}

/** A field with what is typed into it: null for the secret, which nobody can look up. */
export interface TypedField extends Pick<AskedFor, 'label' | 'wire' | 'help'> {
  readonly value: string | null;
}

/** All that is typed into one program. */
export interface TypedInto {
  readonly fields: readonly TypedField[];
  /** The origin that its dialect has to itself; null where it has none. */
  readonly listener: string | null;
}
