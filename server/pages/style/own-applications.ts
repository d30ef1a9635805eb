/** What people keep of their own: longer fields, a choice of few, and what is shown once. */
export const OWN_APPLICATIONS = `
.field textarea, .field select { display: block; box-sizing: border-box; width: 100%; min-height: 2.75rem; margin: 0; padding: 0.5rem 0.75rem; border: 1px solid $edge; border-radius: 0.5rem; background: $card; color: $ink; font: inherit; line-height: 1.5rem; }
.field textarea { min-height: 6rem; resize: vertical; word-break: break-all; }
.field textarea:hover, .field select:hover { border-color: $ink; }
.field textarea:focus, .field select:focus { border-color: $ink; outline-offset: 1px; }
.field textarea[aria-invalid="true"], .field select[aria-invalid="true"] { border-color: $danger; border-width: 2px; padding: calc(0.5rem - 1px) calc(0.75rem - 1px); }
.once { margin-top: 1.5rem; padding: 1rem 1.125rem; border: 2px solid $petrol; border-radius: 0.625rem; background: $card; }
.once > p { font-weight: 550; }
.waits { color: $attention; font-weight: 600; }
.lead + .hint { margin-top: 0.75rem; }
.unfold { margin-top: 0.75rem; }
.unfold summary { padding: 0.375rem 0; cursor: pointer; font-weight: 550; }
.typed { margin: 0.75rem 0 0; border-top: 1px solid $line; }
.typed > div { padding: 0.5rem 0; border-bottom: 1px solid $line; }
.typed dt { font-size: 0.8125rem; color: $quiet; }
.typed dd { margin: 0; overflow-wrap: anywhere; }
.typed .quiet { display: block; font-size: 0.8125rem; }
.copied { -webkit-user-select: all; -ms-user-select: all; user-select: all; }
.card .address { margin-top: 0.75rem; }
.waits .icon { width: 1.125rem; height: 1.125rem; margin-right: 0.25rem; vertical-align: -0.2rem; }
@media (min-width: 40rem) { .typed > div { display: -ms-flexbox; display: flex; } .typed dt { -ms-flex: none; flex: none; width: 9.5rem; padding: 0.125rem 0.75rem 0 0; } }
`;
