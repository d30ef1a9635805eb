/** The error page: what arrived, what was expected, who can fix it. It links to nothing, least of all to where a stranger points. */
import type { ErrorView } from '../contract/pages.ts';
import { html } from './html.ts';
import type { Page } from './page.ts';
import { redirectMismatch } from './redirect-mismatch.ts';
import { revealed } from './visible.ts';

export function errorPage(view: ErrorView): Page {
  return {
    title: view.title,
    wide: true,
    content: html`<main class="main column">
<h1>${view.title}</h1>
<div id="lanyard-error-detail">
<p class="lead">${revealed(view.detail)}</p>
${view.mismatch && redirectMismatch(view.mismatch)}
<div class="section">
<h2>What helps</h2>
<p>${view.remedy}</p>
</div>
</div>
<ul class="smallprint small quiet">
<li>Error <code id="lanyard-error">${view.code}</code></li>
${view.incident !== undefined && html`<li>Incident <code id="lanyard-incident">${view.incident}</code></li>`}
</ul>
</main>`,
  };
}
