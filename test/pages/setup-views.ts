/** Variants of the pages on which an office begins. */
import type { PageView } from '../../server/contract/pages.ts';
import { alice, longPerson } from './people.ts';

const setup = {
  page: 'setup',
  status: 200,
  action: '/setup?code=s1',
  csrf: 'c1',
  fields: [],
  shortest_password: 8,
  errors: {},
} as const;
const noValues = { issuer_name: '', username: '', name: '', email: '' };

export const SETUP_VIEWS = {
  setup: { ...setup, values: noValues },
  'setup-wrong': {
    ...setup,
    status: 422,
    values: { issuer_name: 'Example Office', username: 'alice example', name: 'Alice Example', email: 'alice' },
    errors: {
      username: 'A username has no spaces. Try “alice.example”.',
      email: 'An e-mail address has an @ in it, like alice@example.lan.',
      password_again: 'This is not the same as the password above.',
      clock: 'The clock of this computer is wrong: it says 1 January 1970.',
    },
  },
  'setup-done': {
    page: 'setup-done',
    person: alice,
    issuer: 'http://127.0.0.1:5263',
    discovery: 'http://127.0.0.1:5263/.well-known/openid-configuration',
  },
  'setup-done-panel': {
    page: 'setup-done',
    person: longPerson,
    issuer: 'https://sign-in.intern.donaudampfschifffahrtsgesellschaft.example.lan:5263',
    discovery:
      'https://sign-in.intern.donaudampfschifffahrtsgesellschaft.example.lan:5263/.well-known/openid-configuration',
    panel: 'https://sign-in.intern.donaudampfschifffahrtsgesellschaft.example.lan:5263/panel/',
  },
} as const satisfies Readonly<Record<string, PageView>>;
