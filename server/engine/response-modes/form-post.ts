/** response_mode=form_post: a page whose form carries the parameters to the application, so that no URL ever holds them. */
import { describeApplication, leadsTo } from '../application-view.ts';
import type { ResponseModeRow } from './response-mode.ts';

export const formPost: ResponseModeRow = {
  name: 'form_post',
  response_mode: 'form_post',
  spec: 'OAuth Form Post',
  run({ redirect_uri, params, application }, cx) {
    return {
      kind: 'page',
      status: 200,
      view: {
        page: 'form-post',
        action: redirect_uri,
        leads_to: leadsTo(application, redirect_uri),
        fields: params,
        application: describeApplication(application, redirect_uri, cx.settings),
      },
    };
  },
};
