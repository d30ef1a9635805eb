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
  /** Nothing on this computer opens a file of text. */
  readonly opensNothing?: boolean;
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
  /** The page has a form with something unsaved in it, and objects when it is to go. */
  holdsUnsaved = false;
  windowOpen: ((details: { url: string }) => { action: string }) | undefined;
  setWindowOpenHandler(handler: (details: { url: string }) => { action: string }): void {
    this.windowOpen = handler;
  }
  /** False where the page stays. */
  go(url: string): boolean {
    if (!this.mayGo()) return false;
    this.loaded.push(url);
    this.emit('did-navigate', {}, url);
    return true;
  }
  reload(): void {
    this.go(this.loaded.at(-1) ?? '');
  }
  mayGo(): boolean {
    if (this.holdsUnsaved) {
      const event = new Preventable();
      this.emit('will-prevent-unload', event);
      if (!event.prevented) return false;
    }
    this.holdsUnsaved = false;
    return true;
  }
  /** As a person clicks on a link of the page `from`, or the page itself goes there. Answers whether it got there. */
  click(url: string, from: string, isMainFrame = true): boolean {
    const details = Object.assign(new Preventable(), { url, isMainFrame, initiator: { url: from } });
    this.emit('will-frame-navigate', details);
    return !details.prevented && this.go(url);
  }
}

export class StandInWindow extends EventEmitter {
  readonly webContents = new StandInContents();
  readonly options: Record<string, unknown>;
  shown = 0;
  isClosed = false;
  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
  }
  loadURL(url: string): Promise<void> {
    if (!this.webContents.go(url)) return Promise.reject(new Error('ERR_ABORTED (-3)'));
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
  /** As a person closes it, or the program. */
  close(): void {
    this.emit('close', new Preventable());
    if (this.webContents.mayGo()) this.destroy();
  }
  destroy(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    this.emit('closed');
  }
}

/** A question that stands on the screen. */
export interface Question {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
  /** Clicks on the button of this label. */
  choose(label: string): void;
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
  readonly windows: StandInWindow[] = [];
  loginItem = false;
  /** What a first program would be told of this one. */
  told: unknown;
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
  requestSingleInstanceLock(told: unknown): boolean {
    this.told = told;
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
    if (event.prevented) return;
    for (const window of this.windows) if (!window.isClosed) window.close();
    // A page that objects keeps its window, and with it the program.
    if (this.windows.every(({ isClosed }) => isClosed)) this.ended.resolve();
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

interface Said {
  readonly message: string;
  readonly detail?: string;
  readonly buttons: readonly string[];
}

export type Call = (event: object, given: unknown) => unknown;

/** `module` is what `import 'electron'` answers; the rest is for the test. */
export function createStandIn(offered: Offered) {
  const app = new StandInApp(offered);
  const { windows } = app;
  const trays: StandInTray[] = [];
  const forked: { readonly path: string; readonly args: readonly string[]; readonly process: StandInUtilityProcess }[] =
    [];
  const opened: string[] = [];
  const told: string[] = [];
  const asked: Question[] = [];
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
      /** One with a window before it is a question; another one only tells something. */
      showMessageBox(...given: readonly [Said] | readonly [StandInWindow, Said]) {
        if (given.length === 1) return Promise.resolve({ response: told.push(given[0].message) - 1 });
        const { message, detail = '', buttons } = given[1];
        return new Promise((done) => {
          asked.push({ message, detail, buttons, choose: (label) => done({ response: buttons.indexOf(label) }) });
        });
      },
      showSaveDialog: ({ defaultPath }: { defaultPath: string }) =>
        Promise.resolve({ canceled: false, filePath: defaultPath }),
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
      openPath(path: string) {
        opened.push(path);
        return Promise.resolve(offered.opensNothing === true ? 'there is no application for it' : '');
      },
      showItemInFolder: (path: string) => opened.push(`the folder of ${path}`),
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
  return {
    module,
    app,
    windows,
    trays,
    forked,
    opened,
    told,
    asked,
    copied,
    calls,
    schemes,
    permissions,
    menu: () => menu,
  };
}

export type StandIn = ReturnType<typeof createStandIn>;
