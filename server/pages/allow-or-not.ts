/** The two answers to what an application asks for. Refusing stands first, so that Enter pressed inside a list can never allow anything. */
import { html, type Html } from './html.ts';

/** `page` is what the page is called by in its ids. */
export function allowOrNot(page: 'consent' | 'device'): Html {
  return html`<p class="choices"><button class="button" type="submit" id="lanyard-${page}-deny" name="decision" value="deny">Don’t allow</button>
<button class="button strong" type="submit" id="lanyard-${page}-allow" name="decision" value="allow">Allow</button></p>`;
}
