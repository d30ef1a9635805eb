/** The public keys that verify what Lanyard signed, the next ones included. */
import type { Endpoint } from '../endpoint.ts';

export const jwks: Endpoint = {
  name: 'jwks',
  spec: 'RFC 7517 §5',
  methods: ['GET'],
  audience: 'anyone',
  cors: true,
  run: (_request, cx) => ({ kind: 'document', body: cx.keys.jwks(), max_age_s: 300 }),
};
