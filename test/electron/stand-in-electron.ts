/**
 * A stand-in for the module `electron`, as far as the shell uses it: it remembers what it was told, and lets a test play
 * the person and the system. Its utility process is a real process of Node's, so the server in it is real.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter } from 'node:events';

export interface Offered {
  readonly userData: string;
  readonly packaged?: boolean;
  /** Another program of the same name runs already. */
  readonly isSecond?: boolean;
  /** Runs instead of the server: a module's path. */
  readonly serverProgram?: string;
}

export interface MenuRow {
  readonly label?: string;
  readonly enabled?: boolean;
  readonly checked?: boolean;
  readonly submenu?: readonly MenuRow[];
  readonly click?: (item: { readonly checked: boolean }) => void;
}

/** What `preventDefault` was asked of. */
export class Preventable {
  prevented = false;
  preventDefault(): void {
    this.prevented = true;
  }
}

export class StandInContents extends EventEmitter {
  /** Every address that the window was sent to. */
  readonly loaded: string[] = [];
  windowOpen: ((details: { url: string }) => { action: string }) | undefined;
  getURL(): string {
    return this.loaded.at(-1) ?? '';
  }
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpen = handler;
  }
}

export class StandInWindow extends EventEmitter {
  readonly webContents = new StandInContents();
  readonly options: Record<string, unknown>;
  shown = 0;
  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
  }
  loadURL(url: string): Promise<void> {
    this.webContents.loaded.push(url);
    this.webContents.emit('did-navigate', {}, url);
    this.emit('ready-to-show');
    return Promise.resolve();
  }
  show(): void {
    this.shown += 1;
  }
  focus(): void {}
  restore(): void {}
  isMinimized(): boolean {
    return false;
  }
  getNormalBounds() {
    return { x: 10, y: 20, width: 900, height: 700 };
  }
  /** As a person closes it. */
  close(): void {
    this.emit('close', new Preventable());
    this.emit('closed');
  }
}

export class StandInTray extends EventEmitter {
  image = '';
  tip = '';
  menu: readonly MenuRow[] = [];
  setImage(image: string): void {
    this.image = image;
  }
  setToolTip(tip: string): void {
    this.tip = tip;
  }
  setContextMenu(menu: readonly MenuRow[]): void {
    this.menu = menu;
  }
  /** Clicks on the row of this label. Throws where there is none. */
  choose(label: string, checked = false): void {
    const row = this.menu.find((candidate) => candidate.label === label);
    if (row?.click === undefined) throw new Error(`the tray has nothing to click that says ${label}`);
    row.click({ checked });
  }
}

class StandInApp extends EventEmitter {
  readonly isPackaged: boolean;
  readonly paths: Record<string, string>;
  readonly commandLine = { getSwitchValue: () => '' };
  readonly #isSecond: boolean;
  loginItem = false;
  /** Resolves when nothing keeps the program from ending. */
  readonly ended = Promise.withResolvers<void>();
  constructor({ userData, packaged = false, isSecond = false }: Offered) {
    super();
    this.isPackaged = packaged;
    this.#isSecond = isSecond;
    this.paths = { appData: userData, userData, downloads: userData };
  }
  getPath(name: string): string {
    return this.paths[name] ?? '';
  }
  setPath(name: string, path: string): void {
    this.paths[name] = path;
  }
  requestSingleInstanceLock(): boolean {
    return !this.#isSecond;
  }
  whenReady(): Promise<void> {
    return Promise.resolve();
  }
  getLoginItemSettings() {
    return { openAtLogin: this.loginItem, wasOpenedAtLogin: false };
  }
  setLoginItemSettings({ openAtLogin }: { openAtLogin: boolean }): void {
    this.loginItem = openAtLogin;
  }
  quit(): void {
    const event = new Preventable();
    this.emit('before-quit', event);
    if (!event.prevented) this.ended.resolve();
  }
}

class StandInUtilityProcess extends EventEmitter {
  readonly #child: ChildProcess;
  constructor(child: ChildProcess) {
    super();
    this.#child = child;
    child.on('message', (message) => this.emit('message', message));
    child.on('exit', (code) => this.emit('exit', code ?? 15));
  }
  get pid() {
    return this.#child.pid;
  }
  get stdout() {
    return this.#child.stdout;
  }
  get stderr() {
    return this.#child.stderr;
  }
  postMessage(message: object): void {
    // One that has just gone hears nothing, which is no fault.
    if (this.#child.connected) this.#child.send(message, () => undefined);
  }
  kill(): boolean {
    return this.#child.kill('SIGTERM');
  }
}

export type Call = (event: object, given: unknown) => unknown;

/** `module` is what `import 'electron'` answers; the rest is for the test. */
export function createStandIn(offered: Offered) {
  const app = new StandInApp(offered);
  const windows: StandInWindow[] = [];
  const trays: StandInTray[] = [];
  const forked: { readonly path: string; readonly args: readonly string[]; readonly process: StandInUtilityProcess }[] =
    [];
  const opened: string[] = [];
  const told: string[] = [];
  const copied: string[] = [];
  const calls = new Map<string, Call>();
  const schemes = new Map<string, (request: { url: string }) => Response>();
  const permissions: Record<string, (...given: never[]) => unknown> = {};
  let menu: readonly MenuRow[] = [];

  class BrowserWindow extends StandInWindow {
    constructor(options: Record<string, unknown>) {
      super(options);
      windows.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
  }
  class Tray extends StandInTray {
    constructor() {
      super();
      trays.push(this);
    }
  }

  const module = {
    app,
    BrowserWindow,
    Tray,
    Menu: {
      buildFromTemplate: (template: readonly MenuRow[]) => template,
      setApplicationMenu: (built: readonly MenuRow[]) => (menu = built),
    },
    clipboard: { writeText: (text: string) => Promise.resolve(void copied.push(text)) },
    dialog: {
      showMessageBox: ({ message }: { message: string }) => Promise.resolve(told.push(message)),
      showSaveDialog: ({ defaultPath }: { defaultPath: string }) =>
        Promise.resolve({ canceled: false, filePath: defaultPath }),
      showOpenDialog: () => Promise.resolve({ filePaths: [] }),
    },
    ipcMain: { handle: (channel: string, call: Call) => calls.set(channel, call) },
    nativeImage: { createEmpty: () => '', createFromPath: (path: string) => path },
    nativeTheme: Object.assign(new EventEmitter(), {
      shouldUseDarkColors: false,
      shouldUseDarkColorsForSystemIntegratedUI: false,
    }),
    net: { fetch: (url: string) => fetch(url) },
    protocol: {
      registerSchemesAsPrivileged: () => undefined,
      handle: (scheme: string, answer: (request: { url: string }) => Response) => schemes.set(scheme, answer),
    },
    screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler: never) => (permissions['request'] = handler),
        setPermissionCheckHandler: (handler: never) => (permissions['check'] = handler),
        setDevicePermissionHandler: (handler: never) => (permissions['device'] = handler),
      },
    },
    shell: {
      openExternal: (url: string) => Promise.resolve(void opened.push(url)),
      openPath: (path: string) => Promise.resolve(void opened.push(path)),
    },
    utilityProcess: {
      fork(path: string, args: readonly string[], { env }: { env: NodeJS.ProcessEnv }) {
        const child = fork(offered.serverProgram ?? path, args, { env, silent: true, execArgv: [] });
        const process = new StandInUtilityProcess(child);
        forked.push({ path, args, process });
        return process;
      },
    },
  };
  return { module, app, windows, trays, forked, opened, told, copied, calls, schemes, permissions, menu: () => menu };
}

export type StandIn = ReturnType<typeof createStandIn>;
