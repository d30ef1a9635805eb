/** What each operation takes and answers, as types: for the server's handlers and the panel's client alike. */
import type { z } from 'zod';
import type { OPERATIONS, OperationName } from './operations.ts';

type Row<N extends OperationName> = (typeof OPERATIONS)[N];

/** The names in braces of a path. */
type NamesIn<P extends string> = P extends `${string}{${infer Name}}${infer Rest}` ? Name | NamesIn<Rest> : never;

export type PathParameters<N extends OperationName> = { readonly [Name in NamesIn<Row<N>['path']>]: string };

/** The query as the server reads it. */
export type Query<N extends OperationName> =
  Row<N> extends { readonly query: infer Q extends z.ZodType } ? z.output<Q> : undefined;
/** The query as a client writes it: text. */
export type QueryText<N extends OperationName> =
  Row<N> extends { readonly query: infer Q extends z.ZodType } ? z.input<Q> : undefined;

export type Body<N extends OperationName> =
  Row<N> extends { readonly body: infer B extends z.ZodType } ? z.output<B> : undefined;

export type Answered<N extends OperationName> = Row<N>['answer'] extends { readonly schema: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;
