/** Whether an answer that must be encrypted can be: found out before anybody signs in for it. */
import type { ResponseMode } from '../../../spec/vocabulary.ts';
import type { Application } from '../../../storage/records/directory.ts';
import type { Step } from '../../step.ts';
import { responseEncryption } from '../response-encryption.ts';

export interface AnswerAhead {
  readonly application: Application;
  readonly response_mode: ResponseMode;
}

/** Throws PageError. */
export const encryptedResponse: Step<AnswerAhead> = {
  name: 'authorization_encrypted_response_alg',
  spec: 'JARM §2.2',
  async run({ application, response_mode }, cx) {
    if (response_mode.endsWith('.jwt')) await responseEncryption(application, cx);
  },
};
