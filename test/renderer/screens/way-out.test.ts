/** Which events lead to where they are mended. */
import { expect, it } from 'vitest';
import { wayOut } from '../../../renderer/screens/audit/way-out.ts';
import { PKCE_NEEDED } from '../../../server/spec/refusal-reasons.ts';

const refused = { type: 'authorization.turned_away', target: 'our wiki', detail: { because: PKCE_NEEDED, count: 2 } };

it('a refusal for want of PKCE leads to the setting of that application', () => {
  expect(wayOut(refused)?.href).toBe('/applications/named/our%20wiki#require_pkce');
});

it.each([
  ['another reason', { ...refused, detail: { because: 'invalid_request' } }],
  ['another event', { ...refused, type: 'token.turned_away' }],
])('%s leads nowhere', (_, event) => {
  expect(wayOut(event)).toBeUndefined();
});
