/** What single pages are made of: who asks, the list of a consent, addresses side by side, the small print. */
export const PARTS = `
.asks { display: -ms-flexbox; display: flex; -ms-flex-align: start; align-items: flex-start; }
.asks .logo { -ms-flex: none; flex: none; box-sizing: border-box; width: 48px; height: 48px; margin: 0 1rem 0 0; border-radius: 10px; background: #FFFFFF; position: relative; }
/* a logo that does not come leaves paper, not a torn picture */
.asks .logo::after { content: ''; position: absolute; top: 0; right: 0; bottom: 0; left: 0; background: $paper; }
.asks .who { -ms-flex: 1 1 auto; flex: 1 1 auto; min-width: 0; }
.host { margin-top: 0.25rem; color: $quiet; font-size: 0.9375rem; overflow-wrap: anywhere; }

.scopes { margin-top: 1.5rem; border-top: 1px solid $line; }
.scopes li { position: relative; border-bottom: 1px solid $line; }
.scopes .ask { display: block; position: relative; box-sizing: border-box; min-height: 2.75rem; padding: 0.625rem 0 0.625rem 2.25rem; overflow-wrap: anywhere; }
.scopes label.ask { cursor: pointer; }
.scopes .ask > input { position: absolute; left: 0; top: 0.75rem; width: 1.25rem; height: 1.25rem; margin: 0; accent-color: $petrol; }
.scopes .ask > .icon { position: absolute; left: 0; top: 0.8rem; color: $quiet; }
.values { display: block; color: $quiet; font-size: 0.9375rem; }
.sensitive { display: inline-block; color: $attention; font-size: 0.875rem; font-weight: 600; white-space: nowrap; }
.sensitive .icon { width: 1rem; height: 1rem; margin-right: 0.25rem; vertical-align: -0.125rem; }

.code { margin: 0.75rem 0 1.5rem; font-size: 1.75rem; font-weight: 600; letter-spacing: 0.08em; }
.code code { font-size: 1em; }

/* whoever holds a telephone needs no other */
@media (max-width: 30rem) { .telephone { display: none; } }
.qr { display: block; margin-top: 0.75rem; border-radius: 0.5rem; }

.summary { margin-top: 1.5rem; }
.summary li { display: inline-block; margin-right: 1rem; }
.summary a { display: inline-block; padding: 0.25rem 0; color: $danger; }

.links { padding-bottom: 2rem; font-size: 0.875rem; }
.links li { display: inline-block; margin-right: 1.25rem; }
.links a { display: inline-block; padding: 0.375rem 0; }

.section { margin-top: 2rem; }
.section > p { margin-top: 0.5rem; }
.section > .alone { margin: 1rem 0 1.5rem; }
.section > .address + p { margin-top: 1rem; }
.address { margin-top: 1rem; }
.address dt, .address .name { display: block; font-size: 0.8125rem; color: $quiet; }
.whole {
  display: block;
  box-sizing: border-box;
  margin-top: 0.25rem;
  padding: 0.625rem 0.75rem;
  border: 1px solid $line;
  border-radius: 0.5rem;
  background: $card;
  line-height: 1.6;
  direction: ltr;
  word-break: break-all;
  -webkit-user-select: all;
  -ms-user-select: all;
  user-select: all;
}
.address li + li { margin-top: 0.375rem; }
.differs { background: $tint; color: $danger; font-weight: 700; text-decoration: underline; text-decoration-thickness: 2px; text-underline-offset: 0.25em; }
.gap { display: inline-block; box-sizing: border-box; width: 1ch; height: 1.1em; border: 1px dashed $danger; background: $tint; vertical-align: -0.2em; }
.unseen { position: absolute; width: 0; height: 0; border: 0; visibility: hidden; }
.smallprint { margin-top: 2.5rem; padding-top: 0.75rem; border-top: 1px solid $line; }
.smallprint li { margin-top: 0.25rem; overflow-wrap: anywhere; }
`;
