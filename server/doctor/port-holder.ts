/** Which process listens on a port, where the system says so to everybody: on Linux, for processes that we may look at. */
import { readdir, readFile, readlink } from 'node:fs/promises';

/** Its pid; undefined where that can't be known. */
export async function listenerOn(port: number): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/net/${name}`, 'latin1').catch(() => '')),
  );
  const sockets = new Set(tables.flatMap((table) => listeningSockets(table, port)).map((inode) => `socket:[${inode}]`));
  if (sockets.size === 0) return undefined;
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids) if (await holdsOneOf(pid, sockets)) return Number(pid);
  return undefined;
}

/** The inodes in proc_net_tcp(5): local address and port in hexadecimal, then the peer's, the state, and the inode as tenth. */
function listeningSockets(table: string, port: number): readonly string[] {
  const ending = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(ending) === true && state === LISTENING)
    .flatMap((fields) => fields[9] ?? []);
}

const LISTENING = '0A';

async function holdsOneOf(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  const links = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => '')));
  return links.some((link) => sockets.has(link));
}
