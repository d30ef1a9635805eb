/** response_mode=fragment: the parameters stay in the browser and reach no server. */
import type { ResponseModeRow } from './response-mode.ts';

export const fragment: ResponseModeRow = {
  name: 'fragment',
  response_mode: 'fragment',
  spec: 'RFC 6749 §4.2.2',
  run({ redirect_uri, params, status }) {
    const encoded = new URLSearchParams(params.map(([name, value]): [string, string] => [name, value])).toString();
    return { kind: 'redirect', status, location: `${redirect_uri}#${encoded}` };
  },
};
