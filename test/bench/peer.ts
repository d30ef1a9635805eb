/**
 * The peer: the certified Node provider with an adapter that forgets nothing (its own default keeps 1,000 records).
 * Started by the benchmark as a process of its own; prints `PEER_READY <issuer>`.
 */
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Adapter, type AdapterPayload, type Configuration } from 'oidc-provider';
import { APPLICATIONS, AUDIENCE, SCOPE, SECRET } from './office.ts';

/** Everything in one Map, as fast as memory allows; consumed and expiry as the adapter's contract has them. */
class MapAdapter implements Adapter {
  static readonly #records = new Map<string, AdapterPayload>();
  static readonly #byGrant = new Map<string, string[]>();
  readonly #model: string;

  constructor(model: string) {
    this.#model = model;
  }

  upsert(id: string, payload: AdapterPayload): Promise<void> {
    const key = this.#key(id);
    MapAdapter.#records.set(key, payload);
    const { grantId } = payload;
    if (grantId !== undefined) {
      const keys = MapAdapter.#byGrant.get(grantId);
      if (keys === undefined) MapAdapter.#byGrant.set(grantId, [key]);
      else keys.push(key);
    }
    return Promise.resolve();
  }

  find(id: string): Promise<AdapterPayload | undefined> {
    return Promise.resolve(MapAdapter.#records.get(this.#key(id)));
  }

  findByUid(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  findByUserCode(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  consume(id: string): Promise<void> {
    const record = MapAdapter.#records.get(this.#key(id));
    if (record !== undefined) record['consumed'] = true;
    return Promise.resolve();
  }

  destroy(id: string): Promise<void> {
    MapAdapter.#records.delete(this.#key(id));
    return Promise.resolve();
  }

  revokeByGrantId(grantId: string): Promise<void> {
    for (const key of MapAdapter.#byGrant.get(grantId) ?? []) MapAdapter.#records.delete(key);
    MapAdapter.#byGrant.delete(grantId);
    return Promise.resolve();
  }

  #key(id: string): string {
    return `${this.#model}:${id}`;
  }
}

const jwk = (kind: 'rsa' | 'ec') => {
  const { privateKey } =
    kind === 'rsa'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ format: 'jwk' });
};

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const configuration: Configuration = {
    adapter: MapAdapter,
    clients: APPLICATIONS.map(({ client_id }) => ({
      client_id,
      client_secret: SECRET,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
    })),
    jwks: { keys: [jwk('rsa'), jwk('ec')] },
    scopes: [SCOPE],
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, _resource, client) => {
          const application = APPLICATIONS.find(({ client_id }) => client_id === client.clientId);
          const alg = application?.access_token_signed_response_alg;
          return alg === undefined
            ? { scope: SCOPE, accessTokenFormat: 'opaque' as const }
            : { scope: SCOPE, accessTokenFormat: 'jwt' as const, jwt: { sign: { alg } } };
        },
      },
    },
    ttl: { ClientCredentials: 3600 },
  };
  const provider = new Provider(issuer, configuration);
  server.on('request', provider.callback());
  process.stdout.write(`PEER_READY ${issuer}\n`);
});
