/** A keyring that tells the tracer of every signature made and checked, for the requests that somebody watches. */
import type { Keyring } from '../keys/keyring.ts';
import { timed } from './timed.ts';
import type { Trace } from './trace.ts';

/** The same keyring, its use told to `trace`. */
export function traceKeyring(keys: Keyring, trace: Trace): Keyring {
  return {
    sign: (by, payload) =>
      timed(
        trace,
        { kind: 'key', name: `sign ${by.alg}`, spec: 'RFC 7519', input: { typ: by.typ, payload } },
        fault,
        async () => ({
          jwt: await keys.sign(by, payload),
        }),
      ).then(({ jwt }) => jwt),
    verify: (jwt) =>
      timed(trace, { kind: 'key', name: 'verify', spec: 'RFC 7519', input: { jwt } }, fault, () => keys.verify(jwt)),
    decrypt: (jwe) =>
      timed(trace, { kind: 'key', name: 'decrypt', spec: 'RFC 7516', input: {} }, fault, async () => ({
        jwt: await keys.decrypt(jwe),
      })).then(({ jwt }) => jwt),
    jwks: () => keys.jwks(),
    algorithms: () => keys.algorithms(),
  };
}

function fault(): string {
  return 'server_error';
}
