import { describe, expect, it } from 'vitest';
import { readConfiguration } from '../../server/imports/configuration.ts';

/** A string of this form. */
const matching = (form: RegExp): unknown => expect.stringMatching(form);

const SECRET = 'a-secret-that-is-long-enough';

/** The refusals of a document that is whole but for what is given. */
function refusals(document: object | string) {
  const text = typeof document === 'string' ? document : JSON.stringify({ lanyard: 1, ...document });
  const read = readConfiguration(text);
  return 'refusals' in read ? read.refusals : [];
}
const application = (fields: object) => ({ applications: [{ client_id: 'app', ...fields }] });
const user = (fields: object) => ({ users: [{ username: 'alice', ...fields }] });
const account = (fields: object) => ({ service_accounts: [{ username: 'robot', ...fields }] });

describe('a configuration document', () => {
  it('may say nothing', () => {
    expect(readConfiguration('lanyard: 1')).toEqual({ document: { lanyard: 1 } });
  });

  it('may be JSON, with tabs, escapes and a byte order mark', () => {
    const text = '\ufeff{\n\t"lanyard": 1,\n\t"groups": [ { "name": "caf\\u00e9 \\ud83d\\ude00 \\/" } ]\n}\n';
    expect(readConfiguration(text)).toEqual({ document: { lanyard: 1, groups: [{ name: 'café 😀 /' }] } });
  });

  it('keeps every letter of a name as it was written', () => {
    for (const name of ['Zoe\u0308', 'Zoë', '愛麗絲 Ⅳ', '👩‍💻', 'علی\u200cرضا', '"quoted" \\ <b>']) {
      expect(readConfiguration(JSON.stringify({ lanyard: 1, ...user({ name }) }))).toEqual({
        document: { lanyard: 1, users: [{ username: 'alice', name }] },
      });
    }
  });

  it('may repeat parts by aliases, as often as a person would', () => {
    const text = 'lanyard: 1\nusers:\n- {username: a, groups: &g [staff]}\n- {username: b, groups: *g}\n';
    expect(readConfiguration(text)).toMatchObject({ document: { users: [{}, { groups: ['staff'] }] } });
  });

  it('is refused with all of its faults at once, each with its path and line', () => {
    const text = [
      'lanyard: 1',
      'colour: red',
      'settings:',
      '  code_lifetime_s: 0',
      'users:',
      '  - username: ""',
      '  - username: bob',
      '    password: short',
      '  - username: carol',
      '  - username: Carol',
      'applications:',
      '  - client_id: app',
      '    redirect_uris:',
      '      - https://ok.test/cb',
      '      - https://*.test/cb',
    ].join('\n');
    expect(refusals(text).toSorted((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: 'applications[0].redirect_uris[1]', reason: matching(/wildcard.*\(line 15\)$/) },
      { path: 'colour', reason: 'is not a known key (line 2)' },
      { path: 'settings.code_lifetime_s', reason: 'must be a whole number from 1 to 600 (line 4)' },
      { path: 'users[0].username', reason: 'is empty (line 6)' },
      { path: 'users[1].password', reason: 'is too short: at least 8 characters (line 8)' },
      { path: 'users[3].username', reason: 'is the same as that of users[2] (line 10)' },
    ]);
  });

  it.each<[string, string, RegExp]>([
    ['nothing', '', /must be a mapping, not empty/],
    ['a list', '[]', /must be a mapping, not a list/],
    ['text', 'hello', /must be a mapping, not a string/],
    ['broken YAML', 'lanyard: 1\nusers: [', /cannot be read: .*\(line 2\)/],
    ['two documents', 'lanyard: 1\n---\nlanyard: 1\n', /cannot be read/],
    ['a key twice', 'lanyard: 1\nlanyard: 1\n', /the same key stands twice \(line 2\)/],
    ['a key twice in JSON', '{"lanyard":1,"users":[{"username":"a","username":"b"}]}', /the same key stands twice/],
    ['a tag', 'lanyard: 1\nsettings: !!js/function "x"\n', /uses a tag/],
    ['__proto__', '{"lanyard":1,"users":[{"username":"a","claims":{"__proto__":{"admin":true}}}]}', /__proto__/],
    ['an alias bomb', bomb(), /aliases more than 100 times/],
    ['an abyss', `lanyard: ${'['.repeat(100_000)}`, /nested too deeply/],
    ['more than 8 MiB', `# ${'x'.repeat(8 * 1024 * 1024)}`, /larger than 8 MiB/],
  ])('is refused when it is %s', (_, text, reason) => {
    const [first] = refusals(text);
    expect(first?.path).toBe('');
    expect(first?.reason).toMatch(reason);
  });

  it('with thousands of faults tells the first thousand, and how many more there are', () => {
    const told = refusals({ groups: Array.from({ length: 1500 }, () => ({})) });
    expect([told.length, told.at(-1)]).toEqual([1001, { path: '', reason: 'has 500 more faults' }]);
  });

  it('may hold brackets in its texts', () => {
    expect(refusals(user({ name: `${'['.repeat(200)}` }))).toEqual([]);
  });

  it('tells no secret when it is refused', () => {
    const text = `lanyard: 1\nusers:\n- username: alice\n  password: ${SECRET}\n  password: ${SECRET}\n  x: [`;
    const wrong = [
      refusals(text),
      refusals(user({ password: [SECRET] })),
      refusals(application({ client_secret: `${SECRET} ` })),
    ];
    expect(wrong.every((list) => list.length > 0)).toBe(true);
    expect(JSON.stringify(wrong)).not.toContain(SECRET);
  });
});

function bomb(): string {
  const levels = Array.from(
    { length: 9 },
    (_, i) => `a${i + 1}: &a${i + 1} [${Array.from({ length: 9 }, () => `*a${i}`).join(', ')}]`,
  );
  return ['a0: &a0 [x]', ...levels].join('\n');
}

describe('a value of the document', () => {
  const hash = 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0';
  const argon = '$argon2id$v=19$m=19456,t=2,p=1$Ei4xoDPcqp07VlgYSYw8yQ$x4bRVXX5P8YlVHmj5nKdbSBVuDZ1zHRWkf9PBwpfBmg';

  it.each<[object]>([
    [
      {
        settings: {
          access_token_lifetime_s: 1,
          refresh_token_grace_s: 0,
          dynamic_registration: 'off',
          legacy_grants: false,
          admin_from: 'lan',
        },
      },
    ],
    [{ settings: { outbound_allow: ['192.168.1.20:8443', '[fd00::1]:443', 'nas.lan:80'] } }],
    [{ settings: { dialect_listeners: ['github=65535', 'native=sso', 'github=git.example.lan'] } }],
    [
      {
        settings: { login_url: 'https://login.example.lan/a?b=c', consent_url: '', device_url: 'http://[::1]:3000/d' },
      },
    ],
    [user({ external_subject: 'auth0|17' })],
    [
      user({
        password_hash: argon,
        disabled: true,
        email: 'ä@example.lan',
        claims: { address: { locality: 'Berlin' }, own: [1, null] },
      }),
    ],
    [
      {
        apis: [{ audience: 'https://api.example.lan', scopes: [{ name: 'orders:read' }] }, { audience: 'plain-name' }],
      },
    ],
    [{ scopes: [{ name: 'department', claims: { department: 'user.claims.department' } }] }],
    [
      application({
        dialect: 'github',
        token_endpoint_auth_method: 'none',
        redirect_uris: ['com.example.app:/cb', 'http://127.0.0.1/cb'],
      }),
    ],
    [
      application({
        client_secret_hash: hash,
        id_token_signed_response_alg: 'ES256',
        access_token_signed_response_alg: 'EdDSA',
        logo_uri: 'https://a.test/l.png',
      }),
    ],
    [
      account({
        app_passwords: [
          { name: 'main', password: SECRET },
          { name: 'old', password_hash: hash, expires_at: 1_900_000_000 },
        ],
      }),
    ],
  ])('is fine: %j', (document) => {
    expect(refusals(document)).toEqual([]);
  });

  it.each<[object, string, RegExp]>([
    [{ lanyard: 2 }, 'lanyard', /must be 1/],
    [{ settings: { legacy_grants: 'true' } }, 'settings.legacy_grants', /true or false/],
    [{ settings: { dynamic_registration: 'maybe' } }, 'settings.dynamic_registration', /must be off/],
    [{ settings: { admin_from: 'anywhere' } }, 'settings.admin_from', /loopback or lan/],
    [{ settings: { code_lifetime_s: 1.5 } }, 'settings.code_lifetime_s', /whole number/],
    [{ settings: { code_lifetime_s: '60' } }, 'settings.code_lifetime_s', /must be a number, not a string/],
    [{ settings: { outbound_allow: ['nas.lan'] } }, 'settings.outbound_allow[0]', /host:port/],
    [{ settings: { login_url: 'http://login.example.lan/' } }, 'settings.login_url', /must begin with https/],
    [{ settings: { login_url: 'http://127.0.0.1.example/' } }, 'settings.login_url', /must begin with https/],
    [{ settings: { consent_url: '/consent' } }, 'settings.consent_url', /must begin with https/],
    [{ settings: { logout_url: 'javascript:alert(1)' } }, 'settings.logout_url', /must begin with https/],
    [{ settings: { device_url: 'https://a:b@login.example.lan/' } }, 'settings.device_url', /credentials/],
    [{ settings: { device_url: 'https://login.example.lan/#x' } }, 'settings.device_url', /fragment/],
    [user({ external_subject: 'a\nb' }), 'users[0].external_subject', /printable/],
    [user({ external_subject: 'x', admin: true }), 'users[0].admin', /kept elsewhere/],
    [user({ external_subject: 'x', password: 'long enough for one' }), 'users[0].password', /kept elsewhere/],
    [{ settings: { dialect_listeners: ['github'] } }, 'settings.dialect_listeners[0]', /product=port/],
    [{ settings: { dialect_listeners: ['github=0'] } }, 'settings.dialect_listeners[0]', /product=port/],
    [{ settings: { dialect_listeners: ['github=192.168.1.5'] } }, 'settings.dialect_listeners[0]', /product=port/],
    [{ settings: { dialect_listeners: ['gitlab=git.lan'] } }, 'settings.dialect_listeners[0]', /no product/],
    [{ settings: { issuer: 'https://x' } }, 'settings.issuer', /not a known key/],
    [{ groups: 'staff' }, 'groups', /must be a list, not a string/],
    [{ groups: [{}] }, 'groups[0].name', /is missing/],
    [{ groups: [{ name: 2024 }] }, 'groups[0].name', /put it in quotes/],
    [{ groups: [{ name: 'Sta\u202eff' }] }, 'groups[0].name', /U\+202E/],
    [user({ groups: ['staff', 'staff'] }), 'users[0].groups[1]', /in this list already/],
    [
      application({ redirect_uris: ['https://a.test/cb', 'https://a.test/cb'] }),
      'applications[0].redirect_uris[1]',
      /in this list already/,
    ],
    [{ groups: [{ name: 'a' }, { name: 'a' }] }, 'groups[1].name', /same as that of groups\[0\]/],
    [user({ username: 'ali\u200dce' }), 'users[0].username', /U\+200D/],
    [user({ password: 'x'.repeat(1025) }), 'users[0].password', /1024 bytes/],
    [user({ password: 'long enough', password_hash: argon }), 'users[0].password_hash', /one of the two/],
    [user({ password_hash: '$2b$10$abc' }), 'users[0].password_hash', /argon2id/],
    [user({ password_hash: argon.replace('m=19456', 'm=4194304') }), 'users[0].password_hash', /more work/],
    [user({ email: 'nobody' }), 'users[0].email', /e-mail/],
    [user({ name: null }), 'users[0].name', /not empty/],
    [user({ admin: 'yes' }), 'users[0].admin', /true or false/],
    [user({ claims: { email: 'x' } }), 'users[0].claims.email', /field of its own/],
    [user({ claims: { locale: 7 } }), 'users[0].claims.locale', /string/],
    [user({ claims: { phone_number_verified: 'yes' } }), 'users[0].claims.phone_number_verified', /true or false/],
    [user({ claims: { address: 'Berlin' } }), 'users[0].claims.address', /object/],
    [user({ claims: { picture: 'javascript:alert(1)' } }), 'users[0].claims.picture', /https/],
    [{ apis: [{ audience: 'has space' }] }, 'apis[0].audience', /printable/],
    [{ apis: [{ audience: 'https://a#b' }] }, 'apis[0].audience', /fragment/],
    [{ apis: [{ audience: 'a', scopes: [{ name: 'openid' }] }] }, 'apis[0].scopes[0].name', /built in/],
    [{ apis: [{ audience: 'a', scopes: [{ name: 'x' }, { name: 'x' }] }] }, 'apis[0].scopes[1].name', /already/],
    [
      {
        apis: [
          {
            audience: 'a',
            authorization_details_types: [
              { name: 'x', description: 'do it' },
              { name: 'x', description: 'do it' },
            ],
          },
        ],
      },
      'apis[0].authorization_details_types[1].name',
      /already/,
    ],
    [
      { apis: [{ audience: 'a', authorization_details_types: [{ name: 'x' }] }] },
      'apis[0].authorization_details_types[0].description',
      /missing|must|string/,
    ],
    [{ settings: { require_dpop_nonce: 'yes' } }, 'settings.require_dpop_nonce', /true or false/],
    [{ scopes: [{ name: 'two words' }] }, 'scopes[0].name', /scope name/],
    [{ scopes: [{ name: 'email' }] }, 'scopes[0].name', /built in/],
    [{ scopes: [{ name: 's', claims: { x: 'user.password_hash' } }] }, 'scopes[0].claims.x', /may show/],
    [
      { scopes: [{ name: 's', claims: { 'a b': 'user.name', sub: 'user.name' } }] },
      'scopes[0].claims.sub',
      /meaning of its own/,
    ],
    [application({ client_id: 'a b' }), 'applications[0].client_id', /space/],
    [application({ client_id: '' }), 'applications[0].client_id', /empty/],
    [application({ slug: 'Big' }), 'applications[0].slug', /slug/],
    [application({ client_name: 'Lanyard\u202e' }), 'applications[0].client_name', /U\+202E/],
    [application({ client_name: 'x'.repeat(10_000) }), 'applications[0].client_name', /at most 255/],
    [application({ client_secret: 'short' }), 'applications[0].client_secret', /12 characters/],
    [application({ client_secret: 'has a space inside' }), 'applications[0].client_secret', /space/],
    [
      application({ client_secret: SECRET, client_secret_hash: hash }),
      'applications[0].client_secret_hash',
      /one of the two/,
    ],
    [application({ client_secret_hash: 'abc' }), 'applications[0].client_secret_hash', /SHA-256/],
    [application({ dialect: 'klingon' }), 'applications[0].dialect', /not a known dialect/],
    [application({ grant_types: ['guess'] }), 'applications[0].grant_types[0]', /not a known grant type/],
    [application({ response_types: ['token'] }), 'applications[0].response_types[0]', /not a known response type/],
    [
      application({ token_endpoint_auth_method: 'by_fax' }),
      'applications[0].token_endpoint_auth_method',
      /not a known/,
    ],
    [application({ redirect_uris: ['JaVaScRiPt:alert(1)'] }), 'applications[0].redirect_uris[0]', /javascript:/],
    [application({ redirect_uris: ['app:/cb'] }), 'applications[0].redirect_uris[0]', /dot/],
    [
      application({ post_logout_redirect_uris: ['https://a.test/#x'] }),
      'applications[0].post_logout_redirect_uris[0]',
      /fragment/,
    ],
    [application({ web_origins: ['https://a.test/'] }), 'applications[0].web_origins[0]', /write https:\/\/a\.test/],
    [application({ scope: 'open"id' }), 'applications[0].scope', /character/],
    [application({ consent: 'never' }), 'applications[0].consent', /remember, always, skip/],
    [application({ access_token_format: 'saml' }), 'applications[0].access_token_format', /opaque, jwt/],
    [application({ id_token_signed_response_alg: 'none' }), 'applications[0].id_token_signed_response_alg', /RS256/],
    [application({ logo_uri: 'data:image/png,x' }), 'applications[0].logo_uri', /https/],
    [application({ trusted: true }), 'applications[0].trusted', /not a known key/],
    [account({ app_passwords: [{ name: 'main' }] }), 'service_accounts[0].app_passwords[0].password', /exactly one/],
    [
      account({ app_passwords: [{ name: 'main', password: 'short' }] }),
      'service_accounts[0].app_passwords[0].password',
      /12 characters/,
    ],
    [
      account({
        app_passwords: [
          { name: 'main', password: SECRET },
          { name: 'main', password: SECRET },
        ],
      }),
      'service_accounts[0].app_passwords[1].name',
      /already/,
    ],
  ])('is refused: %j at %s', (document, path, reason) => {
    expect(refusals(document)).toEqual([{ path, reason: matching(reason) }]);
  });

  it.each(['password', 'claims'])('of a person is never Object’s own: %s', (key) => {
    expect(refusals(user({ constructor: { [key]: true } }))).toEqual([
      { path: 'users[0].constructor', reason: matching(/known key/) },
    ]);
  });
});
