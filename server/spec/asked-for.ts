/** What the settings of a program ask for about its provider, in the words of the product that it was written for. */
import type { EndpointName } from './vocabulary.ts';

/**
 * A member of one of these names, or a path below the origin. `slug` is what names the application in paths. `organisation`
 * and `teams` are the office and its groups, as the product's REST calls name them. `scopes` are the product's own names for
 * what a sign-in needs: of these, what the application may ask for, and whatever else of the product's it is registered for.
 */
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
  | 'organisation'
  | { readonly endpoint: EndpointName }
  | { readonly path: string }
  | { readonly teams: TeamSpelling }
  | { readonly scopes: readonly string[] };

/** Whether programs compare the name of a team, or what stands for it in addresses. */
export type TeamSpelling = 'name' | 'slug';

/** What of the office its fields name. */
export interface OfficeNames {
  readonly name: string;
  readonly groups: readonly string[];
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
