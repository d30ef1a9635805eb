/** What holds for every page in this program, whoever opens it: the lock on Electron's doors. */
import { app, type Session, type WebContents, type WebPreferences } from 'electron';
import { allowsPermission, forBrowser, judgeNavigation, type LocalAct } from './navigation.ts';
import { PRELOAD } from './places.ts';

export const WEB_PREFERENCES: WebPreferences = {
  preload: PRELOAD,
  contextIsolation: true,
  sandbox: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  devTools: !app.isPackaged,
};

export interface Lock {
  /** The running panel's address; undefined where there is none. */
  panel(): string | undefined;
  openInBrowser(url: string): void;
  /** Somebody clicked on a link of the shell's own page. */
  act(act: LocalAct): void;
}

/** For all pages that come to be, also those that nobody meant to open. */
export function lockEveryPage(lock: Lock): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-attach-webview', (event) => event.preventDefault());
    lockNavigation(contents, lock);
  });
}

export function lockSession(session: Session, lock: Lock): void {
  session.setPermissionRequestHandler((_contents, permission, decide, { requestingUrl }) => {
    decide(allowsPermission(permission, requestingUrl, lock.panel()));
  });
  session.setPermissionCheckHandler((_contents, permission, origin) =>
    allowsPermission(permission, origin, lock.panel()),
  );
  session.setDevicePermissionHandler(() => false);
}

function lockNavigation(contents: WebContents, lock: Lock): void {
  contents.on('will-frame-navigate', (details) => {
    const { url: to, isMainFrame, initiator } = details;
    // The page that asks, and not the address that the window is on its way to: a page could ask while it is replaced.
    const from = initiator?.url ?? '';
    const verdict = judgeNavigation({ to, from, panel: lock.panel(), isMainFrame, isRedirect: false });
    if (verdict.kind === 'stay') return;
    details.preventDefault();
    if (verdict.kind === 'browser') lock.openInBrowser(verdict.url);
    if (verdict.kind === 'act') lock.act(verdict.act);
  });
  contents.on('will-redirect', (details) => {
    const { url: to, isMainFrame } = details;
    const verdict = judgeNavigation({ to, from: '', panel: lock.panel(), isMainFrame, isRedirect: true });
    if (verdict.kind !== 'stay') details.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    const outside = forBrowser(url);
    if (outside !== undefined) lock.openInBrowser(outside);
    return { action: 'deny' };
  });
}
