/** RFC 8693 §2.2.2: whatever is wrong with a token that is presented is invalid_request, an API that isn't open invalid_target. */
import { afterAll, beforeAll, describe } from 'vitest';
import { ACCESS_TOKEN_TYPE, ID_TOKEN_TYPE } from '../../../server/spec/token-type.ts';
import { TOKEN_EXCHANGE_GRANT } from '../../../server/spec/vocabulary.ts';
import type { Browser } from '../browser.ts';
import { APP_PASSWORD, type AttackedOffice, basic, post, type TokenBody } from '../office.ts';
import { DOORS, FILES, PRINTERS, proofFor, startExtensions, tokensOf, toToken } from './office.ts';
import { alsoWith, but, type Refusal, refuses, without } from './refusals.ts';

let office: AttackedOffice;
let alice: Browser;
/** Of `apis`, `trusted` and `bound`, all of which `middle` may present, and of `rp2`, which it may not. */
let held: TokenBody;
let bound: TokenBody;
let foreign: TokenBody;
let machine: string;
let actor: string;
beforeAll(async () => {
  office = await startExtensions();
  alice = await office.signedIn();
  held = await tokensOf(office, alice, 'apis', 'openid offline_access files:read');
  bound = await tokensOf(office, alice, 'bound', 'openid', await proofFor(office.origin));
  foreign = await tokensOf(office, alice, 'jwt', 'openid');
  machine = await ownToken({ authorization: basic('apis') });
  actor = await ownToken({ authorization: basic('delegate') });
});
afterAll(() => office.stop());

async function ownToken(headers: Readonly<Record<string, string>>, fields = {}): Promise<string> {
  const { body } = await post(office.origin, '/oauth2/token', { grant_type: 'client_credentials', ...fields }, headers);
  return body['access_token'] ?? '';
}

const exchange = async () =>
  toToken('middle', {
    grant_type: TOKEN_EXCHANGE_GRANT,
    subject_token: held['access_token'],
    subject_token_type: ACCESS_TOKEN_TYPE,
  });

const unfit = (what: string, fields: () => Readonly<Record<string, string | undefined>>): Refusal => ({
  what,
  change: (right) => but(fields())(right),
  status: 400,
  error: 'invalid_request',
});

describe('the token that is exchanged', () => {
  refuses(() => office.origin, exchange, [
    unfit('is missing', () => ({ subject_token: undefined })),
    unfit('is empty', () => ({ subject_token: '' })),
    unfit('comes without its type', () => ({ subject_token_type: undefined })),
    unfit('is of a type that nobody knows', () => ({ subject_token_type: 'urn:x' })),
    unfit('is said to be a refresh token', () => ({
      subject_token_type: ACCESS_TOKEN_TYPE.replace('access', 'refresh'),
    })),
    unfit('is a refresh token', () => ({ subject_token: held['refresh_token'] })),
    unfit('is an access token that is said to be an ID token', () => ({ subject_token_type: ID_TOKEN_TYPE })),
    unfit('is an ID token that is said to be an access token', () => ({ subject_token: held['id_token'] })),
    unfit('is nobody’s', () => ({ subject_token: 'made-up-made-up-made-up' })),
    unfit('was issued to an application that is not named', () => ({ subject_token: foreign['access_token'] })),
    unfit('is bound to a key', () => ({ subject_token: bound['access_token'] })),
    unfit('stands for no person', () => ({ subject_token: machine })),
    { ...unfit('comes twice', () => ({})), change: alsoWith('subject_token', 'x') },
  ]);
});

describe('whoever acts', () => {
  const delegated = async () =>
    toToken('delegate', {
      grant_type: TOKEN_EXCHANGE_GRANT,
      subject_token: (await tokensOf(office, alice, 'trusted', 'openid'))['access_token'],
      subject_token_type: ACCESS_TOKEN_TYPE,
      actor_token: actor,
      actor_token_type: ACCESS_TOKEN_TYPE,
    });
  refuses(() => office.origin, delegated, [
    unfit('is not named, by an application that has to say', () => ({
      actor_token: undefined,
      actor_token_type: undefined,
    })),
    unfit('is named by a type alone', () => ({ actor_token: undefined })),
    unfit('is named by a token without a type', () => ({ actor_token_type: undefined })),
    unfit('is named by a token of a type that nobody knows', () => ({ actor_token_type: 'urn:x' })),
    unfit('is named by nobody’s token', () => ({ actor_token: 'made-up-made-up-made-up' })),
    unfit('is another application', () => ({ actor_token: machine })),
  ]);
});

describe('what is asked for', () => {
  refuses(() => office.origin, exchange, [
    unfit('is a refresh token', () => ({ requested_token_type: ACCESS_TOKEN_TYPE.replace('access', 'refresh') })),
    unfit('is an ID token', () => ({ requested_token_type: ID_TOKEN_TYPE })),
    {
      what: 'is an API of nobody',
      change: but({ audience: 'https://nobody.test/' }),
      status: 400,
      error: 'invalid_target',
    },
    {
      what: 'is an API of the other application',
      change: but({ resource: PRINTERS }),
      status: 400,
      error: 'invalid_target',
    },
    { what: 'is one API more', change: alsoBoth, status: 400, error: 'invalid_target' },
    { what: 'is no address', change: but({ resource: 'files' }), status: 400, error: 'invalid_target' },
    { what: 'is more scope', change: but({ scope: 'files:read profile' }), status: 400, error: 'invalid_scope' },
    { what: 'is renewal', change: but({ scope: 'offline_access' }), status: 400, error: 'invalid_scope' },
    { what: 'is the office', change: but({ scope: 'lanyard:admin' }), status: 400, error: 'invalid_scope' },
    {
      what: 'is a single act',
      change: but({ authorization_details: '[{"type":"payment","amount":"1","payee":"x"}]' }),
      status: 400,
      error: 'invalid_authorization_details',
    },
  ]);
});

describe('whoever asks', () => {
  refuses(() => office.origin, exchange, [
    { what: 'says nothing', change: without('authorization'), status: 401, error: 'invalid_client' },
    {
      what: 'has no secret',
      change: (right) => but({ client_id: 'open' })(without('authorization')(right)),
      status: 400,
      error: 'unauthorized_client',
    },
    {
      what: 'is not switched on for it',
      change: but({}, { authorization: basic('trusted') }),
      status: 400,
      error: 'unauthorized_client',
    },
    {
      what: 'is a service account, which has no grant but its own',
      change: (right) => but({ username: 'bot', password: APP_PASSWORD })(without('authorization')(right)),
      status: 401,
      error: 'invalid_client',
    },
  ]);
});

function alsoBoth(right: Parameters<Refusal['change']>[0]) {
  return alsoWith('resource', DOORS)(but({ resource: FILES })(right));
}
