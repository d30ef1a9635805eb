/** The same metadata, for clients that speak OAuth without OpenID Connect. */
import type { Endpoint } from '../endpoint.ts';
import { describeProvider } from '../metadata.ts';

export const oauthAuthorizationServer: Endpoint = {
  name: 'oauth-authorization-server',
  spec: 'RFC 8414 §3',
  methods: ['GET'],
  audience: 'anyone',
  cors: true,
  run: async (_request, cx) => ({ kind: 'document', body: await describeProvider(cx), max_age_s: 300 }),
};
