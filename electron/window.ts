/** The one window: the panel while the server runs, the shell's own page while it does not. */
import { readFileSync } from 'node:fs';
import { BrowserWindow, protocol, screen } from 'electron';
import { LOCAL_POLICY, LOCAL_STYLE, localPage, type LocalState } from './local-page.ts';
import { isPanel, LOCAL_PAGE, LOCAL_SCHEME } from './navigation.ts';
import { FONT, iconFile } from './places.ts';
import { placeToOpen } from './place-to-open.ts';
import { WEB_PREFERENCES } from './security.ts';
import type { ServerProcess, ServerState } from './server-process.ts';
import type { ShellMemory } from './shell-memory.ts';
import { boundsFor, SMALLEST } from './window-bounds.ts';

/** A navigation that another one overtook. */
const ABORTED = -3;

export interface MainWindow {
  /** Opens it, or brings it to the front. */
  show(): void;
  isOpen(): boolean;
  /** Shows what the server's state asks for, if the window is open. */
  follow(state: ServerState): void;
  /** Goes to a one-time address that signs the owner in; false where the server refuses. */
  signIn(): Promise<boolean>;
  /** Tries the panel once more. */
  openAgain(): void;
}

export interface WindowOptions {
  readonly server: ServerProcess;
  readonly memory: ShellMemory;
  readonly log: (line: string) => void;
  /** The window is about to close by a person's hand. */
  readonly onClose: () => void;
}

/** Before the program is ready; the scheme has no rights but to be a secure origin of its own. */
export function registerLocalScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: LOCAL_SCHEME, privileges: { standard: true, secure: true } }]);
}

export function createMainWindow({ server, memory, log, onClose }: WindowOptions): MainWindow {
  let window: BrowserWindow | undefined;
  let local: LocalState = { kind: 'starting', so_far_s: 0 };
  let seenPanel = false;
  /** Counts what the window was sent to, so that an answer that comes late leads nowhere. */
  let sent = 0;

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
      onClose();
    });
    opened.on('closed', () => {
      window = undefined;
      sent += 1;
    });
    const contents = opened.webContents;
    contents.on('did-navigate', (_event, url) => {
      const { kind } = server.state();
      if (kind === 'running' && isPanel({ url, parent: null }, panelOf(server.state()))) seenPanel = true;
    });
    contents.on('did-fail-load', (_event, code, reason, address, isMainFrame) => {
      if (!isMainFrame || code === ABORTED || address.startsWith(LOCAL_PAGE)) return;
      // The query of a one-time address is nobody's to read.
      showLocal({ kind: 'unreachable', address: address.split('?')[0] ?? '', reason });
    });
    contents.on('render-process-gone', (_event, { reason }) => {
      log(`the window's page ended (${reason}) and is loaded again`);
      follow(server.state());
    });
    return opened;
  }

  function load(url: string): void {
    // What fails is told by did-fail-load.
    window?.loadURL(url).catch(() => undefined);
  }

  function showLocal(state: LocalState): void {
    sent += 1;
    local = state;
    load(LOCAL_PAGE);
  }

  async function showPanel(): Promise<boolean> {
    const state = server.state();
    if (state.kind !== 'running') return false;
    const { ready } = state;
    if (ready.panel === null) {
      showLocal({ kind: 'no-panel', issuer: ready.issuer });
      return false;
    }
    sent += 1;
    const mine = sent;
    const answer = await server.askOwnerSignIn();
    if ('refused' in answer) log(`the desktop's owner was not signed in: ${answer.refused}`);
    const place = placeToOpen({ ready, answer, seenPanel });
    if (mine !== sent || place === undefined) return false;
    load(place);
    return 'url' in answer;
  }

  function follow(state: ServerState): void {
    if (state.kind === 'starting' && state.so_far_s === 0) seenPanel = false;
    if (window === undefined) return;
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
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    isOpen: () => window !== undefined,
    follow,
    signIn: showPanel,
    openAgain: () => void showPanel(),
  };
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
