/** The entry of the desktop program, where it is put together: server, window, tray, menu and what they do to each other. */
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { app, clipboard, dialog, ipcMain, Menu, net, session, shell, utilityProcess } from 'electron';
import { SERVER_FLAGS } from '../server/contract/process-flags.ts';
import { autostartOf } from './autostart.ts';
import { type Desktop, readCommandLine } from './command-line.ts';
import { askHealth, createHealthWatch } from './health.ts';
import { applicationMenu } from './menu.ts';
import type { LocalAct } from './navigation.ts';
import { SERVER_ENTRY } from './places.ts';
import { runHeadless } from './run-headless.ts';
import { serverEnvironment } from './server-environment.ts';
import { lockEveryPage, lockSession } from './security.ts';
import type { ServerChild } from './server-run.ts';
import { type ServerState, superviseServer } from './server-process.ts';
import { createShellHandlers, installShellHandlers } from './shell-handlers.ts';
import { openShellLog } from './shell-log.ts';
import { openShellMemory } from './shell-memory.ts';
import { createTray } from './tray.ts';
import { trayView } from './tray-view.ts';
import { SHELL_UP, welcome } from './welcome.ts';
import { createMainWindow, panelOf, registerLocalScheme } from './window.ts';

const GOES_ON = 'Lanyard goes on serving';
const GOES_ON_DETAIL =
  'Closing the window does not stop it: people can still sign in. You find it in the system’s bar, and “Quit Lanyard” ' +
  'there ends it. Starting the program again brings this window back.';

const asked = readCommandLine({ argv: process.argv, packaged: app.isPackaged });

if (asked.kind === 'refused') {
  // Before Electron is ready, so that nothing listens yet.
  process.stderr.write(`lanyard: the installed program takes no ${asked.switch_}\n`);
  process.exit(2);
}

if (asked.kind === 'headless') {
  // Waited for here: Electron looks for a display only after its entry has been read to the end.
  process.exit(await runHeadless(SERVER_ENTRY, asked.args, serverEnvironment(app.isPackaged)));
}

// Away from the folder where the server keeps its data, which on macOS would be this one.
const named = app.commandLine.getSwitchValue('user-data-dir');
app.setPath('userData', named === '' ? join(app.getPath('appData'), 'Lanyard Desktop') : resolve(named));

const isHidden = asked.hidden || (process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin);

if (app.requestSingleInstanceLock({ hidden: isHidden })) {
  registerLocalScheme();
  void app.whenReady().then(() => {
    if (asked.announce) process.stdout.write(`${SHELL_UP}\n`);
    runShell({ ...asked, hidden: isHidden });
  });
} else {
  if (asked.announce) process.stdout.write(`${SHELL_UP}\nLanyard is open already; its window has come to the front.\n`);
  app.quit();
}

function runShell({ args, hidden, announce }: Desktop): void {
  const userData = app.getPath('userData');
  const logFile = join(userData, 'logs', 'server.log');
  const complain = (line: string) => void process.stderr.write(`lanyard: ${line}\n`);
  const log = openShellLog(logFile, complain);
  const memory = openShellMemory(join(userData, 'shell.json'), complain);
  const autostart = autostartOf({
    platform: process.platform,
    packaged: app.isPackaged,
    loginItems: app,
    env: process.env,
    home: homedir(),
    executable: process.execPath,
  });
  let leaving: 'no' | 'asking' | 'stopping' | 'now' = 'no';

  const server = superviseServer({
    fork: () => forkServer(args, log.add),
    force: endByForce,
    onState: follow,
    onLine(line) {
      log.add(line);
      if (announce) process.stderr.write(`${line}\n`);
    },
  });
  const lock = { panel: () => panelOf(server.state()) ?? window.panel(), openInBrowser, act };
  lockEveryPage(lock);
  lockSession(session.defaultSession, lock);
  const window = createMainWindow({ server, memory, log: log.add, onClosed: tellOnce });
  const tray = createTray(autostart, {
    open: () => window.show(),
    copyAddress: (address) => void clipboard.writeText(address),
    setAutostart(on) {
      try {
        autostart?.set(on);
      } catch (error) {
        log.add(`starting with this computer could not be changed: ${String(error)}`);
      }
      // What it shows is read anew.
      tray.show(trayView(server.state(), health.now()));
    },
    restart: () => void server.restart(),
    showLog,
    quit: () => app.quit(),
  });
  const health = createHealthWatch((now) => tray.show(trayView(server.state(), now)));
  const acts: Readonly<Record<LocalAct, () => void>> = {
    restart: () => void server.restart(),
    'open-again': () => window.openAgain(),
    'open-in-browser': openPanelInBrowser,
    'show-log': showLog,
    quit: () => app.quit(),
  };

  function act(name: LocalAct): void {
    acts[name]();
  }

  function showLog(): void {
    log.flush();
    void shell.openPath(logFile).then((fault) => {
      if (fault !== '') shell.showItemInFolder(logFile);
    });
  }

  function openPanelInBrowser(): void {
    const panel = lock.panel();
    if (panel !== undefined) openInBrowser(panel);
  }

  function follow(state: ServerState): void {
    if (state.kind === 'running') {
      health.watch(() => askHealth(state.ready.panel ?? state.ready.issuer, (url) => net.fetch(url)));
      if (announce) process.stdout.write(`${welcome(state.ready, 'Quit Lanyard, or press Ctrl C, to stop.')}\n`);
    } else {
      health.rest();
    }
    tray.show(trayView(state, health.now()));
    // Whoever can't sign in has to be told why, even if nobody asked for the window.
    if (state.kind === 'failed' && !window.isOpen()) window.show();
    else window.follow(state);
  }

  function tellOnce(): void {
    if (leaving !== 'no' || memory.recall().told_about_closing) return;
    memory.remember({ told_about_closing: true });
    void dialog.showMessageBox({ type: 'info', message: GOES_ON, detail: GOES_ON_DETAIL, buttons: ['OK'] });
  }

  installShellHandlers(
    ipcMain,
    createShellHandlers({
      autostart,
      downloads: () => app.getPath('downloads'),
      copyText: (text) => clipboard.writeText(text),
      askWhereToSave,
      showLog,
      panel: lock.panel,
      askOwnerSignIn: () => server.askOwnerSignIn(),
    }),
    lock.panel,
  );
  const menu = applicationMenu(process.platform, { openInBrowser: openPanelInBrowser, showLog });
  Menu.setApplicationMenu(Menu.buildFromTemplate(menu));

  // Two starts at sign-in to the computer are no wish to see the window.
  app.on('second-instance', (_event, _argv, _folder, second) => {
    if (!isHiddenStart(second)) window.show();
  });
  app.on('activate', () => window.show());
  // Without a window it goes on serving.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', (event) => {
    if (leaving === 'now') return;
    event.preventDefault();
    void leave();
  });
  // Whoever sends a signal does not sit before the window, to be asked anything.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      void leave();
      window.destroy();
    });
  }

  /** The person is asked while there is still a server to save with. */
  async function leave(): Promise<void> {
    if (leaving !== 'no') return;
    leaving = 'asking';
    if (!(await window.leave())) {
      leaving = 'no';
      return;
    }
    leaving = 'stopping';
    await server.stop();
    log.flush();
    leaving = 'now';
    app.quit();
  }

  server.start();
  if (!hidden) window.show();
}

function forkServer(args: readonly string[], log: (line: string) => void): ServerChild {
  const child = utilityProcess.fork(SERVER_ENTRY, ['serve', ...args], {
    stdio: 'pipe',
    execArgv: [...SERVER_FLAGS],
    serviceName: 'Lanyard server',
    env: serverEnvironment(app.isPackaged),
  });
  // Its exit follows.
  child.on('error', (kind, location) => log(`the server's process failed (${kind} at ${location})`));
  return child;
}

function endByForce(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has gone meanwhile.
  }
}

function openInBrowser(url: string): void {
  void shell.openExternal(url);
}

async function askWhereToSave(defaultPath: string): Promise<string | undefined> {
  const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath });
  return canceled ? undefined : filePath;
}

function isHiddenStart(said: unknown): boolean {
  return typeof said === 'object' && said !== null && 'hidden' in said && said.hidden === true;
}
