/** The office in which every grant can be used, one of its own too: with the web service that decides about that. */
import { createRemoteJWKSet } from 'jose';
import { makeAnswerKey } from '../../server/keys/answer-key.ts';
import { startOfficeHook } from '../support/office-hook.ts';
import { everyGrant } from './calls.ts';
import { type AttackedOffice, startOffice } from './office.ts';

type EveryGrant = ReturnType<typeof everyGrant>;

/** `change` replaces parts of its configuration document. */
export async function startOfficeOfEveryGrant(
  change: (document: EveryGrant) => object = (document) => document,
): Promise<AttackedOffice> {
  const { private_key, jwks } = await makeAnswerKey();
  let office: AttackedOffice | undefined;
  const origin = () => office?.origin ?? '';
  const hook = await startOfficeHook({
    get keys() {
      return createRemoteJWKSet(new URL('/oauth2/jwks', origin()));
    },
    get issuer() {
      return origin();
    },
  });
  hook.useKey(private_key);
  const started = await startOffice([], { ...change(everyGrant({ hook_uri: hook.hook_uri, jwks })) });
  office = started;
  return {
    ...started,
    async stop() {
      await hook.stop();
      return started.stop();
    },
  };
}
