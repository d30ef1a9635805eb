/** Whether the issuer's host name leads to this machine. What other machines make of it, only they can say. */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { isLoopback } from '../../spec/loopback.ts';
import { hostOf, isOwnAddress } from '../machine-addresses.ts';
import type { Check, Finding } from './check.ts';

const LIMIT_MS = 3000;

export const nameResolution: Check = {
  name: 'name resolution',
  async run({ config, origin }) {
    const host = hostOf(origin);
    if (isLoopback(host)) return [judgeLoopback(host, config.host)];
    if (isIP(host) !== 0) return [judgeAddresses(host, [host])];
    const found = await resolve(host);
    return [typeof found === 'string' ? unknownName(host, found) : judgeAddresses(host, found)];
  },
};

function judgeLoopback(host: string, bound: string): Finding {
  if (isLoopback(bound)) {
    return { level: 'ok', found: `${host} is this computer, and only this computer can reach Lanyard.` };
  }
  return {
    level: 'warning',
    found: `The issuer names ${host}, but Lanyard listens to the network: to other computers that name is themselves.`,
    advice: 'Give --issuer with a name or address that every computer can use.',
  };
}

function judgeAddresses(host: string, addresses: readonly string[]): Finding {
  const isName = isIP(host) === 0;
  const what = isName ? `${host} leads to ${addresses.join(', ')}` : host;
  const others = 'Whether other computers find it too, only they can tell: try it from one.';
  if (addresses.some(isOwnAddress))
    return { level: 'ok', found: `${what}${isName ? ', which' : ''} is this computer. ${others}` };
  return {
    level: 'warning',
    found: `${what}${isName ? ', which' : ''} is no address of this computer.`,
    advice:
      'Right where a proxy or a router stands in front of Lanyard; wrong otherwise. Then correct the name service, or --issuer.',
  };
}

function unknownName(host: string, reason: string): Finding {
  return {
    level: 'problem',
    found: `${host} can’t be found from this computer (${reason}).`,
    advice:
      'Enter the name where the network’s names are kept (often the router), or give --issuer with one that is known.',
  };
}

/** Its addresses, or why there are none. */
async function resolve(host: string): Promise<readonly string[] | string> {
  const late = new AbortController();
  const limit = pause(LIMIT_MS, `no answer within ${LIMIT_MS / 1000} s`, { signal: late.signal });
  limit.catch(() => undefined);
  try {
    return await Promise.race([
      lookup(host, { all: true }).then((found) => found.map(({ address }) => address)),
      limit,
    ]);
  } catch (cause) {
    return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  } finally {
    late.abort();
  }
}
