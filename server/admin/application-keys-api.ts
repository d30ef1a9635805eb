/** The public keys of an application, in the admin API. An address that doesn't answer is part of the answer, and no refusal. */
import type { Answered } from '../contract/admin/types.ts';
import { clientKeyAddress } from '../outbound/client-key-address.ts';
import type { DocumentAsked } from '../outbound/outbound.ts';
import { OutboundError } from '../outbound/outbound-error.ts';
import { whyUnread } from '../outbound/why-unread.ts';
import { type ClientKey, publicKeysIn } from '../spec/client-keys.ts';
import { isJsonObject } from '../spec/json-object.ts';
import { readApplicationRecord } from './applications-api.ts';
import type { AdminContext, Handlers } from './handler.ts';

type KeysView = Answered<'readApplicationKeys'>;

export const APPLICATION_KEYS_HANDLERS: Handlers<'readApplicationKeys' | 'askApplicationKeys'> = {
  readApplicationKeys: async ({ path }, cx) => ({
    body: await readKeys(path.id, (asked) => cx.house.outbound.keptDocument(asked), cx),
  }),
  askApplicationKeys: async ({ path }, cx) => ({
    body: await readKeys(path.id, (asked) => cx.house.outbound.askedAgain(asked), cx),
  }),
};

async function readKeys(
  id: string,
  ask: (asked: DocumentAsked) => Promise<unknown>,
  cx: AdminContext,
): Promise<KeysView> {
  const application = await readApplicationRecord(cx.store, id);
  const { jwks, client_id } = application;
  const address = clientKeyAddress(application);
  if (address === undefined) return { ...view(jwks), address: null, problem: null };
  const { url } = address;
  try {
    const document = await ask({ ...address, on_behalf_of: [`application ${client_id}`] });
    const found = view(document);
    return { ...found, address: url, problem: found.keys.length > 0 ? null : noKeys(found.unusable) };
  } catch (thrown) {
    if (!(thrown instanceof OutboundError)) throw thrown;
    const sentence = `${upperFirst(whyUnread('jwks_uri', thrown.code))}.`;
    return { ...view(undefined), address: url, problem: { sentence, found: thrown.message } };
  }
}

function noKeys(unusable: number): KeysView['problem'] {
  const sentence = 'The address of its public keys (jwks_uri) answered, but none of its keys can be used.';
  const found =
    unusable === 0
      ? 'no list of keys (a JSON object with keys) stands there'
      : 'the keys are not public, or of a kind or size that is not known here';
  return { sentence, found };
}

function view(jwks: unknown): Pick<KeysView, 'keys' | 'unusable'> {
  const there: unknown = isJsonObject(jwks) ? jwks['keys'] : undefined;
  const all = Array.isArray(there) ? there.length : 0;
  const keys = publicKeysIn(jwks);
  return { keys: keys.map(shown), unusable: all - keys.length };
}

function shown(key: ClientKey): KeysView['keys'][number] {
  const text = (name: string) => {
    const value = key[name];
    return typeof value === 'string' ? value : null;
  };
  return { kid: text('kid'), kty: text('kty') ?? '', crv: text('crv'), alg: text('alg'), use: text('use') };
}

function upperFirst(sentence: string): string {
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}
