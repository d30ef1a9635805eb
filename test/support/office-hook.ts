/**
 * A worked example of a hook: the web service of an office that lets people in by their badge. It shows all that such a
 * service has to do: read what Lanyard signed, decide, and sign an answer. `lie` makes it do something else instead.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { importPKCS8, type JWTPayload, jwtVerify, type JWTVerifyGetKey, SignJWT } from 'jose';

export interface HookParts {
  /** Lanyard's public keys, as `createRemoteJWKSet(jwks_uri)` of jose reads them. */
  readonly keys: JWTVerifyGetKey;
  readonly issuer: string;
}

/** What the service decides by: badge number → what it answers. */
const BADGES: Readonly<Record<string, object>> = {
  '4711': { subject: { username: 'alice' }, scope: 'openid things:read', claims: { 'https://office.example/door': 7 } },
  '4712': { subject: { email: 'BOB@example.lan' } },
  '4713': { subject: { sub: 'nobody-of-that-id' } },
  machine: { subject: 'client', scope: 'things:read' },
  lost: { error: 'invalid_grant', error_description: 'this badge was reported lost' },
};

/** Instead of the answer: a status and what follows, or claims and header that are changed before they are signed. */
export type Lie =
  | { readonly respond: (response: ServerResponse) => void }
  | { readonly claims?: object; readonly header?: object; readonly key?: string };

export interface OfficeHook {
  readonly hook_uri: string;
  /** What it was asked, verified. */
  readonly asked: readonly JWTPayload[];
  /** The private key (PEM) that Lanyard showed when the grant was added. */
  useKey(private_key: string): void;
  lie(lie: Lie | undefined): void;
  stop(): Promise<void>;
}

/** `parts` may be known later than the address of the hook: they are read at each question. */
export async function startOfficeHook(parts: HookParts): Promise<OfficeHook> {
  const asked: JWTPayload[] = [];
  let hook_uri = '';
  let private_key = '';
  let lying: Lie | undefined;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { keys, issuer } = parts;
    // 1. Only Lanyard asks, and only this service.
    const question = await jwtVerify(await text(request), keys, {
      issuer,
      audience: hook_uri,
      typ: 'lanyard-grant-request+jwt',
    });
    asked.push(question.payload);
    if (lying !== undefined && 'respond' in lying) return lying.respond(response);
    // 2. The service decides.
    const { badge } = question.payload['parameters'] as { readonly badge?: string };
    const decision = BADGES[badge ?? ''] ?? { error: 'invalid_grant', error_description: 'no such badge' };
    // 3. What it says belongs to this question and nothing else.
    const claims = { aud: issuer, in_reply_to: question.payload.jti, ...decision, ...lying?.claims };
    const header = { alg: 'ES256', typ: 'lanyard-grant-answer+jwt', ...lying?.header };
    const key = await importPKCS8(lying?.key ?? private_key, 'ES256');
    const jwt = await new SignJWT(claims).setProtectedHeader(header).sign(key);
    response.writeHead(200, { 'content-type': 'application/jwt' }).end(jwt);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(400).end());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  hook_uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/badge`;
  return {
    hook_uri,
    asked,
    useKey: (pem) => void (private_key = pem),
    lie: (lie) => void (lying = lie),
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
