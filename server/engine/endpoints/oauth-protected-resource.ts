/** What a client has to know to call the admin API with a token: whom to ask for one, and for which scope. */
import { ADMIN_SCOPE } from '../../directory/scopes.ts';
import { adminResource } from '../admin-resource.ts';
import type { Endpoint } from '../endpoint.ts';

export const oauthProtectedResource: Endpoint = {
  name: 'oauth-protected-resource',
  spec: 'RFC 9728 §3.1',
  methods: ['GET'],
  audience: 'anyone',
  cors: true,
  run: (_request, cx) => ({
    kind: 'json',
    status: 200,
    body: {
      resource: adminResource(cx),
      resource_name: 'The admin API of Lanyard',
      authorization_servers: [cx.urls.issuer()],
      scopes_supported: [ADMIN_SCOPE],
      bearer_methods_supported: ['header'],
    },
  }),
};
