/** Where the one window may go, and who may call the shell: decided from addresses alone. */

/** The shell's own pages, which need no server. */
export const LOCAL_SCHEME = 'lanyard-shell';
export const LOCAL_PAGE = `${LOCAL_SCHEME}://page/`;

/** What a link on the shell's own page asks for: `lanyard-shell://do/restart`. */
export const LOCAL_ACTS = ['restart', 'open-again', 'open-in-browser', 'show-log', 'quit'] as const;
export type LocalAct = (typeof LOCAL_ACTS)[number];

export function addressOf(act: LocalAct): string {
  return `${LOCAL_SCHEME}://do/${act}`;
}

export interface Navigation {
  readonly to: string;
  /** The page that asks for it; empty where that is not known. */
  readonly from: string;
  /** The running panel's address; undefined where there is none. */
  readonly panel: string | undefined;
  readonly isMainFrame: boolean;
  /** A server's answer leads there, not a click. */
  readonly isRedirect: boolean;
}

export type Verdict =
  | { readonly kind: 'stay' }
  /** For the person's own browser. */
  | { readonly kind: 'browser'; readonly url: string }
  | { readonly kind: 'act'; readonly act: LocalAct }
  | { readonly kind: 'refuse' };

export function judgeNavigation({ to, from, panel, isMainFrame, isRedirect }: Navigation): Verdict {
  if (isOnOrigin(to, panel)) return { kind: 'stay' };
  if (!isMainFrame || isRedirect) return { kind: 'refuse' };
  const act = LOCAL_ACTS.find((candidate) => to === addressOf(candidate));
  // From the shell's own page alone: no page that a server sent may quit the program by a link.
  if (act !== undefined) return from.startsWith(LOCAL_PAGE) ? { kind: 'act', act } : { kind: 'refuse' };
  const url = forBrowser(to);
  return url === undefined ? { kind: 'refuse' } : { kind: 'browser', url };
}

const OUTSIDE: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** The address, normalised, when it may be handed to the system: never a program, a file or another scheme's handler. */
export function forBrowser(address: string): string | undefined {
  const url = URL.parse(address);
  if (url === null || !OUTSIDE.has(url.protocol) || url.username !== '' || url.password !== '') return undefined;
  return url.href;
}

/** `panel` is any address on the origin that counts. */
export function isOnOrigin(address: string, panel: string | undefined): boolean {
  const origin = panel === undefined ? undefined : URL.parse(panel)?.origin;
  return origin !== undefined && origin !== 'null' && URL.parse(address)?.origin === origin;
}

/** What of Electron's WebFrameMain tells who calls. */
export interface CallingFrame {
  readonly url: string;
  readonly parent: unknown;
}

/** Only the panel itself, at its top: no frame in it, no other page of the server, no page from elsewhere. */
export function isPanel(frame: CallingFrame | null, panel: string | undefined): boolean {
  if (frame === null || frame.parent !== null || panel === undefined) return false;
  const at = URL.parse(frame.url);
  const home = URL.parse(panel);
  return at !== null && home !== null && at.origin === home.origin && at.pathname.startsWith(home.pathname);
}

/** Everything is denied but that the panel copies what a person told it to copy. */
export function allowsPermission(permission: string, asking: string, panel: string | undefined): boolean {
  return permission === 'clipboard-sanitized-write' && isOnOrigin(asking, panel);
}
