/** A secret that is shown this once, to be copied. */
import { html, type Html } from './html.ts';
import { attentionIcon } from './icons.ts';

/** `what` as the end of “Copy the …”; `id` is the element that holds the secret. */
export function shownOnce(
  { what, label, id }: { readonly what: string; readonly label: string; readonly id: string },
  secret: string,
): Html {
  return html`<div class="once">
<p>${attentionIcon} Copy the ${what} now: it is shown this once.</p>
<dl class="address"><dt>${label}</dt><dd><code class="whole" id="${id}">${secret}</code></dd></dl>
</div>`;
}
