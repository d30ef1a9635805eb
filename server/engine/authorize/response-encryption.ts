/** How an authorization response is encrypted, and what people see where it can't be: in clear it goes nowhere then. */
import type { Encrypt } from '../../keys/encrypt-for-client.ts';
import { OAuthError } from '../../spec/oauth-error.ts';
import type { Application } from '../../storage/records/directory.ts';
import { encryptionOf } from '../client-encryption.ts';
import type { Context } from '../context.ts';
import { PageError } from '../page-error.ts';

/** Undefined where the application wants it in clear. Throws PageError: a refusal would be such a response, too. JARM §2.2 */
export async function responseEncryption(application: Application, cx: Context): Promise<Encrypt | undefined> {
  try {
    return await encryptionOf('authorization', application, cx);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const { client_name } = application;
    const words = {
      title: `${client_name} can’t be answered`,
      detail: `It wants its answers encrypted, and none of its public keys can be used for that.`,
      remedy: `Tell whoever looks after ${client_name}: its keys have to be put right, there or here.`,
    };
    throw new PageError(error.code, words, 400, error.hint);
  }
}
