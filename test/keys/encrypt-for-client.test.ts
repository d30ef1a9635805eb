/** To which keys Lanyard encrypts what an application alone shall read. */
import { compactDecrypt, exportJWK, generateKeyPair } from 'jose';
import { expect, it } from 'vitest';
import { encryptionFor } from '../../server/keys/encrypt-for-client.ts';

const by = { alg: 'RSA-OAEP-256', enc: 'A128GCM' } as const;

it('encrypts to a public key of a usual size, and to none with an exponent that would take long', async () => {
  const pair = await generateKeyPair(by.alg, { extractable: true });
  const good = await exportJWK(pair.publicKey);
  const slow = { ...good, e: 'f'.repeat(342) };
  expect(await encryptionFor({ keys: [slow] }, by)).toBeUndefined();
  const encrypt = await encryptionFor({ keys: [slow, good] }, by);
  const { plaintext } = await compactDecrypt((await encrypt?.('{}', 'JSON')) ?? '', pair.privateKey);
  expect(Buffer.from(plaintext).toString()).toBe('{}');
});

it('encrypts to no key whose private half was published with it', async () => {
  const { publicKey, privateKey } = await generateKeyPair(by.alg, { extractable: true });
  expect(await encryptionFor({ keys: [await exportJWK(privateKey)] }, by)).toBeUndefined();
  expect(await encryptionFor({ keys: [await exportJWK(publicKey)] }, by)).toBeDefined();
});
