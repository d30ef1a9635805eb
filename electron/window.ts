/** The one window: the panel while the server runs, the shell's own page while it does not. */
import { readFileSync } from 'node:fs';
import { BrowserWindow, dialog, protocol, screen } from 'electron';
import { createDeparture } from './departure.ts';
import { LOCAL_POLICY, LOCAL_STYLE, localPage, type LocalState, titleOf } from './local-page.ts';
import { isPanel, LOCAL_PAGE, LOCAL_SCHEME } from './navigation.ts';
import { FONT, iconFile } from './places.ts';
import { placeToOpen } from './place-to-open.ts';
import { WEB_PREFERENCES } from './security.ts';
import type { ServerProcess, ServerState } from './server-process.ts';
import type { ShellMemory } from './shell-memory.ts';
import { boundsFor, SMALLEST } from './window-bounds.ts';

/** A navigation that another one overtook. */
const ABORTED = -3;
/** A page that ends twice within this time is not loaded again: it would end for ever. */
const ENDS_AGAIN_MS = 10_000;

export interface MainWindow {
  /** Opens it, or brings it to the front. */
  show(): void;
  isOpen(): boolean;
  /** The panel's address while the window shows it, also while the server is away. */
  panel(): string | undefined;
  /** Shows what the server's state asks for, if the window is open. */
  follow(state: ServerState): void;
  /** Tries the panel once more. */
  openAgain(): void;
  /** Closes it, when nothing would be lost or the person says so. Answers whether it is closed. */
  leave(): Promise<boolean>;
  /** Closes it without asking. */
  destroy(): void;
}

export interface WindowOptions {
  readonly server: ServerProcess;
  readonly memory: ShellMemory;
  readonly log: (line: string) => void;
  readonly onClosed: () => void;
}

/** Before the program is ready; the scheme has no rights but to be a secure origin of its own. */
export function registerLocalScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: LOCAL_SCHEME, privileges: { standard: true, secure: true } }]);
}

export function createMainWindow({ server, memory, log, onClosed }: WindowOptions): MainWindow {
  let window: BrowserWindow | undefined;
  /** Hears whether a window that was to leave is closed. */
  let left: ((closed: boolean) => void) | undefined;
  let local: LocalState = { kind: 'starting', so_far_s: 0 };
  /** The panel's address while the window shows it. */
  let shown: string | undefined;
  let seenPanel = false;
  let endedAt = -Infinity;
  /** Counts what the window was sent to, so that an answer that comes late leads nowhere. */
  let sent = 0;

  const departure = createDeparture({
    ask: (why) => (window === undefined ? Promise.resolve(false) : askToLeave(window, why)),
    otherwise: { go: () => window?.webContents.reload() },
  });

  protocol.handle(LOCAL_SCHEME, ({ url }) => answerLocally(url, local));

  function open(): BrowserWindow {
    const opened = new BrowserWindow({
      ...boundsFor(
        memory.recall().bounds,
        screen.getAllDisplays().map(({ workArea }) => workArea),
      ),
      minWidth: SMALLEST.width,
      minHeight: SMALLEST.height,
      title: 'Lanyard',
      icon: iconFile('256x256.png'),
      autoHideMenuBar: true,
      show: false,
      webPreferences: WEB_PREFERENCES,
    });
    opened.once('ready-to-show', () => opened.show());
    opened.on('close', () => {
      memory.remember({ bounds: opened.getNormalBounds() });
      departure.means({ go: () => window?.close(), stay: () => left?.(false) });
    });
    opened.on('closed', () => {
      window = undefined;
      shown = undefined;
      sent += 1;
      departure.arrived();
      left?.(true);
      onClosed();
    });
    const contents = opened.webContents;
    contents.on('will-prevent-unload', (event) => {
      if (departure.overrules()) event.preventDefault();
    });
    contents.on('did-navigate', (_event, url) => {
      departure.arrived();
      const panel = panelOf(server.state()) ?? shown;
      shown = isPanel({ url, parent: null }, panel) ? panel : undefined;
      if (shown !== undefined) seenPanel = true;
    });
    contents.on('did-fail-load', (_event, code, reason, address, isMainFrame) => {
      if (!isMainFrame || code === ABORTED || address.startsWith(LOCAL_PAGE)) return;
      // The query of a one-time address is nobody's to read.
      isUnreachable(address.split(/[?#]/)[0] ?? '', reason);
    });
    contents.on('render-process-gone', (_event, { reason }) => {
      const again = performance.now() - endedAt > ENDS_AGAIN_MS;
      endedAt = performance.now();
      const panel = shown;
      shown = undefined;
      log(`the window's page ended (${reason}) and is ${again ? '' : 'not '}loaded again`);
      if (again) follow(server.state());
      else if (panel !== undefined) isUnreachable(panel, reason);
    });
    return opened;
  }

  function load(url: string, why?: string): void {
    const go = () => {
      // What fails is told by did-fail-load.
      window?.loadURL(url).catch(() => undefined);
    };
    departure.means(why === undefined ? { go } : { go, why });
    go();
  }

  function showLocal(state: LocalState): void {
    sent += 1;
    local = state;
    load(LOCAL_PAGE, titleOf(state));
  }

  /** A server that is away says so itself. */
  function isUnreachable(address: string, reason: string): void {
    shown = undefined;
    const state = server.state();
    showLocal(state.kind === 'running' ? { kind: 'unreachable', address, reason } : state);
  }

  async function showPanel(): Promise<void> {
    const state = server.state();
    if (state.kind !== 'running') return;
    const { ready } = state;
    if (ready.panel === null) return showLocal({ kind: 'no-panel', issuer: ready.issuer });
    sent += 1;
    const mine = sent;
    const answer = await server.askOwnerSignIn();
    if ('refused' in answer) log(`the desktop's owner was not signed in: ${answer.refused}`);
    const place = placeToOpen({ ready, answer, seenPanel });
    if (mine === sent && place !== undefined) load(place);
  }

  /** The panel says by itself that the server is away, and goes on once it is back, with all that was typed in it. */
  function keepsPanel(state: ServerState): boolean {
    if (shown === undefined) return false;
    if (state.kind === 'running') return state.ready.panel === shown;
    return state.kind !== 'failed' && state.kind !== 'stopped';
  }

  function follow(state: ServerState): void {
    if (state.kind === 'starting' && state.so_far_s === 0) seenPanel = false;
    if (window === undefined || keepsPanel(state)) return;
    if (state.kind === 'running') void showPanel();
    else showLocal(state);
  }

  return {
    show() {
      if (window === undefined) {
        window = open();
        follow(server.state());
        return;
      }
      present(window);
    },
    isOpen: () => window !== undefined,
    panel: () => shown,
    follow,
    openAgain: () => void showPanel(),
    leave() {
      if (window === undefined) return Promise.resolve(true);
      const { promise, resolve } = Promise.withResolvers<boolean>();
      left = resolve;
      window.close();
      return promise;
    },
    destroy: () => window?.destroy(),
  };
}

function present(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** In the words that the panel has for its own ways. */
async function askToLeave(window: BrowserWindow, why: string | undefined): Promise<boolean> {
  present(window);
  const lost = 'What you typed on this screen is not saved yet. It will be lost.';
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: 'Leave without saving?',
    detail: why === undefined ? lost : `${why}. ${lost}`,
    buttons: ['Leave', 'Stay here'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

export function panelOf(state: ServerState): string | undefined {
  return state.kind === 'running' ? (state.ready.panel ?? undefined) : undefined;
}

function answerLocally(url: string, state: LocalState): Response {
  switch (url) {
    case LOCAL_PAGE:
      return answer(localPage(state), 'text/html; charset=utf-8');
    case `${LOCAL_PAGE}style.css`:
      return answer(LOCAL_STYLE, 'text/css; charset=utf-8');
    case `${LOCAL_PAGE}inter.woff2`:
      return answer(readFileSync(FONT), 'font/woff2');
    default:
      return new Response('', { status: 404 });
  }
}

function answer(body: string | Buffer<ArrayBuffer>, type: string): Response {
  return new Response(body, {
    headers: {
      'content-type': type,
      'content-security-policy': LOCAL_POLICY,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    },
  });
}
