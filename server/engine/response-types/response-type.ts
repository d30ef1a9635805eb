/** The type of a row in the table of response types: what an authorization response carries. */
import type { ResponseMode, ResponseType } from '../../spec/vocabulary.ts';
import type { Grant as GrantRecord, PendingRequest } from '../../storage/records/flow.ts';
import type { Transaction } from '../../storage/store.ts';
import type { Context } from '../context.ts';
import type { Step } from '../step.ts';

export interface ResponseTypeInput {
  readonly request: PendingRequest;
  readonly grant: GrantRecord;
}

/** The response parameters, and what has to be written before they are handed out. */
export interface ResponseTypeAnswer {
  readonly params: Readonly<Record<string, string>>;
  write(within: Transaction): Promise<void>;
}

export interface ResponseTypeRow extends Step<ResponseTypeInput, ResponseTypeAnswer> {
  readonly response_type: ResponseType;
  readonly default_mode: ResponseMode;
  run(input: ResponseTypeInput, cx: Context): ResponseTypeAnswer;
}
