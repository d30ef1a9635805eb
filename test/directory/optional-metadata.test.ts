/** The table of optional metadata: what an application has comes out, what it lacks doesn't, and what is the house's own never. */
import { expect, it } from 'vitest';
import { optionalMetadata } from '../../server/directory/optional-metadata.ts';
import { anApplication } from '../support/records.ts';

it('shows what is there, zero and false too', () => {
  const metadata = { default_max_age: 0, frontchannel_logout_session_required: false, contacts: ['it@example.lan'] };
  expect(optionalMetadata(anApplication(metadata))).toEqual(metadata);
});

it('shows neither what every application has, nor how the house tells it apart', () => {
  const own = {
    slug: 'wiki',
    registration: { token_hash: 'hash' },
    access_token_signed_response_alg: 'ES256',
  } as const;
  expect(optionalMetadata(anApplication(own))).toEqual({});
});
