/** The names that this machine's own file of hosts knows, which every other program here looks at before it asks anybody. */
import { readFile, stat } from 'node:fs/promises';
import { isIP } from 'node:net';

/** Answers the addresses of a name; none where the file does not know it, or can't be read. */
export type KnownHosts = (host: string) => Promise<readonly string[]>;

/** Where it is on this platform. hosts(5) */
export function hostsFile(platform: NodeJS.Platform, systemRoot = 'C:\\Windows'): string {
  return platform === 'win32' ? `${systemRoot}\\System32\\drivers\\etc\\hosts` : '/etc/hosts';
}

/** Lists of advertisers make such files long, so that one is read again only after it has changed. */
export function createKnownHosts(file: string): KnownHosts {
  let read = { changed: Number.NaN, hosts: new Map<string, readonly string[]>() };
  return async (host) => {
    try {
      const { mtimeMs: changed } = await stat(file);
      if (changed !== read.changed) read = { changed, hosts: readHosts(await readFile(file, 'utf8')) };
    } catch {
      // No such file: then it knows nobody.
      return [];
    }
    return read.hosts.get(host.toLowerCase()) ?? [];
  };
}

/** Each line is an address and its names; `#` begins a remark. Names in lower case. */
export function readHosts(text: string): Map<string, readonly string[]> {
  const hosts = new Map<string, readonly string[]>();
  for (const line of text.split(/\r?\n/)) {
    const [address = '', ...names] = line.replace(/#.*$/, '').trim().split(/\s+/);
    if (isIP(address) === 0) continue;
    for (const name of names.map((each) => each.toLowerCase())) hosts.set(name, [...(hosts.get(name) ?? []), address]);
  }
  return hosts;
}
