/** After the set-up: what an application must be told, and the next step. */
import type { SetupDoneView } from '../contract/pages.ts';
import { html, type Html } from './html.ts';
import type { Office, Page } from './page.ts';
import { shortNameOf } from './person.ts';

export function setupDonePage(view: SetupDoneView, office: Office): Page {
  return {
    title: `${office.issuer_name} is ready`,
    wide: true,
    content: html`<main class="main column">
<h1><bdi>${office.issuer_name}</bdi> is ready</h1>
<p class="lead">Welcome, <bdi>${shortNameOf(view.person)}</bdi>. You are its admin, and your username is <strong><bdi>${view.person.username}</bdi></strong>.</p>
<div class="section">
<h2>What to type into an application</h2>
<p>Applications ask for one of these two. Most find everything else by themselves.</p>
<dl class="address"><dt>Issuer</dt><dd><code class="whole" id="lanyard-issuer">${view.issuer}</code></dd></dl>
<dl class="address"><dt>Discovery address</dt><dd><code class="whole" id="lanyard-discovery">${view.discovery}</code></dd></dl>
</div>
<div class="section">
<h2>The next step</h2>
${view.panel !== undefined && panelLink(view.panel)}
<p>A whole office also comes in from a file, which README.md describes: stop Lanyard, then start it with</p>
<p class="address"><code class="whole">npm start -- --import office.lanyard.yaml</code></p>
</div>
</main>`,
  };
}

function panelLink(panel: string): Html {
  return html`<p>Add your people, groups and applications in the control panel. Go on by this button, which signs you in. Opened in another way, the panel asks for your username and password.</p>
<p class="alone"><a id="lanyard-panel" class="button strong" href="${panel}">Go to the panel</a></p>`;
}
