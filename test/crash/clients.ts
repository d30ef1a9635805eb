/** Clients that write until the server is gone, and note what it answered and what they were waiting for. */
import { createHash, randomBytes } from 'node:crypto';
import { HttpPerson, type Stop } from '../support/http-person.ts';
import { ALICE } from '../support/office.ts';
import { type Answer, CALLBACK, Gone, post, redeem, refresh, ROBOT } from './office.ts';
import type { HandedCode, Promised } from './promised.ts';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Asks for tokens without pause, and gives most of them back, so that the journal grows faster than the store. */
export async function machine(issuer: string, promised: Promised): Promise<void> {
  await untilGone(async () => {
    const token = textIn(await post(issuer, 'token', { grant_type: 'client_credentials' }, ROBOT), 'access_token');
    promised.access_tokens.add(token);
    if (Math.random() < 0.05) return;
    // From the moment of asking until the answer either outcome is right: the token leaves both lists.
    promised.access_tokens.delete(token);
    await post(issuer, 'revoke', { token }, ROBOT);
    promised.revoked.add(token);
  });
}

/** Signs in once, then lets codes be made, redeemed (by two at once, now and then) and refreshed. */
export async function person(issuer: string, promised: Promised): Promise<void> {
  const browser = new HttpPerson(issuer);
  await untilGone(async () => {
    const handed = await codeFor(browser, issuer);
    const chance = Math.random();
    if (chance < 0.2) promised.unused_codes.add(handed);
    else if (chance < 0.3) await redeemTwice(issuer, handed, promised);
    else await redeemAndRefresh(issuer, handed, promised);
    await new Promise((pause) => setTimeout(pause, 15));
  });
}

async function codeFor(browser: HttpPerson, issuer: string): Promise<HandedCode> {
  const verifier = randomBytes(32).toString('base64url');
  const asked = await browser.open(authorizationUrl(issuer, 'app', 'openid offline_access', verifier));
  const code = codeIn(asked.left === undefined ? await browser.submit(asked, ALICE) : asked);
  return { code, verifier };
}

async function redeemAndRefresh(issuer: string, handed: HandedCode, promised: Promised): Promise<void> {
  promised.racing_codes.add(handed);
  const first = await redeem(issuer, handed.code, handed.verifier);
  promised.racing_codes.delete(handed);
  const parent = textIn(first, 'refresh_token');
  promised.id_tokens.push(textIn(first, 'id_token'));
  // Trying a used code again ends its family: some families are left in peace.
  const lasting = Math.random() < 0.5;
  if (!lasting) promised.used_codes.push(handed);
  promised.refresh_tokens.set(parent, { lasting });
  if (Math.random() < 0.3) return;
  promised.refresh_tokens.delete(parent);
  promised.racing_refreshes.add(parent);
  const second = await refresh(issuer, parent);
  promised.racing_refreshes.delete(parent);
  promised.refresh_tokens.set(textIn(second, 'refresh_token'), { lasting });
}

/** The second of two ends what the first was given, so that nothing is promised but that there is no third. */
async function redeemTwice(issuer: string, handed: HandedCode, promised: Promised): Promise<void> {
  promised.racing_codes.add(handed);
  const both = [1, 2].map(() => redeem(issuer, handed.code, handed.verifier));
  const answers = await Promise.allSettled(both);
  const given = answers.filter((answer) => answer.status === 'fulfilled' && 'access_token' in answer.value);
  if (given.length > 1) throw new Error('a code was redeemed twice');
  if (given.length === 1) {
    promised.racing_codes.delete(handed);
    promised.used_codes.push(handed);
  }
  const gone = answers.find((answer) => answer.status === 'rejected');
  if (gone !== undefined) throw gone.reason;
  if (given.length === 0) throw new Error('a code that nobody had used was refused to both');
}

/** Consents to ever more, one scope after the other; what was answered must not be asked again. */
export async function consenter(issuer: string, promised: Promised): Promise<void> {
  const browser = new HttpPerson(issuer);
  const scopes = ['openid', 'openid profile', 'openid profile email', 'openid profile email groups'];
  await untilGone(async () => {
    for (const scope of scopes) {
      const verifier = randomBytes(32).toString('base64url');
      let here = await browser.open(authorizationUrl(issuer, 'asks', scope, verifier));
      if (here.left === undefined && here.html.includes('lanyard-password')) here = await browser.submit(here, ALICE);
      if (here.left === undefined) here = await browser.allow(here);
      codeIn(here);
      promised.consents.clear();
      promised.consents.add(async (now) => {
        const silent = `${authorizationUrl(now, 'asks', scope, verifier)}&prompt=none`;
        const { left } = await browser.at(silent).open(silent);
        return left?.searchParams.has('code') === true;
      });
      await new Promise((pause) => setTimeout(pause, 15));
    }
  });
}

/** Whether somebody with these credentials is let in; an ID token of theirs where they are. */
export async function signIn(issuer: string, who: Credentials): Promise<string | undefined> {
  const browser = new HttpPerson(issuer);
  const verifier = randomBytes(32).toString('base64url');
  const form = await browser.open(authorizationUrl(issuer, 'app', 'openid', verifier));
  const { left } = await browser.submit(form, { username: who.username, password: who.password });
  const code = left?.searchParams.get('code') ?? undefined;
  return code === undefined ? undefined : textIn(await redeem(issuer, code, verifier), 'id_token');
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

function textIn(answer: Answer, name: string): string {
  const value = answer[name];
  if (typeof value !== 'string') throw new Error(`no ${name}, but ${JSON.stringify(answer)}`);
  return value;
}

/** A call without an answer is how the end looks like from outside; everything else is a broken promise or a bug. */
async function untilGone(turn: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await turn();
    } catch (error) {
      // fetch throws a TypeError where there is nobody.
      if (error instanceof Gone || error instanceof TypeError) return;
      throw error;
    }
  }
}
