/** The shell's own pages, for when there is no panel to show. They need no server, no script and no network. */
import { BADGE, CORD_TURNING } from '../server/contract/mark.ts';
import { addressOf, type LocalAct } from './navigation.ts';
import type { ServerState } from './server-process.ts';
import { readableLine } from './shell-log.ts';

/** What the window shows instead of the panel. */
export type LocalState =
  | Exclude<ServerState, { readonly kind: 'running' }>
  /** The server runs, and the panel could not be loaded; `reason` is Chromium's word for it. */
  | { readonly kind: 'unreachable'; readonly address: string; readonly reason: string }
  /** It was started without one. */
  | { readonly kind: 'no-panel'; readonly issuer: string };

interface Words {
  readonly title: string;
  readonly text: readonly string[];
  readonly lines?: readonly string[];
  /** The first one is what most people want. */
  readonly acts: readonly (readonly [act: LocalAct, label: string])[];
}

const LINES_SHOWN = 12;

/** The whole page. */
export function localPage(state: LocalState): string {
  const { title, text, lines = [], acts } = wordsFor(state);
  const log = lines.slice(-LINES_SHOWN).map((line) => escapeHtml(readableLine(line)));
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)} · Lanyard</title><link rel="stylesheet" href="style.css"></head>
<body>
<svg class="mark" viewBox="0 0 64 88" width="64" height="88" aria-hidden="true"><path class="badge" d="${BADGE}" fill-rule="evenodd"/><path class="cord" d="${CORD_TURNING}"/></svg>
<main${state.kind === 'starting' ? ' aria-busy="true"' : ''}>
<h1>${escapeHtml(title)}</h1>
${text.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n')}
${acts.length === 0 ? '' : `<p class="acts">${acts.map(([act, label]) => `<a href="${addressOf(act)}">${escapeHtml(label)}</a>`).join(' ')}</p>`}
${log.length === 0 ? '' : `<h2>The last lines of its log</h2>\n<pre tabindex="0">${log.join('\n')}</pre>`}
</main>
</body>
</html>
`;
}

export function titleOf(state: LocalState): string {
  return wordsFor(state).title;
}

function wordsFor(state: LocalState): Words {
  switch (state.kind) {
    case 'starting':
      return {
        title: 'Lanyard is starting',
        text:
          state.so_far_s < 5
            ? ['One moment.']
            : [
                `It has taken ${state.so_far_s} seconds so far. A first start that brings in many people takes its time.`,
              ],
        acts: [],
      };
    case 'waiting':
      return {
        title: 'Lanyard stopped and will start again',
        text: [
          `Its server ended unexpectedly. The next try comes within ${Math.ceil(state.after_ms / 1000)} seconds. Nothing that it had answered is lost.`,
        ],
        lines: state.lines,
        acts: [['restart', 'Start it now'], SHOW_LOG],
      };
    case 'failed':
      return {
        title: state.trouble.title,
        text: [...state.trouble.detail.split('\n'), state.trouble.remedy],
        lines: state.lines,
        acts: [['restart', 'Try again'], SHOW_LOG, QUIT],
      };
    case 'stopping':
      return { title: 'Lanyard is stopping', text: ['It finishes what it is doing.'], acts: [] };
    case 'stopped':
      return {
        title: 'Lanyard is stopped',
        text: ['Nobody can sign in until it runs again.'],
        acts: [['restart', 'Start it'], SHOW_LOG, QUIT],
      };
    case 'unreachable':
      return {
        title: 'The panel could not be opened',
        text: [
          `Lanyard runs, but this window could not load ${state.address} (${state.reason}).`,
          'Where the certificate is the reason, this computer does not trust it yet.',
        ],
        acts: [['open-again', 'Try again'], ['open-in-browser', 'Open it in the browser'], SHOW_LOG],
      };
    case 'no-panel':
      return {
        title: 'Lanyard runs without its panel',
        text: [`It was started with the panel switched off. Applications ask for ${state.issuer}.`],
        acts: [SHOW_LOG, QUIT],
      };
  }
}

const SHOW_LOG = ['show-log', 'Show the log'] as const;
const QUIT = ['quit', 'Quit Lanyard'] as const;

export const LOCAL_STYLE = `@font-face { font-family: 'Inter Variable'; src: url('inter.woff2') format('woff2'); font-weight: 100 900; }
:root { color-scheme: light dark; --ink: #13212B; --paper: #FBFBF9; --card: #FFFFFF; --line: #D9DEDC; --petrol: #0F5E6B; --on-petrol: #FFFFFF; --cord: #BF7B0C; }
@media (prefers-color-scheme: dark) { :root { --ink: #E8EEF0; --paper: #101A20; --card: #17242B; --line: #2A3A42; --petrol: #5FB7C4; --on-petrol: #101A20; --cord: #F0B24A; } }
body { margin: 0; padding: 40px 32px; background: var(--paper); color: var(--ink); font: 16px/1.5 'Inter Variable', system-ui, sans-serif; }
body::before { content: ''; position: fixed; top: 40px; left: calc(max(32px, 50% - 320px) + 64px); right: 0; border-top: 3px solid var(--cord); }
.mark, main { display: block; max-width: 640px; margin-inline: auto; }
.mark { margin: 0 0 32px max(0px, 50% - 320px); }
.badge { fill: var(--petrol); }
.cord { fill: none; stroke: var(--cord); stroke-width: 3; }
h1 { font-size: 28px; line-height: 1.25; margin: 0 0 12px; }
h2 { font-size: 16px; margin: 32px 0 8px; }
p { margin: 0 0 12px; overflow-wrap: anywhere; }
.acts { margin-top: 24px; display: flex; flex-wrap: wrap; gap: 12px; }
.acts a { padding: 8px 16px; border: 1px solid var(--petrol); border-radius: 8px; color: var(--petrol); text-decoration: none; font-weight: 600; }
.acts a:first-child { background: var(--petrol); color: var(--on-petrol); }
a:focus-visible, pre:focus-visible { outline: 3px solid var(--cord); outline-offset: 2px; }
pre { margin: 0; padding: 12px 16px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; font: 13px/1.5 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/** Of every answer under the shell's own scheme. */
export const LOCAL_POLICY =
  "default-src 'none'; style-src 'self'; font-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
