/** response_mode=query: the parameters join whatever query the redirect URI was registered with. */
import type { ResponseModeRow } from './response-mode.ts';

export const query: ResponseModeRow = {
  name: 'query',
  response_mode: 'query',
  spec: 'RFC 6749 §4.1.2',
  run({ redirect_uri, params, status }) {
    const encoded = new URLSearchParams(params.map(([name, value]): [string, string] => [name, value])).toString();
    return { kind: 'redirect', status, location: `${redirect_uri}${redirect_uri.includes('?') ? '&' : '?'}${encoded}` };
  },
};
