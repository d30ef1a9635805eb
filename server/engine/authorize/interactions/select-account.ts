/** Choosing whether to go on as the person who is signed in, or as somebody else. */
import { describeApplication } from '../../application-view.ts';
import type { Interaction } from './interaction.ts';

export const selectAccount: Interaction = {
  name: 'select-account',
  personal: true,
  spec: 'OIDC Core §3.1.2.1',
  needed({ request, signedIn, done, elsewhere }) {
    // Who signs people in elsewhere lets them choose there.
    const settled =
      signedIn === undefined ||
      elsewhere.login !== undefined ||
      done.includes('select-account') ||
      done.includes('login');
    return request.prompt.includes('select_account') && !settled ? 'account_selection_required' : undefined;
  },
  show({ application, request, signedIn }, form, cx) {
    const { name = '', username = '' } = signedIn?.user ?? {};
    return {
      page: 'select-account',
      ...form,
      application: describeApplication(application, request.redirect_uri, cx.settings),
      person: { name, username },
    };
  },
  run({ pending, request }) {
    if (request.params.get('decision') !== 'another') return { kind: 'done' };
    return { kind: 'done', prompt: [...pending.request.prompt.filter((value) => value !== 'select_account'), 'login'] };
  },
};
