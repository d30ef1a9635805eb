/** Refuses requests that are not addressed to us: DNS rebinding, absolute-form targets, doubled or missing Host. */

export interface TargetProblem {
  readonly status: 400 | 421;
  readonly why: string;
}

/**
 * `rawHeaders` are names and values in turn, as they came. A Host that this listener does not answer to is 421, because
 * the page of a stranger's name that resolves to us must not read our answers. RFC 9112 §3.2, RFC 9110 §15.5.20
 */
export function findTargetProblem(
  target: string | undefined,
  rawHeaders: readonly string[],
  answersTo: (host: string) => boolean,
): TargetProblem | undefined {
  if (target === undefined || !/^\/[\x21-\x7e]*$/.test(target)) {
    return { status: 400, why: 'The request target must be a path of printable ASCII characters.' };
  }
  const host = onlyHost(rawHeaders);
  if (host === undefined) return { status: 400, why: 'Exactly one Host header is expected.' };
  if (answersTo(host)) return undefined;
  return {
    status: 421,
    why: 'This server does not answer to that host name. Use the address it was set up with, or set --issuer to this one.',
  };
}

function onlyHost(rawHeaders: readonly string[]): string | undefined {
  let host: string | undefined;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length !== 4 || name.toLowerCase() !== 'host') continue;
    if (host !== undefined) return undefined;
    host = rawHeaders[at + 1] ?? '';
  }
  return host;
}
