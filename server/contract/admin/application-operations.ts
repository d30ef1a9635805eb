/** What the admin API finds out for whoever sets an application up. */
import { applicationKeys } from './application-keys.ts';
import { dialectsView } from './dialects.ts';
import type { Operation } from './operation.ts';

const KEYS = { path: '/api/v1/applications/{id}/keys', tag: 'Applications', access: 'admin' } as const;

export const APPLICATION_OPERATIONS = {
  readDialects: {
    method: 'GET',
    path: '/api/v1/dialects',
    tag: 'Applications',
    summary: 'Says what a new application of each dialect has where nobody says otherwise.',
    access: 'admin',
    answer: { status: 200, schema: dialectsView },
  },
  readApplicationKeys: {
    ...KEYS,
    method: 'GET',
    summary: 'Shows the public keys of an application, as they were last read from its address.',
    answer: { status: 200, schema: applicationKeys },
  },
  askApplicationKeys: {
    ...KEYS,
    method: 'POST',
    summary: 'Asks the address of an application’s public keys again, and shows them.',
    answer: { status: 200, schema: applicationKeys },
  },
} as const satisfies Readonly<Record<string, Operation>>;
