/**
 * Speaks the admin API, typed by its contract. A request that needs a sign-in or a confirmation waits for the person and
 * is then sent again, so that nothing that was typed is lost.
 */
import { OPERATIONS, type OperationName } from '../../server/contract/admin/operations.ts';
import type { Operation } from '../../server/contract/admin/operation.ts';
import { CSRF_HEADER } from '../../server/contract/admin/settings.ts';
import type { Answered, Body, PathParameters, QueryText } from '../../server/contract/admin/types.ts';
import { ConnectionLost, refusalOf, type RequestRefused } from './problem.ts';

/** What every request may have. */
interface Loose {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  /** The ETag of what the change was made from. RFC 9110 §13.1.1 */
  readonly ifMatch?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What an operation is given: exactly what the contract asks for. */
export type Given<N extends OperationName> = Loose &
  (keyof PathParameters<N> extends never ? { readonly path?: never } : { readonly path: PathParameters<N> }) &
  (QueryText<N> extends undefined ? { readonly query?: never } : { readonly query?: QueryText<N> }) &
  (Body<N> extends undefined ? { readonly body?: never } : { readonly body: Body<N> });

export interface Answer<T> {
  readonly value: T;
  readonly etag: string | undefined;
}

export interface Client {
  /** Throws RequestRefused, ConnectionLost or GivenUp. */
  call<N extends OperationName>(name: N, given: Given<N>): Promise<Answer<Answered<N>>>;
  /** For the answers that are no JSON of ours. Throws as `call` does. */
  download(name: DocumentName, given: Given<DocumentName>): Promise<Blob>;
}

type DocumentName = 'exportDocument';

export interface ClientParts {
  readonly fetch: typeof fetch;
  /** The token against forged requests, while somebody is signed in. */
  csrf(): string | undefined;
  /** Resolves once somebody has signed in again; throws GivenUp. */
  signInAgain(): Promise<void>;
  /** Resolves once the person has typed the password again; throws GivenUp. */
  confirm(): Promise<void>;
  /** Told of every answer, and of every request that got none. */
  reached(whether: boolean): void;
}

/** The panel's own sign-in: a refusal of these is for whoever typed. */
const OWN: ReadonlySet<OperationName> = new Set(['signIn', 'signInOwner', 'confirmSession', 'signOut', 'readSession']);
const PATIENCE_MS = 15_000;
const MOST_ATTEMPTS = 3;

export function createClient(parts: ClientParts): Client {
  async function send(name: OperationName, given: Loose): Promise<Response> {
    for (let attempt = 1; ; attempt += 1) {
      const response = await ask(OPERATIONS[name], given);
      if (response.ok) return response;
      const refusal = refusalOf(response.status, await response.json().catch(() => undefined));
      if (attempt === MOST_ATTEMPTS || OWN.has(name) || !(await mended(refusal))) throw refusal;
    }
  }

  /** Whether the person did what the server asked for, so that the request may go out again. */
  async function mended({ problem }: RequestRefused): Promise<boolean> {
    if (problem === 'unauthenticated') await parts.signInAgain();
    else if (problem === 'confirmation_needed') await parts.confirm();
    else return false;
    return true;
  }

  async function ask(operation: Operation, given: Loose): Promise<Response> {
    const { signal } = given;
    const patience = AbortSignal.timeout(PATIENCE_MS);
    try {
      const response = await parts.fetch(addressOf(operation.path, given.path, given.query), {
        method: operation.method,
        headers: headersOf(operation, given, parts.csrf()),
        body: given.body === undefined ? null : JSON.stringify(given.body),
        signal: signal === undefined ? patience : AbortSignal.any([signal, patience]),
        cache: 'no-store',
      });
      parts.reached(true);
      return response;
    } catch (error) {
      if (signal?.aborted === true) throw error;
      parts.reached(false);
      throw new ConnectionLost();
    }
  }

  return {
    async call<N extends OperationName>(name: N, given: Given<N>) {
      const response = await send(name, given);
      const etag = response.headers.get('etag') ?? undefined;
      const { answer }: Operation = OPERATIONS[name];
      const value = 'schema' in answer ? answer.schema.parse(await response.json()) : undefined;
      // The row's own schema has just said so.
      return { value: value as Answered<N>, etag };
    },
    async download(name, given) {
      return (await send(name, given)).blob();
    },
  };
}

/** The address of an operation, from the root. Query members without a value are left out. */
export function addressOf(
  path: string,
  parameters: Readonly<Record<string, string>> = {},
  query: Readonly<Record<string, unknown>> = {},
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(parameters[name] ?? ''));
  const asked = Object.entries(query).flatMap(([name, value]) =>
    typeof value === 'string' && value !== '' ? [[name, value]] : [],
  );
  return asked.length === 0 ? filled : `${filled}?${new URLSearchParams(asked).toString()}`;
}

function headersOf(operation: Operation, given: Loose, csrf: string | undefined): Record<string, string> {
  return {
    accept: 'application/json, application/problem+json, */*',
    ...(given.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(given.ifMatch === undefined ? {} : { 'if-match': given.ifMatch }),
    ...(operation.method === 'GET' || csrf === undefined ? {} : { [CSRF_HEADER]: csrf }),
  };
}
