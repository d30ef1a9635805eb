/** The sheet that every page is written on: head, the mark with its rule, the office's name, then the page's own content. */
import { FAVICON } from './assets.ts';
import { FONTS } from './fonts.ts';
import { html, type Html } from './html.ts';
import { headerMark } from './mark.ts';
import type { Office, Page } from './page.ts';
import { DARK, LIGHT } from './style/palette.ts';
import { STYLESHEET } from './style/stylesheet.ts';

/** A whole document. */
export function layout(page: Page, office: Office): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${page.title} – ${office.issuer_name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="${LIGHT.paper}">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="${DARK.paper}">
<meta name="robots" content="noindex">
${page.goesOnTo !== undefined && html`<meta http-equiv="refresh" content="2;url=${page.goesOnTo}">\n`}${FONTS.slice(
  0,
  1,
).map(
  (font) => html`<link rel="preload" href="${font.asset.path}" as="font" type="font/woff2" crossorigin>\n`,
)}<link rel="stylesheet" href="${STYLESHEET.path}">
<link rel="icon" href="${FAVICON.path}" type="image/svg+xml">
${page.script !== undefined && html`<script src="${page.script}" defer></script>\n`}</head>
<body${page.wide === true && html` class="wide"`}>
<header class="head"><div class="column"><div class="hang">${headerMark}<span class="rule"></span>
<p class="office"><bdi>${office.issuer_name}</bdi></p></div></div></header>
${page.content}
</body>
</html>
`;
}

/** A document that nobody sees: its script, and no sheet. */
export function bareLayout(page: Page): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${page.title}</title>
${page.script !== undefined && html`<script src="${page.script}"></script>\n`}</head>
<body>
${page.content}
</body>
</html>
`;
}
