/**
 * Speaks the admin API, typed by its contract. A request that needs a sign-in or a confirmation waits for the person and
 * is then sent again, so that nothing that was typed is lost.
 */
import { OPERATIONS, type OperationName } from '../../server/contract/admin/operations.ts';
import type { Operation } from '../../server/contract/admin/operation.ts';
import { CSRF_HEADER } from '../../server/contract/admin/settings.ts';
import type { Answered, Body, PathParameters, QueryText } from '../../server/contract/admin/types.ts';
import { createPatience, wholeBody } from './patience.ts';
import { ConnectionLost, refusalOf, RequestRefused } from './problem.ts';

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
  /** The token of the session that is `known` here, or of the one that this browser last `kept`, in whichever tab. */
  csrf(which: 'known' | 'kept'): string | undefined;
  /** Resolves once somebody has signed in again; throws GivenUp. */
  signInAgain(): Promise<void>;
  /** Resolves once the person has typed the password again; throws GivenUp. */
  confirm(): Promise<void>;
  /** The session is another than the one that was known, begun in another tab. Throws GivenUp where it is somebody else's. */
  sessionChanged(session: Answered<'readSession'>): void;
  /** Told of every answer, and of every request that got none. */
  reached(whether: boolean): void;
}

/** An answer, and the whole of what it carries. */
interface Received {
  readonly response: Response;
  readonly body: Blob;
}

/** What asks or ends who is signed in: that nobody is, is for whoever asked. */
const OWN: ReadonlySet<OperationName> = new Set(['signIn', 'signInOwner', 'signOut', 'readSession']);
/** Without any sign of life, from before the answer to its last piece. */
const PATIENCE_MS = 15_000;
const MOST_ATTEMPTS = 3;

export function createClient(parts: ClientParts): Client {
  async function send(name: OperationName, given: Loose): Promise<Received> {
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      const received = await ask(name, given);
      if (received.response.ok) return received;
      const refusal = refusalOf(received.response.status, await jsonOf(received).catch(() => undefined));
      const changed = refusal.problem === 'session_changed';
      // A token that was fetched a moment ago and is wrong again will not get better.
      if (attempt === MOST_ATTEMPTS || (changed && renewed) || !(await mended(name, refusal))) throw refusal;
      renewed ||= changed;
    }
  }

  /** Whether what the server asked for was done, so that the request may go out again. */
  async function mended(name: OperationName, { problem }: RequestRefused): Promise<boolean> {
    if (problem === 'session_changed') await readAnew();
    else if (problem === 'unauthenticated' && !OWN.has(name)) await parts.signInAgain();
    else if (problem === 'confirmation_needed') await parts.confirm();
    else return false;
    return true;
  }

  async function readAnew(): Promise<void> {
    try {
      parts.sessionChanged((await call('readSession', {})).value);
    } catch (error) {
      if (!(error instanceof RequestRefused && error.problem === 'unauthenticated')) throw error;
      await parts.signInAgain();
    }
  }

  async function ask(name: OperationName, given: Loose): Promise<Received> {
    const operation = OPERATIONS[name];
    const { signal } = given;
    const patience = createPatience(PATIENCE_MS);
    try {
      const response = await parts.fetch(addressOf(operation.path, given.path, given.query), {
        method: operation.method,
        headers: headersOf(given, parts.csrf(name === 'readSession' ? 'kept' : 'known')),
        body: given.body === undefined ? null : JSON.stringify(given.body),
        signal: signal === undefined ? patience.signal : AbortSignal.any([signal, patience.signal]),
        cache: 'no-store',
      });
      parts.reached(true);
      patience.sign();
      return { response, body: await wholeBody(response, patience.sign) };
    } catch (error) {
      if (signal?.aborted === true) throw error;
      parts.reached(false);
      throw new ConnectionLost();
    } finally {
      patience.end();
    }
  }

  async function call<N extends OperationName>(name: N, given: Given<N>): Promise<Answer<Answered<N>>> {
    const received = await send(name, given);
    const etag = received.response.headers.get('etag') ?? undefined;
    const { answer }: Operation = OPERATIONS[name];
    const value = 'schema' in answer ? answer.schema.parse(await jsonOf(received)) : undefined;
    // The row's own schema has just said so.
    return { value: value as Answered<N>, etag };
  }

  return {
    call,
    async download(name, given) {
      return (await send(name, given)).body;
    },
  };
}

async function jsonOf({ body }: Received): Promise<unknown> {
  return JSON.parse(await body.text());
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

function headersOf(given: Loose, csrf: string | undefined): Record<string, string> {
  return {
    accept: 'application/json, application/problem+json, */*',
    ...(given.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(given.ifMatch === undefined ? {} : { 'if-match': given.ifMatch }),
    ...(csrf === undefined ? {} : { [CSRF_HEADER]: csrf }),
  };
}
