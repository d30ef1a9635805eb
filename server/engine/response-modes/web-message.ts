/** response_mode=web_message: a page of ours hands the parameters to the application's own page, which opened or frames it. */
import { describeApplication } from '../application-view.ts';
import { FOR_POPUPS } from '../opener-policy.ts';
import type { ResponseModeRow } from './response-mode.ts';

export const webMessage: ResponseModeRow = {
  name: 'web_message',
  response_mode: 'web_message',
  spec: 'OAuth Web Message §4',
  run({ redirect_uri, params, application }, cx) {
    return {
      kind: 'page',
      status: 200,
      view: {
        page: 'web-message',
        // Nothing but this origin may take it. That it is registered was checked before anything was asked.
        target_origin: new URL(redirect_uri).origin,
        response: Object.fromEntries(params),
        application: describeApplication(application, redirect_uri, cx.settings),
      },
      headers: FOR_POPUPS,
    };
  },
};
