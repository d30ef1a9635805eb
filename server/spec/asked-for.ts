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
  | { readonly endpoint: EndpointName }
  | { readonly path: string };

/** One field, named as people find it in that program. */
export interface AskedFor {
  readonly label: string;
  readonly value: AskedValue;
  /** Its name on the wire, where programs call it so. */
  readonly wire?: string;
  /** What other libraries of the product call it. */
  readonly also_called?: readonly string[];
  /** What may be wrong about it, or when it isn't needed: one line. */
  readonly help?: string;
}
