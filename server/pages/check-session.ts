/** The frame that compares an application's session_state with this browser's. OIDC Session Management §3.2 */
import type { CheckSessionView } from '../contract/pages.ts';
import { CHECK_SESSION_SCRIPT } from './check-session-script.ts';
import { html } from './html.ts';
import type { Page } from './page.ts';

export function checkSessionPage(_view: CheckSessionView): Page {
  return { title: 'Session state', script: CHECK_SESSION_SCRIPT.path, unseen: true, content: html`` };
}
