/**
 * An MCP server of the SDK behind tokens of Lanyard: it says where to get one (RFC 9728), and takes only what is meant for it.
 * Whether a token is good it reads off the token itself, by our published keys, or asks for.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { InsufficientScopeError, InvalidTokenError } from '@modelcontextprotocol/sdk/server/auth/errors.js';
import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import type { AuthInfo } from '@modelcontextprotocol/sdk/server/auth/types.js';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import express from 'express';
import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';

export const MCP_SCOPE = 'tools:call';

/** Throws InvalidTokenError for what is no token that is alive. */
type TokenCheck = (token: string, issuer: URL) => Promise<AuthInfo>;

export interface ProtectedMcpServer {
  /** Where it is, and the name that tokens for it bear. */
  readonly resource: string;
  /** Whose tokens it takes. */
  trust(issuer: string): void;
  stop(): Promise<void>;
}

export async function startMcpServer(check: TokenCheck): Promise<ProtectedMcpServer> {
  const application = express();
  let issuer: URL | undefined;
  const server = await new Promise<Server>((done) => {
    const listening = application.listen(0, '127.0.0.1', () => done(listening));
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const resource = `${origin}/mcp`;
  const described = '/.well-known/oauth-protected-resource/mcp';
  application.get(described, (_request, response) => {
    const scopes_supported = [MCP_SCOPE, 'offline_access'];
    response.json({ resource, authorization_servers: [issuer?.origin], scopes_supported });
  });
  const verifyAccessToken = async (token: string) => {
    const told = await check(token, issuer ?? new URL(origin));
    if (told.scopes.includes(MCP_SCOPE)) return told;
    throw new InsufficientScopeError(`the token lacks ${MCP_SCOPE}`);
  };
  const guard = requireBearerAuth({
    // Scopes that a challenge names go before those of the document, and offline_access is never what a call lacks.
    verifier: { verifyAccessToken },
    resourceMetadataUrl: `${origin}${described}`,
    expectedResource: new URL(resource),
  });
  application.post('/mcp', guard, express.json(), async (request, response) => {
    const transport = new StreamableHTTPServerTransport({});
    const tools = makeTools();
    response.on('close', () => void tools.close());
    await tools.connect(transport);
    await transport.handleRequest(request, response, request.body);
  });
  application.all('/mcp', guard, (_request, response) => void response.status(405).end());
  return {
    resource,
    trust: (trusted) => (issuer = new URL(trusted)),
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

/** Its one tool says who called it. */
function makeTools(): McpServer {
  const tools = new McpServer({ name: 'printers', version: '1.0.0' });
  tools.registerTool('who_calls', { description: 'Tells who calls' }, ({ authInfo }) => ({
    content: [{ type: 'text', text: `${authInfo?.clientId} for ${String(authInfo?.extra?.['sub'])}` }],
  }));
  return tools;
}

/** By the keys at `jwks_uri`, without another question. RFC 9068 §4 */
export const byPublishedKeys: TokenCheck = async (token, issuer) => {
  const keys = createRemoteJWKSet(new URL('/oauth2/jwks', issuer));
  const verified = await jwtVerify(token, keys, { issuer: issuer.origin, typ: 'at+jwt' }).catch((error: unknown) => {
    if (error instanceof errors.JOSEError) throw new InvalidTokenError(error.message);
    throw error;
  });
  return authInfo(token, verified.payload);
};

/** By asking Lanyard, as the application `client_id` with its secret. RFC 7662 §2 */
export function byIntrospection(client_id: string, client_secret: string): TokenCheck {
  const options = { [oauth.allowInsecureRequests]: true };
  const client = { client_id };
  return async (token, issuer) => {
    const as = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, options));
    const auth = oauth.ClientSecretBasic(client_secret);
    const answer = await oauth.introspectionRequest(as, client, auth, token, options);
    const told = await oauth.processIntrospectionResponse(as, client, answer);
    if (!told.active) throw new InvalidTokenError('the token is not active');
    return authInfo(token, told);
  };
}

interface Told {
  readonly sub?: string | undefined;
  readonly aud?: string | string[] | undefined;
  readonly exp?: number | undefined;
  readonly client_id?: unknown;
  readonly scope?: unknown;
}

function authInfo(token: string, { sub, aud, exp, client_id, scope }: Told): AuthInfo {
  return {
    token,
    clientId: String(client_id),
    scopes: String(scope).split(' '),
    ...(exp === undefined ? {} : { expiresAt: exp }),
    // A token for several APIs could be carried on by any of them.
    ...(typeof aud === 'string' && URL.canParse(aud) ? { resource: new URL(aud) } : {}),
    extra: { sub },
  };
}
