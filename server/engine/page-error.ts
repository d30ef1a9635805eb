/** A refusal that a person must see on a page of ours, because there is no trusted address to send it to. */
import type { ErrorView } from '../contract/pages.ts';
import { OAuthError, type OAuthErrorCode } from '../spec/oauth-error.ts';

export type PageWords = Pick<ErrorView, 'title' | 'detail' | 'remedy'> & Partial<Pick<ErrorView, 'mismatch'>>;

export class PageError extends OAuthError {
  readonly words: PageWords;

  /** `hint` is for the operator, `because` for the audit log, which takes the title where there is none. */
  constructor(code: OAuthErrorCode, words: PageWords, status = 400, hint?: string, because = words.title) {
    super(code, words.detail, { status, because, ...(hint === undefined ? {} : { hint }) });
    this.name = 'PageError';
    this.words = words;
  }

  get view(): ErrorView {
    return { page: 'error', status: this.status, code: this.code, ...this.words };
  }
}
