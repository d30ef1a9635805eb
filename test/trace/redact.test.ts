import { describe, expect, test } from 'vitest';
import { parseParams } from '../../server/spec/params.ts';
import { createRedaction, isSecretName } from '../../server/trace/redact.ts';
import { workOf } from '../support/work-of.ts';

const CANARY = 'canary-0123456789-secret';

describe('names of secrets', () => {
  test.each(
    (
      'authorization cookie set-cookie code state nonce code_verifier client_secret access_token refresh_token id_token token assertion ' +
      'client_assertion password new_password otp csrf id_token_hint ticket device_code user_code subject_token password_hash ' +
      'client_secret_hash client_secrets sealed_private_jwk browser_hash clientSecret Proxy-Authorization'
    ).split(' '),
  )('%s is one', (name) => {
    expect(isSecretName(name)).toBe(true);
  });

  test.each(
    (
      'client_id redirect_uri scope response_type code_challenge code_challenge_method grant_type username token_type ' +
      'token_endpoint access_token_lifetime_s expires_in iss sub aud sid kid at_hash error error_description'
    ).split(' '),
  )('%s is none', (name) => {
    expect(isSecretName(name)).toBe(false);
  });
});

test('a secret becomes a fingerprint that is the same for the same secret and tells nothing of it', () => {
  const { redact } = createRedaction()();
  const shown = redact({ code: CANARY, again: { code: CANARY }, other: { code: `${CANARY}x` } });
  expect(JSON.stringify(shown)).not.toContain('canary');
  expect(shown).toEqual({
    code: expect.stringMatching(/^••• [\w-]{6}$/),
    again: { code: (shown as { code: string }).code },
    other: { code: expect.not.stringMatching((shown as { code: string }).code) },
  });
});

test('two requests of one process give one secret one fingerprint', () => {
  const redactor = createRedaction();
  expect(redactor().redact({ code: CANARY })).toEqual(redactor().redact({ code: CANARY }));
});

test('two processes give one secret two fingerprints', () => {
  expect(createRedaction()().redact({ code: CANARY })).not.toEqual(createRedaction()().redact({ code: CANARY }));
});

class Credentials {
  readonly client_secret = CANARY;
  readonly client_id = 'web-app';
}

test.each([
  ['params of a request', parseParams(`grant_type=authorization_code&code=${CANARY}&client_secret=${CANARY}`)],
  ['a Map', new Map([['password', CANARY]])],
  ['headers', new Headers({ authorization: `Bearer ${CANARY}`, cookie: `lanyard_session=${CANARY}` })],
  ['an instance of a class', new Credentials()],
  ['a list in an object in a list', [{ tickets: [{ ticket: CANARY }] }]],
  [
    'pairs on their way into an address',
    {
      params: [
        ['code', CANARY],
        ['state', CANARY],
      ],
    },
  ],
  [
    'pairs on their way into a form',
    {
      fields: [
        ['ticket', CANARY],
        ['sid', 'public'],
      ],
    },
  ],
  ['a list of secrets', { client_secrets: [{ hash: CANARY, created_at: 1 }] }],
  ['a Location', { location: `https://app.example/cb?code=${CANARY}&state=${CANARY}` }],
  ['a fragment', { location: `https://app.example/cb#access_token=${CANARY}&token_type=Bearer` }],
  ['an Authorization value under another name', { header: `Basic ${Buffer.from(`a:${CANARY}`).toString('base64')}` }],
  ['a bearer token in a text', `the request came with Bearer ${CANARY}`],
  ['a JWT anywhere', { note: `got eyJhbGciOiJub25lIn0.${Buffer.from(CANARY).toString('base64url')}.sig` }],
  ['an error', new Error(`refused Bearer ${CANARY}`)],
])('nothing of a secret is left of %s', (_what, value) => {
  const shown = JSON.stringify(createRedaction()().redact(value));
  expect(shown).not.toContain('canary');
  expect(shown).not.toContain(Buffer.from(CANARY).toString('base64url'));
  expect(shown).not.toContain(Buffer.from(`a:${CANARY}`).toString('base64'));
});

test('what is no secret stays readable', () => {
  expect(
    createRedaction()().redact({
      params: parseParams('client_id=web-app&scope=openid+email&code_challenge=abc'),
      n: 1,
      yes: true,
      nothing: null,
      absent: undefined,
      list: new Set(['a']),
      at: new Date(0),
      bytes: Buffer.from('abc'),
      location: 'https://app.example/cb?error=access_denied',
    }),
  ).toEqual({
    params: { client_id: 'web-app', scope: 'openid email', code_challenge: 'abc' },
    n: 1,
    yes: true,
    nothing: null,
    absent: null,
    list: ['a'],
    at: '1970-01-01T00:00:00.000Z',
    bytes: '[3 bytes]',
    location: 'https://app.example/cb?error=access_denied',
  });
});

describe.each([
  'grant_type=client_credentials&username=bot',
  'grant_type=password&client_id=web-app',
  'client_id=web-app&client_secret=another',
  'username=bot',
  'token=another',
  'client_id=hub&code=another',
])('of a request that brings a secret (%s)', (request) => {
  test.each(['pass', 'passwort', 'client_key', 'Pass[]', 'app-pw', 'x'])(
    'what stands under the unknown name %s is hidden',
    (name) => {
      const params = parseParams(`${request}&scope=openid&${name}=${CANARY}`);
      const shown = createRedaction()().redact({ params });
      expect(JSON.stringify(shown)).not.toContain('canary');
      expect(shown).toMatchObject({ params: { scope: 'openid', [name]: expect.stringMatching(/^••• /) } });
    },
  );
});

test('of a request that brings none, a name that is not known is shown, as a misspelled one must be', () => {
  const params = parseParams('client_id=web-app&reponse_type=code&page=2');
  expect(createRedaction()().redact({ params })).toEqual({
    params: { client_id: 'web-app', reponse_type: 'code', page: '2' },
  });
});

test('depth, number and length are bounded, also where a value holds itself', () => {
  const loop: Record<string, unknown> = {
    wide: Array.from({ length: 1_000 }, (_, n) => n),
    long: 'x'.repeat(1_000_000),
  };
  loop['self'] = loop;
  loop['token'] = loop;
  expect(JSON.stringify(createRedaction()().redact(loop)).length).toBeLessThan(50_000);
});

test('a parameter named __proto__ changes no prototype', () => {
  const shown = createRedaction()().redact(new Map([['__proto__', { polluted: true }]]));
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(JSON.stringify(shown)).toBe('{"__proto__":{"polluted":true}}');
});

test.each(['-eyJ', '.eyJ', 'eyJ', 'eyJ.', 'token ', 'Bearer  ', '?a', '&a=', '-eyJ.a'])(
  '64 kB of %o take no time to look through',
  (piece) => {
    const text = piece.repeat(65_536 / piece.length);
    const { redactText } = createRedaction()();
    expect(workOf(() => redactText(text))).toBeLessThan(250);
  },
);

test('names that only sound like a JWT stay readable', () => {
  const { redactText } = createRedaction()();
  expect(redactText('heyJude.example.com and eyJonly.one-dot')).toBe('heyJude.example.com and eyJonly.one-dot');
});
