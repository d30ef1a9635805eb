/** RFC 8707 §2: an API that nobody may ask for is invalid_target, in front and at the token endpoint, and no step adds one. */
import { afterAll, beforeAll, describe } from 'vitest';
import type { Browser } from '../browser.ts';
import { APP_PASSWORD, type AttackedOffice, codeFor } from '../office.ts';
import { DOORS, FILES, PRINTERS, startExtensions, toToken, withCode } from './office.ts';
import { refusesInFront } from './in-front.ts';
import { alsoWith, but, type Refusal, refuses, send, type Sent } from './refusals.ts';

let office: AttackedOffice;
let alice: Browser;
beforeAll(async () => {
  office = await startExtensions();
  alice = await office.signedIn();
});
afterAll(() => office.stop());

/** What names no API that `apis` may ask for. §2 wants an absolute URI without a fragment. */
const WRONG: readonly (readonly [what: string, resource: string])[] = [
  ['of another application', DOORS],
  ['of nobody', 'https://nobody.test/'],
  ['with more path', `${FILES}more`],
  ['without its slash', FILES.slice(0, -1)],
  ['in capitals', FILES.toUpperCase()],
  ['without its protocol', '//files.test/'],
  ['of a path', '/files'],
  ['of a word', 'files'],
  ['with a fragment', `${FILES}#all`],
  ['with an empty fragment', `${FILES}#`],
  ['with a space behind it', `${FILES} `],
  ['of two in one', `${FILES} ${PRINTERS}`],
  ['of the office', 'urn:lanyard:admin'],
];

const rows = WRONG.flatMap(([what, resource]): Refusal[] => [
  { what: `a resource ${what}`, change: but({ resource }), status: 400, error: 'invalid_target' },
  {
    what: `a resource ${what}, beside a right one`,
    change: (right) => alsoWith('resource', resource)(but({ resource: FILES })(right)),
    status: 400,
    error: 'invalid_target',
  },
]);
const unknownAudience: Refusal = {
  what: 'an audience of nobody',
  change: but({ audience: 'nobody' }),
  status: 400,
  error: 'invalid_target',
};

describe('an authorization request', () => {
  refusesInFront(() => ({ origin: office.origin, browser: alice }), { client_id: 'apis', resource: FILES }, [
    ...WRONG.map(([what, resource]) => ({ what, changes: { resource }, error: 'invalid_target' })),
    { what: 'with an audience of nobody', changes: { audience: 'nobody' }, error: 'invalid_target' },
  ]);
});

describe('a machine', () => {
  refuses(
    () => office.origin,
    async () => toToken('apis', { grant_type: 'client_credentials', resource: FILES }),
    [...rows, unknownAudience],
  );
});

describe('a service account', () => {
  const asks = async (): Promise<Sent> => ({
    path: '/oauth2/token',
    fields: { grant_type: 'client_credentials', username: 'bot', password: APP_PASSWORD, scope: 'things:read' },
  });
  refuses(() => office.origin, asks, rows);
});

describe('a code that was asked for one API', () => {
  const redeems = async () => {
    const code = await codeFor(alice, { client_id: 'apis', resource: FILES });
    return toToken('apis', withCode(code));
  };
  refuses(() => office.origin, redeems, [
    {
      what: 'is not redeemed for another of the same application',
      change: but({ resource: PRINTERS }),
      status: 400,
      error: 'invalid_target',
    },
    ...rows.slice(0, 4),
    unknownAudience,
  ]);
});

describe('a refresh token that was asked for one API', () => {
  const refreshes = async () => {
    const code = await codeFor(alice, { client_id: 'apis', resource: FILES, scope: 'openid offline_access' });
    const { body } = await send(office.origin, toToken('apis', withCode(code)));
    return toToken('apis', { grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) });
  };
  refuses(() => office.origin, refreshes, [
    {
      what: 'brings no other of the same application',
      change: but({ resource: PRINTERS }),
      status: 400,
      error: 'invalid_target',
    },
    ...rows.slice(0, 4),
    unknownAudience,
  ]);
});
