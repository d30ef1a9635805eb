import { expect, test } from 'vitest';
import { isSpecRef } from '../../server/spec/references.ts';

test.each([
  'RFC 6749',
  'RFC 6749 §6',
  'RFC 6749 §4.1.3',
  'RFC 6749 Appendix B',
  'RFC 6749 Appendix A.1',
  'OIDC Core §3.1.2.1',
])('%s is a citation', (citation) => {
  expect(isSpecRef(citation)).toBe(true);
});

test.each([
  'RFC 9999 §1',
  'RFC 6749 4.1',
  'RFC 6749 §',
  'RFC 6749 §4.1.',
  'RFC 6749 §the token endpoint',
  'RFC 6749 §4.1 §4.2',
  'RFC 6749 Appendix',
  'toString',
  '',
])('%j is none', (citation) => {
  expect(isSpecRef(citation)).toBe(false);
});
