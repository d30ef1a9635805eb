/** The sheet that every page is written on: head, the mark with its rule, the office's name, then the page's own content. */
import { FAVICON } from './assets.ts';
import { FONTS } from './fonts.ts';
import { html, type Html } from './html.ts';
import { headerMark } from './mark.ts';
import type { Office, Page } from './page.ts';

import { coloursPath, logoAsData, logoPath, papersOf } from './office-assets.ts';
import { STYLESHEET, STYLESHEET_IN } from './style/stylesheet.ts';

/** A whole document. */
export function layout(page: Page, office: Office): Html {
  const { login_page: own = {}, preview } = office;
  const papers = papersOf(own);
  const colours = coloursPath(own, preview);
  const stylesheet = preview === undefined ? STYLESHEET : STYLESHEET_IN[preview];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${page.title} – ${office.issuer_name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="${papers.light}">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="${papers.dark}">
<meta name="robots" content="noindex">
${page.goesOnTo !== undefined && html`<meta http-equiv="refresh" content="2;url=${page.goesOnTo}">\n`}${FONTS.slice(
  0,
  1,
).map(
  (font) => html`<link rel="preload" href="${font.asset.path}" as="font" type="font/woff2" crossorigin>\n`,
)}<link rel="stylesheet" href="${stylesheet.path}">
${colours !== undefined && html`<link rel="stylesheet" href="${colours}">\n`}<link rel="icon" href="${FAVICON.path}" type="image/svg+xml">
${page.script !== undefined && html`<script src="${page.script}" defer></script>\n`}</head>
<body${page.wide === true && html` class="wide"`}>
<header class="head"><div class="column">${head(office)}</div></header>
${page.content}
</body>
</html>
`;
}

/** The office's own logo, in the place of the mark, and its name. */
function head({ issuer_name, login_page: own = {}, preview }: Office): Html {
  const logo = preview === undefined ? logoPath(own) : logoAsData(own);
  const name = html`<p class="office"><bdi>${issuer_name}</bdi></p>`;
  if (logo === undefined) return html`<div class="hang">${headerMark}<span class="rule"></span>\n${name}</div>`;
  return html`<div class="hang own"><span class="rule"></span>
<img class="office-logo" id="lanyard-office-logo" src="${logo}" alt="">${name}</div>`;
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
