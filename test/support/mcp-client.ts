/** The MCP SDK's client as a program would use it, with what it keeps between its visits. */
import type { OAuthClientProvider } from '@modelcontextprotocol/sdk/client/auth.js';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { OAuthClientInformationMixed, OAuthTokens } from '@modelcontextprotocol/sdk/shared/auth.js';

export interface McpProgram {
  /** Where it sent the person last. */
  asked(): URL;
  tokens(): OAuthTokens;
  /** Puts other tokens into its store. */
  keep(tokens: OAuthTokens): void;
  /** Connects and calls the tool. Throws UnauthorizedError where somebody has to sign in first. */
  call(resource: string): Promise<string>;
  /** Goes on with what the browser brought back. */
  finish(resource: string, callback: URL): Promise<void>;
}

export function makeMcpProgram(clientMetadataUrl: string | undefined, redirectUrl: string): McpProgram {
  let information: OAuthClientInformationMixed | undefined;
  let tokens: OAuthTokens | undefined;
  let verifier = '';
  let asked: URL | undefined;
  const provider: OAuthClientProvider = {
    redirectUrl,
    ...(clientMetadataUrl === undefined ? {} : { clientMetadataUrl }),
    clientMetadata: {
      client_name: 'An assistant',
      redirect_uris: [redirectUrl],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'none',
    },
    state: () => 'a-state',
    clientInformation: () => information,
    saveClientInformation: (given) => void (information = given),
    tokens: () => tokens,
    saveTokens: (given) => void (tokens = given),
    redirectToAuthorization: (url) => void (asked = url),
    saveCodeVerifier: (given) => void (verifier = given),
    codeVerifier: () => verifier,
  };
  const known = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('the program has not come that far');
    return value;
  };
  const transportTo = (resource: string) =>
    new StreamableHTTPClientTransport(new URL(resource), { authProvider: provider });
  return {
    asked: () => known(asked),
    tokens: () => known(tokens),
    keep: (given) => void (tokens = given),
    async call(resource) {
      const client = new Client({ name: 'an-assistant', version: '1.0.0' });
      // The SDK's own types differ by an optional property where exactOptionalPropertyTypes is on.
      await client.connect(transportTo(resource) as Parameters<Client['connect']>[0]);
      try {
        const { content } = await client.callTool({ name: 'who_calls' });
        return JSON.stringify(content);
      } finally {
        await client.close();
      }
    },
    finish: (resource, callback) => transportTo(resource).finishAuth(callback.searchParams.get('code') ?? ''),
  };
}
