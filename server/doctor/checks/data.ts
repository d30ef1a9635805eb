/** The data directory as a folder: whose it is, who may look into it, whether it has room, and who is using it. */
import type { Stats } from 'node:fs';
import { access, constants, stat, statfs } from 'node:fs/promises';
import { countInWords, sizeInWords } from '../in-words.ts';
import { judgeSpace } from '../judge-space.ts';
import type { Check, Examined, Finding } from './check.ts';

export const data: Check = {
  name: 'data',
  async run({ config: { dataDir }, store }) {
    const stats = await stat(dataDir).catch(codeOf);
    if (typeof stats === 'string') return [absent(dataDir, stats)];
    if (!stats.isDirectory()) {
      return [{ level: 'problem', found: `${dataDir} is not a folder.`, advice: 'Name another with --data-dir.' }];
    }
    const space = await judgeFreeSpace(dataDir, store);
    return [
      ...(await judgeRights(dataDir, stats)),
      ...(await judgeStoreFolder(store)),
      ...judgeOwners(store),
      space,
      holderOf(store),
    ];
  },
};

function absent(dataDir: string, code: string): Finding {
  if (code === 'ENOENT') {
    return {
      level: 'warning',
      found: `${dataDir} does not exist yet.`,
      advice: 'The first start makes it. If Lanyard has run before, name its folder with --data-dir.',
    };
  }
  const advice = 'Run the doctor as the account that runs Lanyard, or name another folder with --data-dir.';
  return { level: 'problem', found: `${dataDir} can’t be looked at (${code}).`, advice };
}

async function judgeRights(dataDir: string, { mode, uid }: Stats): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const refused = await access(dataDir, constants.R_OK | constants.W_OK | constants.X_OK).then(() => undefined, codeOf);
  if (refused !== undefined) {
    const advice =
      refused === 'EROFS'
        ? 'The disk is read-only: make it writable, or nobody can sign in.'
        : 'Run the doctor as the account that runs Lanyard, or give the folder to this account.';
    findings.push({ level: 'problem', found: `${dataDir} can’t be written by this account (${refused}).`, advice });
  }
  if (process.platform === 'win32') return findings;
  const STICKY = 0o1000;
  if ((mode & 0o022) !== 0 && (mode & STICKY) === 0) {
    findings.push({
      level: 'problem',
      found: `Other accounts may add and remove files in ${dataDir} (mode ${shown(mode)}), and so replace everything.`,
      advice: `Run: chmod go-w '${dataDir}'`,
    });
  }
  const own = process.getuid?.();
  if (own !== undefined && uid !== own) {
    findings.push({
      level: 'warning',
      found: `${dataDir} belongs to another account (number ${uid}) than the one that runs the doctor (${own}).`,
      advice: 'Run the doctor, and Lanyard, as the account that owns the folder.',
    });
  }
  return findings;
}

async function judgeStoreFolder({ directory }: Store): Promise<readonly Finding[]> {
  if (process.platform === 'win32') return [];
  const stats = await stat(directory).catch(codeOf);
  if (typeof stats === 'string') return [];
  if ((stats.mode & 0o077) === 0) return [{ level: 'ok', found: `${directory} is closed to other accounts.` }];
  return [
    {
      level: 'problem',
      found: `Other accounts may look into ${directory} (mode ${shown(stats.mode)}); password hashes lie there.`,
      advice: `Run: chmod 700 '${directory}' (a start of Lanyard does the same).`,
    },
  ];
}

/** Somebody started Lanyard once as root: the next start as usual can't read what that one wrote. */
function judgeOwners({ files, contents }: Store): readonly Finding[] {
  if (process.platform === 'win32' || contents.kind === 'none') return [];
  const owners = [...new Set(files.filter(({ ours }) => ours).map(({ uid }) => uid))];
  if (owners.length < 2) return [];
  return [
    {
      level: 'warning',
      found: `The store’s files belong to ${owners.length} accounts (numbers ${owners.join(', ')}).`,
      advice: 'Give all of them to the account that runs Lanyard, or it can’t open them.',
    },
  ];
}

async function judgeFreeSpace(dataDir: string, { files }: Store): Promise<Finding> {
  const { bavail, bsize } = await statfs(dataDir);
  const stored = files.filter(({ ours }) => ours).reduce((sum, { bytes }) => sum + bytes, 0);
  return judgeSpace(bavail * bsize, stored);
}

function holderOf({ holder, files }: Store): Finding {
  switch (holder.kind) {
    case 'running':
      return { level: 'ok', found: `Lanyard is running with it (process ${holder.pid}).` };
    case 'nobody': {
      const size = files.reduce((sum, { bytes }) => sum + bytes, 0);
      const what = `${countInWords(files.length, 'file', 'files')}, ${sizeInWords(size)}`;
      return { level: 'ok', found: `No Lanyard is running with it (${what}).` };
    }
    case 'gone':
      return {
        level: 'warning',
        found: `Lanyard did not end properly the last time (process ${holder.pid} is gone, its lock is still there).`,
        advice: 'Nothing to do: the next start takes the lock over. A power failure or a kill does this.',
      };
    case 'unreadable':
      return {
        level: 'warning',
        found: 'The lock names no process, as a power failure leaves it.',
        advice: 'Nothing to do: the next start takes it over.',
      };
    default:
      return holder satisfies never;
  }
}

type Store = Examined['store'];

function shown(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, '0');
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
}
