/** Whose host a resource of WebFinger is of. */
import { describe, expect, it } from 'vitest';
import { belongsTo } from '../../server/spec/webfinger.ts';

const ORIGIN = 'https://sso.example.lan:5263';

describe('a resource', () => {
  it.each([
    'acct:alice@sso.example.lan',
    'acct:nobody@sso.example.lan:5263',
    'ACCT:alice@SSO.Example.LAN',
    'acct:alice%40example.org@sso.example.lan',
    'https://sso.example.lan:5263/alice',
    'https://sso.example.lan:5263',
    'HTTPS://SSO.example.lan:5263/?a=b#c',
  ])('%s is of this host', (resource) => {
    expect(belongsTo(resource, ORIGIN)).toBe(true);
  });

  it.each([
    'acct:alice@example.org',
    'acct:alice@sso.example.lan.evil.test',
    'acct:alice@sso.example.lan:1',
    'https://sso.example.lan/alice',
    'http://sso.example.lan:5263/alice',
    'https://sso.example.lan:5263@evil.test/',
  ])('%s is of another', (resource) => {
    expect(belongsTo(resource, ORIGIN)).toBe(false);
  });

  it.each([
    '',
    'alice',
    'alice@sso.example.lan',
    'acct:sso.example.lan',
    'acct:@sso.example.lan',
    'acct:alice@evil.test@sso.example.lan',
    'acct:alice@sso.example.lan/x',
    'mailto:alice@sso.example.lan',
    'javascript:alert(1)',
    'https://[',
    'acct:a b@sso.example.lan',
    `acct:${'a'.repeat(500)}@sso.example.lan`,
    'acct:alice@sso.example.lan\u0000',
  ])('%j is none', (resource) => {
    expect(belongsTo(resource, ORIGIN)).toBeUndefined();
  });
});
