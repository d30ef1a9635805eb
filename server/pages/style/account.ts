/** A person's own account: cards of what ends one by one, facts, and what was done just now. */
export const ACCOUNT = `
h3 { margin: 0; font-size: 1rem; line-height: 1.4; font-weight: 650; overflow-wrap: anywhere; }
.cards { margin-top: 0.75rem; }
.card { margin-top: 0.75rem; padding: 1rem 1.125rem; border: 1px solid $line; border-radius: 0.625rem; background: $card; overflow-wrap: anywhere; }
.card > p { margin-top: 0.5rem; }
.acts { margin-top: 0.875rem; }
.section > .acts { margin-top: 1rem; }
.card > .acts { margin-top: 0.75rem; }
.acts .button { margin: 0 0.5rem 0.25rem 0; }
.allowed { margin-top: 0.25rem; padding-left: 1.25rem; list-style: disc; }
.allowed li { margin-top: 0.125rem; overflow-wrap: anywhere; }
.here { display: inline-block; margin-left: 0.5rem; color: $petrol; font-size: 0.875rem; font-weight: 600; }
.here .icon, .said .icon { width: 1.125rem; height: 1.125rem; margin-right: 0.25rem; vertical-align: -0.2rem; }
.said { margin-top: 1.25rem; padding: 0.75rem 1rem; border: 1px solid $petrol; border-radius: 0.625rem; background: $card; font-weight: 550; overflow-wrap: anywhere; }
.said .icon { color: $petrol; margin-right: 0.5rem; }
.facts { margin-top: 0.75rem; border-top: 1px solid $line; }
.facts > div { padding: 0.5rem 0; border-bottom: 1px solid $line; overflow-wrap: anywhere; }
.facts dt { font-size: 0.8125rem; color: $quiet; }
.choice { margin-top: 1.25rem; }
.choice label { display: block; position: relative; padding-left: 2.25rem; cursor: pointer; }
.choice input { position: absolute; left: 0; top: 0.1rem; width: 1.25rem; height: 1.25rem; margin: 0; accent-color: $petrol; }
.ticks { margin-top: 1.25rem; }
.ticks legend { padding: 0; font-weight: 550; }
.ticks .optional { font-weight: 400; color: $quiet; }
.ticks .choice { margin-top: 0.625rem; }
.button.danger { border-color: $danger; color: $danger; }
.button.danger:hover { background: $tint; }
/* for whoever hears the page, and for password managers */
.heard { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; border: 0; overflow: hidden; clip: rect(0 0 0 0); white-space: nowrap; }
@media (min-width: 40rem) { .facts > div { display: -ms-flexbox; display: flex; } .facts dt { -ms-flex: none; flex: none; width: 9rem; padding-top: 0.125rem; } }
`;
