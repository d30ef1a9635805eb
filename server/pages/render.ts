/** Draws any page: a table from what is to be shown to the page that shows it, put on the sheet, with its own CSP. */
import type { PageView } from '../contract/pages.ts';
import { accountPage } from './account.ts';
import { accountPasswordPage } from './account-password.ts';
import { accountQuestionPage } from './account-question.ts';
import { appPasswordPage, madeAppPasswordPage } from './app-password.ts';
import { checkSessionPage } from './check-session.ts';
import { consentPage } from './consent.ts';
import { contentSecurityPolicy } from './content-security-policy.ts';
import { deviceConfirmPage } from './device-confirm.ts';
import { deviceDonePage } from './device-done.ts';
import { devicePage } from './device.ts';
import { errorPage } from './error.ts';
import { formPostPage } from './form-post.ts';
import { bareLayout, layout } from './layout.ts';
import { loginPage } from './login.ts';
import type { Office, Page } from './page.ts';
import { ownApplicationPage } from './own-application.ts';
import { ownSecretPage } from './own-secret.ts';
import { productDoorPage } from './product-door.ts';
import { selectAccountPage } from './select-account.ts';
import { setupDonePage } from './setup-done.ts';
import { setupPage } from './setup.ts';
import { signOutPage } from './sign-out.ts';
import { signedOutPage } from './signed-out.ts';
import { webMessagePage } from './web-message.ts';

type Views = { readonly [View in PageView as View['page']]: View };
type Name = keyof Views;

const PAGES: { readonly [N in Name]: (view: Views[N], office: Office) => Page } = {
  login: loginPage,
  'select-account': selectAccountPage,
  consent: consentPage,
  device: devicePage,
  'device-confirm': deviceConfirmPage,
  'device-done': deviceDonePage,
  'sign-out': signOutPage,
  'signed-out': signedOutPage,
  'check-session': checkSessionPage,
  error: errorPage,
  'product-door': productDoorPage,
  setup: setupPage,
  'setup-done': setupDonePage,
  'form-post': formPostPage,
  'web-message': webMessagePage,
  account: accountPage,
  'account-question': accountQuestionPage,
  'account-password': accountPasswordPage,
  'own-application': ownApplicationPage,
  'own-secret': ownSecretPage,
  'app-password': appPasswordPage,
  'made-app-password': madeAppPasswordPage,
};

export interface RenderedPage {
  /** A whole HTML document, for `text/html; charset=utf-8`. */
  readonly body: string;
  /** The complete Content-Security-Policy of this page. */
  readonly csp: string;
  /** Whose pages may hold it in a frame. */
  readonly framed_by: 'nobody' | 'anybody';
}

export function renderPage(view: PageView, office: Office): RenderedPage {
  const page = draw(view, office);
  const leads_to = 'leads_to' in view ? view.leads_to : undefined;
  const csp = contentSecurityPolicy(page, leads_to);
  if (page.unseen === true) return { body: bareLayout(page).toString(), csp, framed_by: 'anybody' };
  return { body: layout(page, office).toString(), csp, framed_by: 'nobody' };
}

function draw<N extends Name>(view: Views[N] & { readonly page: N }, office: Office): Page {
  return PAGES[view.page](view, office);
}
