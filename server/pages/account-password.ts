/** Changing one's own password. Whether the words are right is decided before. */
import type { AccountPasswordView } from '../contract/account-pages.ts';
import { announcedError, field, form } from './form.ts';
import { html, type Html } from './html.ts';
import type { Page } from './page.ts';

export function accountPasswordPage(view: AccountPasswordView): Page {
  const wrong = Object.keys(view.errors).length > 0;
  return {
    title: wrong ? 'Password not changed yet' : 'Change your password',
    content: html`<main class="main column">
<h1>${view.by_link === true ? 'Choose a new password' : 'Change your password'}</h1>
${view.has_password ? form(view, fields(view)) : html`<p class="lead" id="lanyard-account-no-password">You have no password here. An admin of your office can give you one.</p>`}
${view.by_link !== true && html`<p class="section"><a id="lanyard-account-no" href="/account/">Back to your account</a></p>`}
</main>`,
  };
}

function fields({ person, errors, shortest_password, by_link }: AccountPasswordView): Html {
  const byLink = by_link === true;
  const wrongNew = errors['new_password'] !== undefined;
  return html`<div class="heard"><label for="lanyard-username">Username</label> <input id="lanyard-username" type="text" name="username" value="${person.username}" autocomplete="username" tabindex="-1" readonly></div>
${
  !by_link &&
  field({
    id: 'lanyard-password',
    name: 'password',
    label: 'Your password now',
    type: 'password',
    autocomplete: 'current-password',
    error: errors['password'],
    focus: !wrongNew,
  })
}
${field({
  id: 'lanyard-new-password',
  name: 'new_password',
  label: 'New password',
  type: 'password',
  autocomplete: 'new-password',
  hint: `At least ${shortest_password} characters. Long is strong: a few ordinary words in a row are good.`,
  error: errors['new_password'],
  focus: wrongNew || byLink,
})}
${field({
  id: 'lanyard-new-password-again',
  name: 'new_password_again',
  label: 'New password again',
  type: 'password',
  autocomplete: 'new-password',
  error: errors['new_password_again'],
})}
${byLink ? html`<p class="hint">You are signed out everywhere, applications lose what they hold of you, and your app passwords end.</p>` : html`<p class="choice"><label for="lanyard-sign-out-others"><input type="checkbox" id="lanyard-sign-out-others" name="sign_out" value="others">Somebody may know the old one: sign out everywhere else, and end what applications hold from there and all app passwords</label></p>`}
${errors['form'] !== undefined && announcedError('lanyard-account-error', errors['form'])}
<p class="alone"><button class="button strong" type="submit" id="lanyard-account-yes">Change password</button></p>`;
}
