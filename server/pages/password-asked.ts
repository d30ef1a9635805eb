/** The field in which somebody proves again who they are, before a secret is shown. */
import type { PasswordAskedView } from '../contract/own-application-pages.ts';
import { field } from './form.ts';
import { html, type Html } from './html.ts';

type Errors = Readonly<Record<string, string>>;

export function passwordAskedField(
  { username, has_password }: PasswordAskedView,
  errors: Errors,
  focus: boolean,
): Html {
  if (!has_password) {
    return html`<p class="lead" id="lanyard-account-sign-in-again">You signed in a while ago. Sign out and in again first, then come back here.</p>`;
  }
  return html`<div class="heard"><label for="lanyard-username">Username</label> <input id="lanyard-username" type="text" name="username" value="${username}" autocomplete="username" tabindex="-1" readonly></div>
${field({
  id: 'lanyard-password',
  name: 'password',
  label: 'Your password',
  type: 'password',
  autocomplete: 'current-password',
  hint: 'You signed in a while ago, and this is about a secret.',
  error: errors['password'],
  focus,
})}`;
}
