/** OpenID Provider metadata. */
import type { Endpoint } from '../endpoint.ts';
import { describeProvider } from '../metadata.ts';

export const openidConfiguration: Endpoint = {
  name: 'openid-configuration',
  spec: 'OIDC Discovery §4',
  methods: ['GET'],
  audience: 'anyone',
  cors: true,
  run: async (_request, cx) => ({ kind: 'document', body: await describeProvider(cx), max_age_s: 300 }),
};
