/** A request object that does not count, with the reason in plain words for everybody who is told of it. */
import type { Application } from '../../storage/records/directory.ts';
import { OAuthError, type OAuthErrorCode } from '../../spec/oauth-error.ts';
import { PageError } from '../page-error.ts';

export interface PlainReason {
  /** The end of a sentence, one of a few of ours: for the audit log. */
  readonly because: string;
  /** The same for the person at the browser, where they may not know as much. */
  readonly shown?: string;
  /** For the operator. */
  readonly hint?: string;
}

/** `description` is for the application's developer, as ever. */
export class RefusedObject extends OAuthError {
  readonly shown: string;

  constructor(code: OAuthErrorCode, description: string, { because, shown = because, hint }: PlainReason) {
    super(code, description, { because, ...(hint === undefined ? {} : { hint }) });
    this.name = 'RefusedObject';
    this.shown = shown;
  }

  /** Where the address that the answer should go to stood in the object alone. */
  page({ client_name }: Pick<Application, 'client_name'>): PageError {
    const words = {
      title: `${client_name} sent a request that can’t be accepted`,
      detail: `What ${client_name} asks for has to stand in a signed request, and this one doesn’t count: ${this.shown}.`,
      remedy:
        'Whoever looks after the application can put it right. An admin of this office finds the reason in the panel, in the audit log.',
    };
    return new PageError(this.code, words, this.status, this.hint, this.because);
  }
}
