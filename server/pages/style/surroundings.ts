/** Where the pages are shown: large and small windows, reduced motion, forced colours, paper. */
export const SURROUNDINGS = `
@media (min-width: 48rem) { .head { padding-top: 4rem; } .main { padding-top: 2.75rem; } }
@media (prefers-reduced-motion: reduce) { .button { transition: none; } }
@media (forced-colors: active) {
  .mark-cord { stroke: CanvasText; }
  .mark-badge { fill: CanvasText; }
  .head .rule { background: CanvasText; }
  .differs { forced-color-adjust: none; background: Mark; color: MarkText; }
  .gap { border-color: CanvasText; }
  :focus { outline-color: Highlight; }
}
@media print {
  :root { --ink: #000000; --quiet: #333333; --paper: #FFFFFF; --card: #FFFFFF; --line: #999999; --petrol: #000000; --danger: #000000; --tint: #FFFFFF; }
  .head { padding-top: 0; }
  form, .alone { display: none; }
}
`;
