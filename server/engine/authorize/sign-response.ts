/** An authorization response as a JWT: whoever takes it knows that we made it, for them, and that nobody changed it. */
import type { Application } from '../../storage/records/directory.ts';
import type { Step } from '../step.ts';
import { responseEncryption } from './response-encryption.ts';

/** In seconds: long enough for the slowest redirect. JARM §2.1 recommends at most ten minutes. */
const LIFETIME_S = 300;

export interface Unsigned {
  readonly params: readonly (readonly [name: string, value: string])[];
  readonly application: Application;
}

/** The one parameter that is sent then; `iss` and `state` are inside. Throws PageError where it can't be encrypted. JARM §2.2 */
export const signResponse: Step<Unsigned, readonly (readonly [name: string, value: string])[]> = {
  name: 'response',
  spec: 'JARM §2.1',
  async run({ params, application }, cx) {
    const about = { iss: cx.urls.issuer(application), aud: application.client_id, exp: cx.now + LIFETIME_S };
    const alg = application.authorization_signed_response_alg ?? 'RS256';
    const encrypt = await responseEncryption(application, cx);
    const signed = await cx.keys.sign({ alg, typ: 'JWT' }, { ...Object.fromEntries(params), ...about });
    return [['response', encrypt === undefined ? signed : await encrypt(signed, 'JWT')]];
  },
};
