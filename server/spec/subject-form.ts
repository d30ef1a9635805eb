/** What a product calls a person in its tokens, out of the names that each has here for good. */
import type { DialectName, JsonObject } from './vocabulary.ts';

export interface SubjectForm {
  /**
   * `id` is a UUID; `number` a decimal number below 2^53; `opaque` a keyed hash, from which nobody learns either. None is
   * ever given to anybody else, nor when its owner is gone.
   */
  readonly from: 'id' | 'number' | 'opaque';
  /** Stands before it: `auth0|`. */
  readonly prefix?: string;
}

/** What a product's access tokens say beside the standard's claims; made of nothing but what is there. */
export type AccessTokenClaims = (about: { readonly grant_id: string }) => JsonObject;

/** What follows from the dialect of an application in what is issued to it. */
export interface DialectManners {
  readonly offline?: 'always';
  readonly access_token_claims?: AccessTokenClaims;
}
export type MannersByDialect = Partial<Readonly<Record<DialectName, DialectManners>>>;

/** By the dialect of the application; an `id` where there is none. */
export type SubjectForms = Partial<Readonly<Record<DialectName, SubjectForm>>>;
