/**
 * Which dialect a request is in. Products share paths, so a path alone does not say it: a listener that is bound to a
 * dialect wins, then the application that asks, then native.
 */
import type { Dialect } from '../dialects/dialect.ts';
import type { Awaitable } from '../spec/awaitable.ts';
import { readBasicCredentials } from '../spec/basic-credentials.ts';
import type { Params } from '../spec/params.ts';
import type { DialectName, EndpointName } from '../spec/vocabulary.ts';
import { createPathTable, type PathTable } from './path-table.ts';

/** What a path is: one endpoint, spoken there by one dialect or more. */
export interface Mount {
  readonly endpoint: EndpointName;
  readonly dialects: readonly DialectName[];
}

export type MountTable = PathTable<Mount>;

/**
 * `only` is the dialect of a bound listener: its root speaks nothing else. Throws Error where a path would be two endpoints.
 */
export function createMountTable(dialects: readonly Dialect[], only?: DialectName): MountTable {
  const mounts = new Map<string, { endpoint: EndpointName; dialects: DialectName[] }>();
  for (const dialect of dialects) {
    if (only !== undefined && dialect.name !== only) continue;
    for (const [endpoint, paths] of pathsOf(dialect)) {
      for (const path of paths) {
        const mount = mounts.get(path);
        if (mount === undefined) mounts.set(path, { endpoint, dialects: [dialect.name] });
        else if (mount.endpoint === endpoint) mount.dialects.push(dialect.name);
        else
          throw new Error(
            `${path} is ${mount.endpoint} in ${mount.dialects.join(', ')} and ${endpoint} in ${dialect.name}`,
          );
      }
    }
  }
  return createPathTable([...mounts]);
}

function pathsOf(dialect: Dialect): readonly (readonly [EndpointName, readonly string[]])[] {
  // Object.entries forgets the key type that Record<EndpointName, …> has.
  return Object.entries(dialect.paths) as [EndpointName, readonly string[]][];
}

export interface Asking {
  readonly params: Params;
  readonly authorization: string | undefined;
  /** Whether what was sent could be a dialect's; asked only about whom nobody knows. */
  readonly fits?: (dialect: DialectName) => boolean;
  /** Of a REST call, in whatever spelling: it says more than any name beside it. */
  readonly token?: string | undefined;
}

/** Who knows which dialect an application speaks. Asked only where a path leaves a doubt. */
export interface Register {
  ofClient(client_id: string): Promise<DialectName | undefined>;
  /** The application that a client assertion names. RFC 7523 §3 */
  ofAssertion(assertion: string): Promise<DialectName | undefined>;
  /** The application that a code or token was issued to. */
  ofCredential(value: string): Promise<DialectName | undefined>;
}

/**
 * The one question for endpoints and for the REST calls of other products: the listener has left `among` those that it
 * speaks, then the application decides that names itself or stands behind a code or token, then native. Where native does
 * not speak here, the first that does and that the request fits.
 */
export function chooseDialect(
  among: readonly DialectName[],
  asking: Asking,
  register: Register,
): Awaitable<DialectName> {
  const [first] = among;
  if (first === undefined) throw new Error('a path is mounted for no dialect');
  return among.length === 1 ? first : askRegister(among, asking, register, first);
}

async function askRegister(
  among: readonly DialectName[],
  asking: Asking,
  register: Register,
  first: DialectName,
): Promise<DialectName> {
  const own = asking.token === undefined ? undefined : await register.ofCredential(asking.token);
  if (own !== undefined && among.includes(own)) return own;
  for (const client_id of clientsNamedBy(asking)) {
    const dialect = await register.ofClient(client_id);
    if (dialect !== undefined && among.includes(dialect)) return dialect;
  }
  const assertion = asking.params.get('client_assertion');
  const signer = assertion === undefined ? undefined : await register.ofAssertion(assertion);
  if (signer !== undefined && among.includes(signer)) return signer;
  for (const credential of credentialsIn(asking)) {
    const dialect = await register.ofCredential(credential);
    if (dialect !== undefined && among.includes(dialect)) return dialect;
  }
  return among.includes('native') ? 'native' : (among.find((name) => asking.fits?.(name) !== false) ?? first);
}

function clientsNamedBy({ params, authorization }: Asking): readonly string[] {
  const named = params.get('client_id');
  const readings = readBasicCredentials(authorization) ?? [];
  return [...(named === undefined ? [] : [named]), ...readings.map((reading) => reading.client_id)];
}

function credentialsIn({ params, authorization }: Asking): readonly string[] {
  const bearer = /^(?:bearer|dpop|token) +(\S+)$/i.exec(authorization ?? '')?.[1];
  const named = ['code', 'refresh_token', 'access_token', 'token'].map((name) => params.get(name));
  return [bearer, ...named].filter((value) => value !== undefined);
}
