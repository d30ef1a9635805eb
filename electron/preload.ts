/** Runs before each page of the window, in the sandbox: puts the calls of shell-api.ts on `window.lanyard`, and nothing else. */
import { contextBridge, ipcRenderer } from 'electron';
import { channelOf, SHELL_CALLS, SHELL_GLOBAL, type ShellCall } from './shell-api.ts';

const calls = (Object.keys(SHELL_CALLS) as ShellCall[]).map((name) => {
  const call = (given: unknown): Promise<unknown> => ipcRenderer.invoke(channelOf(name), given);
  return [name, call] as const;
});

contextBridge.exposeInMainWorld(SHELL_GLOBAL, Object.fromEntries(calls));
