/** As much of the peer's interface as the benchmark uses; its published types need a library check that ours does not skip. */
declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  export interface AdapterPayload {
    grantId?: string;
    uid?: string;
    userCode?: string;
    [member: string]: unknown;
  }

  export interface Adapter {
    upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<void>;
    find(id: string): Promise<AdapterPayload | undefined>;
    findByUid(uid: string): Promise<AdapterPayload | undefined>;
    findByUserCode(userCode: string): Promise<AdapterPayload | undefined>;
    consume(id: string): Promise<void>;
    destroy(id: string): Promise<void>;
    revokeByGrantId(grantId: string): Promise<void>;
  }

  interface ResourceServer {
    scope: string;
    accessTokenFormat: 'opaque' | 'jwt';
    jwt?: { sign: { alg: string } };
  }

  interface ClientView {
    readonly clientId: string;
  }

  interface GrantModel {
    addOIDCScope(scope: string): void;
    save(): Promise<string>;
  }

  interface RequestContext {
    readonly oidc: {
      readonly client: ClientView;
      readonly session: { readonly accountId: string; grantIdFor(client_id: string): string | undefined };
      readonly provider: Provider;
    };
  }

  export interface Configuration {
    adapter: new (model: string) => Adapter;
    clients: readonly object[];
    jwks: { keys: readonly object[] };
    scopes: readonly string[];
    claims: Readonly<Record<string, readonly string[]>>;
    conformIdTokenClaims: boolean;
    rotateRefreshToken: boolean;
    issueRefreshToken(): boolean;
    cookies: { keys: readonly string[] };
    findAccount(context: unknown, sub: string): { accountId: string; claims(): object };
    loadExistingGrant(context: RequestContext): Promise<GrantModel | undefined>;
    features: {
      devInteractions: { enabled: boolean };
      clientCredentials: { enabled: boolean };
      introspection: { enabled: boolean };
      jwtIntrospection: { enabled: boolean };
      dPoP: { enabled: boolean };
      deviceFlow: { enabled: boolean };
      pushedAuthorizationRequests: { enabled: boolean };
      resourceIndicators: {
        enabled: boolean;
        defaultResource(context: unknown, client: ClientView): string | undefined;
        useGrantedResource(): boolean;
        getResourceServerInfo(context: unknown, resource: string, client: ClientView): ResourceServer;
      };
    };
    ttl: Readonly<Record<string, number>>;
  }

  export default class Provider {
    constructor(issuer: string, configuration: Configuration);
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
    interactionFinished(request: IncomingMessage, response: ServerResponse, result: object): Promise<void>;
    readonly Grant: {
      new (properties: { clientId: string; accountId: string }): GrantModel;
      find(id: string): Promise<GrantModel | undefined>;
    };
  }
}
