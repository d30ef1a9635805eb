/** The type of a row in the table of response modes: how response parameters travel back through the browser. */
import type { PlainMode } from '../../spec/vocabulary.ts';
import type { Application } from '../../storage/records/directory.ts';
import type { Context } from '../context.ts';
import type { Step } from '../step.ts';
import type { PageResponse, RedirectResponse } from '../wire.ts';

export interface ModeInput {
  readonly redirect_uri: string;
  readonly params: readonly (readonly [name: string, value: string])[];
  readonly application: Application;
  /** 303 after a form of ours was posted, 302 otherwise. */
  readonly status: 302 | 303;
}

export interface ResponseModeRow extends Step<ModeInput, RedirectResponse | PageResponse> {
  readonly response_mode: PlainMode;
  run(input: ModeInput, cx: Context): RedirectResponse | PageResponse;
}
