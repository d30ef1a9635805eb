/** What stands at the root of an address that one product has to itself: people open it to see whether it works. */
import type { ProductDoorView } from '../contract/pages.ts';
import { html } from './html.ts';
import type { Office, Page } from './page.ts';

export function productDoorPage({ product, field, value, account }: ProductDoorView, { issuer_name }: Office): Page {
  return {
    title: `Sign-in for programs written for ${product}`,
    wide: true,
    content: html`<main class="main column">
<h1>Sign-in for programs written for ${product}</h1>
<p class="lead">This is <bdi>${issuer_name}</bdi>’s, and it works. Here in the browser there is nothing to do: it is an address for programs.</p>
<dl class="address"><dt>Type it into the program as ${field}</dt><dd><code class="whole" id="lanyard-product-address">${value}</code></dd></dl>
<p class="section">What else the program asks for, admins find in the panel, on the screen of the application. To sign in, open the program itself. What it may do in your name stands in <a id="lanyard-product-account" href="${account}">your account</a>.</p>
</main>`,
  };
}
