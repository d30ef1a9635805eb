/**
 * The peer: the certified Node provider with an adapter that forgets nothing (its own default keeps 1,000 records).
 * Started by the benchmark as a process of its own, with a file of keys (a private JWK Set) where it has run before;
 * makes its keys where there is none. Prints `PEER_READY <issuer>`.
 */
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';
import { MapAdapter } from './map-adapter.ts';
import { AUDIENCE, CALLBACK, DEVICE, MACHINES, PERSON, PERSONAL_SCOPE, proofOf, SCOPE, SECRET, WEB } from './office.ts';

const [, , keyFile] = process.argv;
const jwks = keyFile === undefined ? makeKeys() : (JSON.parse(readFileSync(keyFile, 'utf8')) as Configuration['jwks']);

function makeKeys(): Configuration['jwks'] {
  const pairs = [
    generateKeyPairSync('rsa', { modulusLength: 2048 }),
    generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ];
  return { keys: pairs.map(({ privateKey }) => privateKey.export({ format: 'jwk' })) };
}

const machine = ({ client_id }: { readonly client_id: string }) => ({
  client_id,
  ...proofOf({ client_id }),
  grant_types: ['client_credentials'],
  redirect_uris: [],
  response_types: [],
});

const web = {
  client_id: WEB,
  client_secret: SECRET,
  grant_types: ['authorization_code', 'refresh_token'],
  redirect_uris: [CALLBACK],
  response_types: ['code'],
};

const device = {
  client_id: DEVICE,
  client_secret: SECRET,
  grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
  redirect_uris: [],
  response_types: [],
};

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const configuration: Configuration = {
    adapter: MapAdapter,
    clients: [...MACHINES.map(machine), web, device],
    jwks,
    scopes: [...PERSONAL_SCOPE.split(' '), SCOPE],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    rotateRefreshToken: true,
    issueRefreshToken: () => true,
    cookies: { keys: ['the-bench-cookie-key'] },
    findAccount: (_context, sub) => ({
      accountId: sub,
      claims: () => ({
        sub,
        name: PERSON.name,
        preferred_username: sub,
        email: 'alice@example.lan',
        email_verified: true,
      }),
    }),
    /** Nobody is asked, as with Lanyard's `consent: skip`. */
    async loadExistingGrant({ oidc: { client, session, provider } }) {
      const known = session.grantIdFor(client.clientId);
      if (known !== undefined) return provider.Grant.find(known);
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(PERSONAL_SCOPE);
      await grant.save();
      return grant;
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      jwtIntrospection: { enabled: true },
      dPoP: { enabled: true },
      deviceFlow: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: (_context, client) => ([WEB, DEVICE].includes(client.clientId) ? undefined : AUDIENCE),
        useGrantedResource: () => true,
        getResourceServerInfo: (_context, _resource, client) => {
          const application = MACHINES.find(({ client_id }) => client_id === client.clientId);
          const alg = application?.access_token_signed_response_alg;
          return alg === undefined
            ? { scope: SCOPE, accessTokenFormat: 'opaque' as const }
            : { scope: SCOPE, accessTokenFormat: 'jwt' as const, jwt: { sign: { alg } } };
        },
      },
    },
    ttl: { ClientCredentials: 3600, AccessToken: 3600, RefreshToken: 2_592_000, Grant: 2_592_000, Session: 43_200 },
  };
  const provider = new Provider(issuer, configuration);
  const answer = provider.callback();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith('/interaction/') !== true) return answer(request, response);
    provider
      .interactionFinished(request, response, { login: { accountId: PERSON.username } })
      .catch(() => response.writeHead(500).end());
  });
  process.stdout.write(`PEER_READY ${issuer}\n`);
});
