/**
 * Names to addresses, in two ways. The system's way knows every name of the office's own network, but takes a thread of
 * the few that sign our tokens, and can't be called off. So a stranger's name goes another way: the file of hosts, then
 * the name servers by a query of ours, which takes no thread and ends with whoever asked.
 */
import { lookup, Resolver } from 'node:dns/promises';
import { createGate } from './gate.ts';
import type { KnownHosts } from './hosts-file.ts';

/** Every IP address of `host`. Rejects as soon as `signal` aborts: with NoPlace where nobody was asked yet. */
export type ResolveName = (
  host: string,
  asked: { readonly vouched: boolean; readonly signal: AbortSignal },
) => Promise<readonly string[]>;

/** Libuv gives no more of its threads to names than this. */
const MOST_THREADS = 2;
/** For each try, in milliseconds: a lost packet is asked for once more. */
const QUERY_MS = 2_000;
const QUERY_TRIES = 2;
/** Known everywhere, whatever the file of hosts says. RFC 6761 §6.3 */
const LOOPBACK = ['127.0.0.1', '::1'];

interface NameParts {
  readonly hosts: KnownHosts;
  /** Name servers, as `address:port`; those of the system where absent. */
  readonly servers?: readonly string[];
  /** How the system resolves a name. */
  system?(host: string): Promise<readonly string[]>;
}

export function createResolveName({ hosts, servers, system = resolveHost }: NameParts): ResolveName {
  const threads = createGate(MOST_THREADS);
  /** One name that hangs takes one thread, however many ask for it. */
  const running = new Map<string, Promise<readonly string[]>>();

  async function ofSystem(host: string, signal: AbortSignal): Promise<readonly string[]> {
    const others = running.get(host);
    if (others !== undefined) return whileAsked(others, signal);
    const leave = await threads(signal);
    // Somebody else may have begun meanwhile; else the thread is taken until the system answers, whoever gives up before.
    const meanwhile = running.get(host);
    if (meanwhile !== undefined) leave();
    return whileAsked(meanwhile ?? begin(host, leave), signal);
  }

  function begin(host: string, leave: () => void): Promise<readonly string[]> {
    const work = system(host).finally(() => {
      running.delete(host);
      leave();
    });
    running.set(host, work);
    return work;
  }

  return async (host, { vouched, signal }) => {
    if (vouched) return ofSystem(host, signal);
    const known = await hosts(host);
    if (known.length > 0) return known;
    if (host === 'localhost' || host.endsWith('.localhost')) return LOOPBACK;
    return query(host, servers, signal);
  };
}

/** As every other program here resolves it. */
export async function resolveHost(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true, verbatim: true });
  return found.map(({ address }) => address);
}

/** Both kinds of address side by side; that there are none of one kind is no fault. RFC 8305 §3 */
async function query(
  host: string,
  servers: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<readonly string[]> {
  signal.throwIfAborted();
  const resolver = new Resolver({ timeout: QUERY_MS, tries: QUERY_TRIES });
  if (servers !== undefined) resolver.setServers(servers);
  const cancel = () => resolver.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  try {
    const [four, six] = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    signal.throwIfAborted();
    const found = [four, six].flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
    if (found.length === 0 && four.status === 'rejected') throw four.reason;
    return found;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

async function whileAsked<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const late = Promise.withResolvers<never>();
  const give = () => late.reject(signal.reason);
  if (signal.aborted) give();
  else signal.addEventListener('abort', give, { once: true });
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    signal.removeEventListener('abort', give);
    work.catch(() => undefined);
  }
}
