/** The type of a row of REST calls that applications of another product make after sign-in. */
import type { Context } from '../engine/context.ts';
import type { LiveToken } from '../engine/tokens/lookup.ts';
import type { JsonResponse } from '../engine/wire.ts';
import type { Params } from '../spec/params.ts';
import type { DialectName } from '../spec/vocabulary.ts';

export interface FacadeRequest {
  /** The `Authorization` header, whole. */
  readonly authorization: string | undefined;
  readonly query: Params;
  /** Absolute, as it was asked for, without the query. */
  readonly url: string;
}

export interface Facade {
  readonly dialect: DialectName;
  readonly method: 'GET';
  readonly paths: readonly string[];
  answer(request: FacadeRequest, cx: Context): Promise<JsonResponse>;
}

/** What an access token stands for, if it still stands for anything. */
export type FindToken = (value: string, cx: Context) => Promise<LiveToken | undefined>;
