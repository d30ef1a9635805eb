/** The sheet of paper: type, column, page head. Sizes are rem on an 18 px body, so that a reader's own text size counts. */
export const BASE = `
html { font-size: 112.5%; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0;
  background: $paper;
  color: $ink;
  font-family: 'Inter Variable', -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif;
  font-size: 1rem;
  line-height: 1.5;
  word-wrap: break-word;
  overflow-wrap: break-word;
}
header, main, footer { display: block; }
h1, h2, p, ul, dl, dd, fieldset { margin: 0; padding: 0; border: 0; }
ul { list-style: none; }
h1 { font-size: 1.625rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.015em; overflow-wrap: anywhere; text-wrap: balance; }
h2 { font-size: 1.125rem; line-height: 1.35; font-weight: 650; letter-spacing: -0.005em; }
strong { font-weight: 650; }
a { color: $petrol; text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 0.2em; }
a:hover { color: $petrol-strong; text-decoration-thickness: 2px; }
code { font-family: ui-monospace, SFMono-Regular, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace; font-size: 0.875em; }
:focus { outline: 3px solid $cord; outline-offset: 2px; }

.column { max-width: 22.25rem; margin: 0 auto; padding: 0 1rem; }
.wide .column { max-width: 36rem; }

.head { overflow: hidden; padding-top: 2.5rem; }
.head .hang { position: relative; min-height: 88px; }
.mark { position: absolute; left: 0; top: 0; display: block; }
.mark-cord { stroke: $cord; }
.mark-badge { fill: $petrol; }
.head .rule { position: absolute; left: 64px; top: 0; width: 5000px; height: 3px; background: $cord; }
.office { padding: 45px 0 0 60px; font-weight: 550; line-height: 1.35; overflow-wrap: anywhere; }

.main { padding-top: 2.25rem; padding-bottom: 2rem; }
.lead { margin-top: 0.75rem; }
.quiet { color: $quiet; }
.small { font-size: 0.8125rem; line-height: 1.5; }
`;
