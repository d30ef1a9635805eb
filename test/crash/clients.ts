/** Clients that write until the server is gone, and note what it answered. */
import { createHash, randomBytes } from 'node:crypto';
import { HttpPerson, type Stop } from '../support/http-person.ts';
import { ALICE } from '../support/office.ts';
import { CALLBACK, post, redeem } from './office.ts';
import type { Promised } from './promised.ts';

/** Asks for tokens and gives some of them back. */
export async function machine(issuer: string, promised: Promised): Promise<void> {
  await untilGone(async () => {
    const { access_token: token } = await post(issuer, 'token', { grant_type: 'client_credentials' });
    if (token === undefined) return;
    promised.access_tokens.add(token);
    if (Math.random() > 0.2) return;
    // From the moment of asking until the answer either outcome is right: the token leaves both lists.
    promised.access_tokens.delete(token);
    await post(issuer, 'revoke', { token });
    promised.access_tokens.add(token);
    promised.revoked.add(token);
  });
}

/** Signs in once, then lets codes be made, redeemed and refreshed. */
export async function person(issuer: string, promised: Promised): Promise<void> {
  const browser = new HttpPerson(issuer);
  await untilGone(async () => {
    const verifier = randomBytes(32).toString('base64url');
    const asked = await browser.open(authorizationUrl(issuer, 'app', 'openid offline_access', verifier));
    const code = codeIn(asked.left === undefined ? await browser.submit(asked, ALICE) : asked);
    const first = await redeem(issuer, code, verifier);
    if (first['access_token'] === undefined || first['refresh_token'] === undefined)
      throw new Error(JSON.stringify(first));
    promised.used_codes.push({ code, verifier });
    const renewed = { grant_type: 'refresh_token', refresh_token: first['refresh_token'] };
    const second = await post(issuer, 'token', renewed);
    if (second['refresh_token'] === undefined) throw new Error(JSON.stringify(second));
    promised.refresh_tokens.add(second['refresh_token']);
  });
}

/** Consents to ever more, one scope after the other; what was answered must not be asked again. */
export async function consenter(issuer: string, promised: Promised, port: (url: URL) => string): Promise<void> {
  const browser = new HttpPerson(issuer);
  const scopes = ['openid', 'openid profile', 'openid profile email', 'openid profile email groups'];
  await untilGone(async () => {
    for (const scope of scopes) {
      const verifier = randomBytes(32).toString('base64url');
      let here = await browser.open(authorizationUrl(issuer, 'asks', scope, verifier));
      if (here.left === undefined && here.html.includes('lanyard-password')) here = await browser.submit(here, ALICE);
      if (here.left === undefined) here = await browser.allow(here);
      codeIn(here);
      const silent = new URL(`${authorizationUrl(issuer, 'asks', scope, verifier)}&prompt=none`);
      promised.consented.clear();
      promised.consented.add(async () => {
        const { left } = await browser.at(port(silent)).open(port(silent));
        return left?.searchParams.has('code') === true;
      });
    }
  });
}

function authorizationUrl(issuer: string, client_id: string, scope: string, verifier: string): string {
  const query = new URLSearchParams({
    client_id,
    redirect_uri: CALLBACK,
    response_type: 'code',
    scope,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  return `${issuer}/oauth2/authorize?${query.toString()}`;
}

function codeIn({ left, html }: Stop): string {
  const code = left?.searchParams.get('code');
  if (code === undefined || code === null) throw new Error(`no code, but ${html.slice(0, 500)}`);
  return code;
}

/** A failed fetch is how the end looks like from outside; everything else is a broken promise or a bug. */
async function untilGone(turn: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await turn();
    } catch (error) {
      if (error instanceof TypeError) return;
      throw error;
    }
  }
}
