import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { fetchStatus, readAddresses } from '../../../renderer/api/status.ts';

const DISCOVERY = {
  issuer: 'https://sso.example.lan',
  jwks_uri: 'https://sso.example.lan/oauth2/jwks',
  token_endpoint: 'https://sso.example.lan/oauth2/token',
  authorization_endpoint: 'https://sso.example.lan/oauth2/authorize',
  revocation_endpoint: 'https://sso.example.lan/oauth2/revoke',
  scopes_supported: ['openid'],
};
const ADDRESSES = {
  issuer: 'https://sso.example.lan',
  discovery: 'https://sso.example.lan/.well-known/openid-configuration',
  endpoints: [
    { name: 'authorization_endpoint', url: 'https://sso.example.lan/oauth2/authorize' },
    { name: 'token_endpoint', url: 'https://sso.example.lan/oauth2/token' },
    { name: 'jwks_uri', url: 'https://sso.example.lan/oauth2/jwks' },
  ],
};

describe('the addresses of a discovery document', () => {
  test('are those that people type, in the order in which they are asked for, and no other', () => {
    expect(readAddresses(DISCOVERY)).toEqual(ADDRESSES);
  });

  test('have one slash between an issuer that ends in one and what follows', () => {
    expect(readAddresses({ issuer: 'https://sso.example.lan/one/' }).discovery).toBe(
      'https://sso.example.lan/one/.well-known/openid-configuration',
    );
  });

  test('are texts or they are not there', () => {
    expect(readAddresses({ issuer: 'https://a', token_endpoint: 7, jwks_uri: null }).endpoints).toEqual([]);
  });

  test.each([null, 'https://sso.example.lan', [], {}, { issuer: 5 }])('cannot be read from %j', (document) => {
    expect(() => readAddresses(document)).toThrow('the discovery document names no issuer');
  });
});

describe('the status of a server', () => {
  let server: Server | undefined;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = undefined;
  });

  test('that answers is running, with its addresses', async () => {
    const origin = await serve((request, response) => {
      response.end(request.url === '/health' ? '{"status":"ok"}' : JSON.stringify(DISCOVERY));
    });
    expect(await ask(origin)).toEqual({ kind: 'running', addresses: ADDRESSES });
  });

  test.each(['/health', '/.well-known/openid-configuration'])('that answers %s with 503 is not ready', async (path) => {
    const origin = await serve((request, response) => {
      response.statusCode = request.url === path ? 503 : 200;
      response.end(JSON.stringify(DISCOVERY));
    });
    expect(await ask(origin)).toEqual({ kind: 'not-ready', status: 503 });
  });

  test.each(['<!doctype html>', '{}'])('that answers with %s is some other program, and unreachable', async (text) => {
    const origin = await serve((_request, response) => response.end(text));
    expect(await ask(origin)).toEqual({ kind: 'unreachable' });
  });

  test('that is gone is unreachable', async () => {
    const origin = await serve((_request, response) => response.end());
    await new Promise((closed) => server?.close(closed));
    expect(await ask(origin)).toEqual({ kind: 'unreachable' });
  });

  test('that nobody waits for any more is no answer at all', async () => {
    const leaving = new AbortController();
    const origin = await serve(() => leaving.abort());
    await expect(fetchStatus(leaving.signal, origin)).rejects.toThrow('aborted');
  });

  async function serve(answer: RequestListener): Promise<string> {
    const started = createServer(answer);
    server = started;
    await new Promise<void>((listening) => started.listen(0, '127.0.0.1', listening));
    return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
  }

  function ask(origin: string) {
    return fetchStatus(AbortSignal.timeout(5_000), origin);
  }
});
