/** Every citation of a step opens the section that it names. */
import { expect, test } from 'vitest';
import { specAddress } from '../../../renderer/tracer/spec-address.ts';

test.each([
  ['RFC 6749 §4.1.3', 'https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3'],
  ['RFC 6749 Appendix B', 'https://www.rfc-editor.org/rfc/rfc6749#appendix-B'],
  ['RFC 7636', 'https://www.rfc-editor.org/rfc/rfc7636'],
  ['OIDC Core §3.1.2.1', 'https://openid.net/specs/openid-connect-core-1_0.html'],
  ['RFC 9999 §1', undefined],
])('%s is at %s', (spec, address) => {
  expect(specAddress(spec)).toBe(address);
});
