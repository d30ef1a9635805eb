import { describe, expect, it } from 'vitest';
import {
  checkCertificateName,
  checkDistinguishedName,
  hasAlternativeName,
  isSubject,
} from '../../server/spec/certificate-names.ts';

describe('a subject is the registered one', () => {
  it.each([
    ['C=DE\nO=Example Office\nCN=app', 'CN=app,O=Example Office,C=DE'],
    ['C=DE\nO=Example Office\nCN=app', 'cn = app, o=Example Office , c=DE'],
    ['O=A\\, B\nCN=x\\+y', 'CN=x\\+y,O=A\\, B'],
    ['CN=Grün', 'CN=Gr\\C3\\BCn'],
    ['CN=a + UID=b', 'UID=b+CN=a'],
    ['CN=a\nemailAddress=a@example.lan', 'E=a@example.lan,CN=a'],
  ])('%j is %s', (subject, expected) => {
    expect(isSubject(subject, expected)).toBe(true);
  });
});

describe('a subject is another one', () => {
  it.each([
    ['in another order', 'CN=app\nO=Example Office', 'CN=app,O=Example Office'],
    ['with a part more', 'O=Example Office\nOU=x\nCN=app', 'CN=app,O=Example Office'],
    ['with a part less', 'CN=app', 'CN=app,O=Example Office'],
    ['in another case', 'CN=App', 'CN=app'],
    ['whose value only looks like two parts', 'CN=app\\,O=Example Office', 'CN=app,O=Example Office'],
    ['whose two values are one', 'CN=a\\+UID=b', 'CN=a+UID=b'],
    ['that is empty', '', 'CN=app'],
  ])('%s', (_why, subject, expected) => {
    expect(isSubject(subject, expected)).toBe(false);
  });
});

describe('an alternative name', () => {
  const names =
    'DNS:app.example.lan, URI:"urn:a\\u002c DNS:evil.example", IP Address:2001:DB8:0:0:0:0:0:1, email:a@b.lan';

  it.each([
    ['dns', 'APP.example.lan'],
    ['uri', 'urn:a, DNS:evil.example'],
    ['ip', '2001:db8::1'],
    ['email', 'a@b.lan'],
  ] as const)('of the kind %s is found', (kind, expected) => {
    expect(hasAlternativeName(names, kind, expected)).toBe(true);
  });

  it.each([
    ['dns', 'evil.example'],
    ['dns', 'a@b.lan'],
    ['uri', 'urn:a'],
    ['ip', '2001:db8::2'],
    ['email', 'A@b.lan'],
  ] as const)('of the kind %s is not %s', (kind, expected) => {
    expect(hasAlternativeName(names, kind, expected)).toBe(false);
  });

  it('is nothing without any', () => {
    expect(hasAlternativeName(undefined, 'dns', 'app.example.lan')).toBe(false);
    expect(hasAlternativeName('DNS:*.example.lan', 'dns', 'app.example.lan')).toBe(false);
  });
});

describe('what is registered', () => {
  it.each(['CN=app', 'CN=a+UID=b,O=x', 'O=A\\, B'])('may be %s', (name) => {
    expect(checkDistinguishedName(name)).toBeUndefined();
  });

  it.each(['', 'app', 'CN=', 'CN=a,,O=b', 'CN=#04024869', 'CN=a\\', `CN=${'a'.repeat(1000)}`])('is not %s', (name) => {
    expect(checkDistinguishedName(name)).toBeTypeOf('string');
  });

  it.each([
    ['dns', 'app.example.lan', 'app example'],
    ['uri', 'urn:example:app', 'app'],
    ['ip', '192.0.2.7', 'app.example.lan'],
    ['email', 'a@b.lan', 'b.lan'],
  ] as const)('is of the kind %s', (kind, good, bad) => {
    expect(checkCertificateName(kind)(good)).toBeUndefined();
    expect(checkCertificateName(kind)(bad)).toBeTypeOf('string');
  });
});
