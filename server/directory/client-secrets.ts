/**
 * The secrets of an application: which of them it has, how they are kept, and what becomes of them when it changes. All are
 * kept under their hash; where the application signs with its secret, the secret itself is sealed beside it.
 */
import type { TokenEndpointAuthMethod } from '../spec/vocabulary.ts';
import type { Application, ClientSecret } from '../storage/records/directory.ts';
import { generateSecret, hashSecret } from './machine-secrets.ts';

/** Seals a text of ours under the house's key. */
export type Seal = (plain: string) => string;

export interface GivenSecret {
  /** SHA-256 (base64url) of the one secret that shall be in force. */
  readonly client_secret_hash?: string | undefined;
  /** That secret in clear. */
  readonly client_secret?: string | undefined;
}

export interface WrittenApplication {
  readonly application: Application;
  /** The secret in clear, only where it was generated just now; it can never be read again. */
  readonly client_secret?: string;
}

const WITH_SECRET: ReadonlySet<string> = new Set([
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
] satisfies readonly TokenEndpointAuthMethod[]);

type Method = Pick<Application, 'token_endpoint_auth_method'>;

/** Whether it proves itself by a secret at all: one that it sends, or signs with. */
export function keepsSecret({ token_endpoint_auth_method: method }: Method): boolean {
  return WITH_SECRET.has(method);
}

/** Whether it signs with its secret, which so has to be known here. */
export function signsWithSecret({ token_endpoint_auth_method: method }: Method): boolean {
  return method === 'client_secret_jwt';
}

/** For a caller that has no key to seal with: of applications that never sign with their secret. */
export const cannotSeal: Seal = () => {
  throw new Error('a secret has to be sealed, and nobody said with what');
};

/** An application that needs a secret always has one: the one given, the one it had, or a new one. */
export function withSecret(application: Application, given: GivenSecret, now: number, seal: Seal): WrittenApplication {
  if (!keepsSecret(application)) return { application: { ...application, client_secrets: [] } };
  const signs = signsWithSecret(application);
  const make = (secret: string) => makeSecret(application, secret, now, seal);
  const hash = given.client_secret === undefined ? given.client_secret_hash : hashSecret(given.client_secret);
  const fit = application.client_secrets.filter(
    ({ expires_at, sealed }) => expires_at === undefined && (sealed !== undefined || !signs),
  );
  const stays = hash === undefined ? fit.length > 0 : fit.some((secret) => secret.hash === hash);
  if (stays) return { application: signs ? application : withoutSealed(application) };
  if (given.client_secret !== undefined)
    return { application: { ...application, client_secrets: [make(given.client_secret)] } };
  if (hash !== undefined && !signs)
    return { application: { ...application, client_secrets: [{ hash, created_at: now }] } };
  const client_secret = generateSecret();
  return { application: { ...application, client_secrets: [make(client_secret)] }, client_secret };
}

function withoutSealed(application: Application): Application {
  if (application.client_secrets.every(({ sealed }) => sealed === undefined)) return application;
  return { ...application, client_secrets: application.client_secrets.map(({ sealed: _sealed, ...secret }) => secret) };
}

/** A secret as it is kept for `application`. */
export function makeSecret(application: Application, client_secret: string, now: number, seal: Seal): ClientSecret {
  const kept = { hash: hashSecret(client_secret), created_at: now };
  return signsWithSecret(application) ? { ...kept, sealed: seal(`${application.client_id} ${client_secret}`) } : kept;
}

/** The secrets in force in clear, of an application that signs with them. One that was sealed for another is not opened. */
export function openSecrets(
  { client_id, client_secrets }: Application,
  unseal: (sealed: string) => string | undefined,
  now: number,
): readonly string[] {
  return client_secrets.flatMap(({ sealed, expires_at }) => {
    if (sealed === undefined || (expires_at !== undefined && expires_at <= now)) return [];
    const plain = unseal(sealed);
    return plain?.startsWith(`${client_id} `) === true ? [plain.slice(client_id.length + 1)] : [];
  });
}
