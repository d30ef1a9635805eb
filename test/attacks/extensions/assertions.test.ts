/** RFC 7521 §4.1.1 and §4.2.1, RFC 7523 §3: what another server says of a person, and what an application says of itself. */
import { afterAll, beforeAll, describe } from 'vitest';
import { JWT_BEARER_GRANT } from '../../../server/spec/vocabulary.ts';
import { makeClientKey, sign } from '../../support/client-jwt.ts';
import { type AttackedOffice, basic, SECRET } from '../office.ts';
import { clientAssertion, DOORS, FORMER, SIGNER, startExtensions, statement, toToken } from './office.ts';
import { alsoWith, but, type Refusal, refuses, without } from './refusals.ts';

let office: AttackedOffice;
beforeAll(async () => {
  office = await startExtensions();
});
afterAll(() => office.stop());

const STRANGER = { ...(await makeClientKey('ES256')), kid: SIGNER.kid };
const seconds = () => Math.floor(Date.now() / 1000);
type Claims = Readonly<Record<string, unknown>>;

/** What is wrong with either kind, as claims. RFC 7523 §3 */
const CLAIMS: readonly (readonly [what: string, claims: () => Claims])[] = [
  ['without iss', () => ({ iss: undefined })],
  ['with a number for iss', () => ({ iss: 7 })],
  ['without sub', () => ({ sub: undefined })],
  ['with a number for sub', () => ({ sub: 7 })],
  ['without aud', () => ({ aud: undefined })],
  ['for another server', () => ({ aud: 'https://other.test' })],
  ['for two servers', () => ({ aud: [office.origin, 'https://other.test'] })],
  ['for our userinfo', () => ({ aud: `${office.origin}/oauth2/userinfo` })],
  ['for us in capitals', () => ({ aud: office.origin.toUpperCase() })],
  ['without exp', () => ({ exp: undefined })],
  ['that expired', () => ({ exp: seconds() - 120 })],
  ['that lasts for a day', () => ({ exp: seconds() + 86_400 })],
  ['with an exp of text', () => ({ exp: String(seconds() + 60) })],
  ['that is not valid yet', () => ({ nbf: seconds() + 300 })],
  ['that was made in the future', () => ({ iat: seconds() + 300 })],
  ['without jti', () => ({ jti: undefined })],
  ['with an empty jti', () => ({ jti: '' })],
  ['with a jti of a thousand characters', () => ({ jti: 'j'.repeat(1000) })],
];

/** The same claims, as nobody signed them. */
function unsigned(jwt: string): string {
  return `${Buffer.from('{"alg":"none"}').toString('base64url')}.${jwt.split('.')[1]}.`;
}

describe('what another server says', () => {
  const brings = async () =>
    toToken('bridge', { grant_type: JWT_BEARER_GRANT, assertion: await statement(office.origin) });
  const refused = (what: string, change: Refusal['change']): Refusal => ({
    what,
    change,
    status: 400,
    error: 'invalid_grant',
  });
  const saying = (what: string, assertion: () => Promise<string>) =>
    refused(what, async (right) => but({ assertion: await assertion() })(right));
  refuses(() => office.origin, brings, [
    { what: 'that is missing', change: but({ assertion: undefined }), status: 400, error: 'invalid_request' },
    { what: 'that comes twice', change: alsoWith('assertion', 'x.y.z'), status: 400, error: 'invalid_request' },
    refused('that is no JWT', but({ assertion: 'made-up-made-up-made-up' })),
    refused('that nobody signed', async (right) => but({ assertion: unsigned(await statement(office.origin)) })(right)),
    ...CLAIMS.map(([what, claims]) => saying(what, () => statement(office.origin, claims()))),
    saying('of a server that nobody trusts', () => statement(office.origin, { iss: 'https://nobody.test' })),
    saying('of a server that is not trusted any more', () => statement(office.origin, { iss: FORMER })),
    saying('of somebody unknown', () => statement(office.origin, { sub: 'nobody' })),
    saying('signed by somebody else', () => statement(office.origin, {}, STRANGER)),
    saying('of the type of an access token', () => statement(office.origin, {}, undefined, { typ: 'at+jwt' })),
    saying('of the type of a proof', () => statement(office.origin, {}, undefined, { typ: 'dpop+jwt' })),
    { what: 'for more than that server may', change: but({ scope: 'profile' }), status: 400, error: 'invalid_scope' },
    { what: 'for renewal', change: but({ scope: 'offline_access' }), status: 400, error: 'invalid_scope' },
    { what: 'for another API', change: but({ resource: DOORS }), status: 400, error: 'invalid_target' },
    {
      what: 'for a single act',
      change: but({ authorization_details: '[{"type":"payment","amount":"1","payee":"x"}]' }),
      status: 400,
      error: 'invalid_authorization_details',
    },
    {
      what: 'to an application that is not switched on for it',
      change: but({}, { authorization: basic('trusted') }),
      status: 400,
      error: 'unauthorized_client',
    },
    { what: 'to nobody', change: without('authorization'), status: 401, error: 'invalid_client' },
  ]);
});

describe('what an application says of itself', () => {
  const introduces = async () => ({
    path: '/oauth2/token',
    fields: { grant_type: 'client_credentials', ...(await clientAssertion(office.origin)) },
  });
  const refused = (what: string, change: Refusal['change']): Refusal => ({
    what,
    change,
    status: 401,
    error: 'invalid_client',
  });
  const saying = (what: string, made: () => ReturnType<typeof clientAssertion>) =>
    refused(what, async (right) => but(await made())(right));
  refuses(() => office.origin, introduces, [
    refused('nothing, but its type', but({ client_assertion: undefined })),
    refused('without a type', but({ client_assertion_type: undefined })),
    refused(
      'of the type of SAML',
      but({ client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer' }),
    ),
    refused('of the type of the grant', but({ client_assertion_type: JWT_BEARER_GRANT })),
    refused('that is no JWT', but({ client_assertion: 'made-up-made-up-made-up' })),
    refused('beside another client_id', but({ client_id: 'trusted' })),
    ...CLAIMS.map(([what, claims]) => saying(what, () => clientAssertion(office.origin, claims()))),
    saying('for another application', () => clientAssertion(office.origin, { iss: 'trusted', sub: 'trusted' })),
    saying('for another application, as its iss', () => clientAssertion(office.origin, { sub: 'trusted' })),
    saying('signed by somebody else', () => clientAssertion(office.origin, {}, STRANGER)),
    saying('under its public key as a secret', () =>
      clientAssertion(
        office.origin,
        {},
        {
          alg: 'HS256',
          kid: SIGNER.kid,
          privateKey: Buffer.from(JSON.stringify(SIGNER.jwk)),
        },
      ),
    ),
    refused('that nobody signed', async (right) => {
      const { client_assertion } = await clientAssertion(office.origin);
      return but({ client_assertion: unsigned(client_assertion) })(right);
    }),
    {
      what: 'beside a secret in the header',
      change: but({}, { authorization: basic('signer') }),
      status: 400,
      error: 'invalid_request',
    },
    {
      what: 'beside a secret in the form',
      change: but({ client_id: 'signer', client_secret: SECRET }),
      status: 400,
      error: 'invalid_request',
    },
    { what: 'twice', change: alsoWith('client_assertion', 'x.y.z'), status: 400, error: 'invalid_request' },
  ]);
});

describe('what an application says of itself under its secret', () => {
  const mac = (secret: string, alg = 'HS256') => {
    const who = { iss: 'mac', sub: 'mac' };
    return clientAssertion(office.origin, who, { alg, kid: 'secret', privateKey: Buffer.from(secret) });
  };
  const introduces = async () => ({
    path: '/oauth2/token',
    fields: { grant_type: 'client_credentials', ...(await mac(SECRET)) },
  });
  const refused = (what: string, made: () => ReturnType<typeof mac>): Refusal => ({
    what,
    change: async (right) => but(await made())(right),
    status: 401,
    error: 'invalid_client',
  });
  refuses(() => office.origin, introduces, [
    refused('and it is another', () => mac(`${SECRET.slice(0, -1)}X`)),
    refused('by another algorithm', () => mac(SECRET.padEnd(64, ' '), 'HS512')),
    refused('and a key signed it', async () => {
      const { client_assertion_type } = await mac(SECRET);
      const now = seconds();
      const claims = { iss: 'mac', sub: 'mac', aud: office.origin, iat: now, exp: now + 60, jti: 'by-a-key' };
      return { client_assertion_type, client_assertion: await sign(claims, SIGNER) };
    }),
    {
      what: 'and the secret itself is sent',
      change: (right) => ({
        ...right,
        fields: { grant_type: 'client_credentials', client_id: 'mac', client_secret: SECRET },
      }),
      status: 401,
      error: 'invalid_client',
    },
  ]);
});
