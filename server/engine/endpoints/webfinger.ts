/**
 * Which issuer signs in the people of this host, for programs that know no more than somebody's address. Every name gets
 * the same answer, so that nobody learns who exists.
 */
import { OAuthError } from '../../spec/oauth-error.ts';
import { belongsTo, ISSUER_REL } from '../../spec/webfinger.ts';
import type { Endpoint } from '../endpoint.ts';

export const webfinger: Endpoint = {
  name: 'webfinger',
  spec: 'RFC 7033 §4',
  methods: ['GET'],
  audience: 'anyone',
  cors: true,
  run: ({ params }, cx) => {
    const [resource, second] = params.all('resource');
    const here = resource === undefined ? undefined : belongsTo(resource, new URL(cx.urls.page('/')).origin);
    if (here === undefined || second !== undefined) throw new OAuthError('invalid_request', MALFORMED);
    if (!here) throw new OAuthError('invalid_request', 'that resource is of another host', { status: 404 });
    const rels = params.all('rel');
    const wanted = rels.length === 0 || rels.includes(ISSUER_REL);
    const links = wanted ? [{ rel: ISSUER_REL, href: cx.urls.issuer() }] : [];
    const body = JSON.stringify({ subject: resource, links });
    return { kind: 'text', status: 200, content_type: 'application/jrd+json', body };
  },
};

const MALFORMED = 'resource must come once, as an account (acct:name@host) or an address of at most 500 characters';
