/** What an office put on its pages: its logo, its texts, and its block, which cannot leave its place. */
export const OFFICE_OWN = `
.head .own { min-height: 0; padding-top: 1.25rem; }
.head .own .rule { left: 0; }
.head .own .office { padding: 0.75rem 0 0; }
.office-logo { display: block; box-sizing: border-box; max-width: 100%; width: auto; height: auto; max-height: 5rem; padding: 0.5rem; border-radius: 0.5rem; background: #FFFFFF; }
.office-text { white-space: pre-line; overflow-wrap: anywhere; }
.main > .office-text.small { margin-top: 1.75rem; }
.office-block { position: relative; margin-top: 1.75rem; padding-top: 1.25rem; border-top: 1px solid $line; overflow: hidden; overflow-wrap: anywhere; }
.office-block p, .office-block ul, .office-block ol, .office-block details, .office-block h2, .office-block h3 { margin-top: 0.75rem; }
.office-block > :first-child { margin-top: 0; }
.office-block h3 { font-size: 1rem; line-height: 1.4; font-weight: 650; margin-bottom: 0; }
.office-block ul { padding-left: 1.25rem; list-style: disc; }
.office-block ol { margin-bottom: 0; padding-left: 1.5rem; }
.office-block summary { cursor: pointer; font-weight: 550; }
.office-block hr { margin: 1rem 0 0; border: 0; border-top: 1px solid $line; }
`;
