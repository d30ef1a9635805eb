/**
 * Reads CPU profiles: which functions of which files a path spends its time in, by itself and by group.
 * `node test/bench/read-profile.ts DIRECTORY` prints it for every profile in there.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tableLines } from './table.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const BIGGEST = 10;
/** Time without work, and the profiler's own. */
const APART = 'apart';

/** As V8 writes it. Lines and columns count from 0. */
interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: {
      readonly functionName: string;
      readonly url: string;
      readonly lineNumber: number;
      readonly columnNumber: number;
    };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  /** Microseconds before the sample of the same index. */
  readonly timeDeltas: readonly number[];
}

type ProfileNode = CpuProfile['nodes'][number];
type CallFrame = ProfileNode['callFrame'];

interface SelfTime {
  readonly name: string;
  readonly file: string;
  readonly group: string;
  readonly self_us: number;
}

/** The first that fits a function's file, or V8's own name for what is in none. What is native counts for its caller. */
const GROUPS: readonly (readonly [fits: RegExp, group: string])[] = [
  [/^\(garbage collector\)$/, 'gc'],
  [/^\(idle\)$|^node:inspector|\/probe\.js$/, APART],
  [/^\(/, 'native'],
  [/^server\/storage\/file\/|^node:(internal\/)?fs/, 'journal'],
  [/^server\//, 'ours'],
  [/^node:(_http|http|net|internal\/(http|net|stream|js_stream|streams))|^node:(stream|_stream)/, 'node:http'],
  [/^node:(internal\/)?crypto/, 'crypto'],
  [/^node:/, 'node'],
  [/node_modules\//, 'packages'],
];

/** Lines of Markdown: the groups, and the functions with the biggest self times. */
export function profileLines(title: string, file: string): readonly string[] {
  const times = selfTimes(JSON.parse(readFileSync(file, 'utf8')) as CpuProfile);
  const busy = times.filter(({ group }) => group !== APART);
  const total = sum(busy);
  const percent = (part: number) => (part / total) * 100;
  const groups = [...Map.groupBy(busy, ({ group }) => group)]
    .map(([group, members]) => [group, percent(sum(members))] as const)
    .toSorted(([, a], [, b]) => b - a)
    .map(([group, share]) => `${group} ${share.toFixed(1)} %`);
  const idle = sum(times) - total;
  return [
    '',
    `### Profile: ${title}`,
    '',
    `${groups.join(', ')} (of the time in which the main thread was busy: ${((total / (total + idle)) * 100).toFixed(0)} %)`,
    '',
    ...tableLines({
      columns: ['self %', 'function', 'file', 'group'],
      rows: busy.slice(0, BIGGEST).map(({ name, file: at, group, self_us }) => [percent(self_us), name, at, group]),
    }),
  ];
}

function sum(times: readonly SelfTime[]): number {
  return times.reduce((total, { self_us }) => total + self_us, 0);
}

/** The biggest first. What V8 lists by where it was called from is added up. */
function selfTimes({ nodes, samples, timeDeltas }: CpuProfile): readonly SelfTime[] {
  const places = placesOf(nodes);
  const times = new Map<string, SelfTime>();
  for (const [at, id] of samples.entries()) {
    const place = places.get(id);
    if (place === undefined) continue;
    const key = `${place.name} ${place.file}`;
    const self_us = (times.get(key)?.self_us ?? 0) + (timeDeltas[at] ?? 0);
    times.set(key, { ...place, group: groupOf(place.file), self_us });
  }
  return [...times.values()].toSorted((a, b) => b.self_us - a.self_us);
}

/** Of each node its function, and its file: for what is native the file of its caller, and for what is in none V8's name. */
function placesOf(nodes: CpuProfile['nodes']): ReadonlyMap<number, Pick<SelfTime, 'name' | 'file'>> {
  const sourceOf = sources();
  const callers = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node] as const)));
  const fileOf = (node: ProfileNode): string => {
    const { url, functionName } = node.callFrame;
    if (url !== '' || functionName.startsWith('(')) return url === '' ? functionName : sourceOf(node.callFrame);
    const caller = callers.get(node.id);
    return caller === undefined ? '(native)' : fileOf(caller);
  };
  return new Map(
    nodes.map((node) => {
      const { url, functionName } = node.callFrame;
      const name = functionName === '' ? '(anonymous)' : functionName;
      const native = url === '' && !name.startsWith('(');
      return [node.id, { name: native ? `${name} (native)` : name, file: fileOf(node) }];
    }),
  );
}

function groupOf(file: string): string {
  return GROUPS.find(([fits]) => fits.test(file))?.[1] ?? 'native';
}

/** The file that a function was written in, for what lies in the bundle as well. */
function sources(): (frame: CallFrame) => string {
  const maps = new Map<string, SourceMap | undefined>();
  const known = new Map<string, string>();
  return (frame) => {
    const { url, lineNumber, columnNumber } = frame;
    if (!url.startsWith('file:')) return url;
    const place = `${url}:${lineNumber}:${columnNumber}`;
    const before = known.get(place);
    if (before !== undefined) return before;
    if (!maps.has(url)) maps.set(url, mapOf(url));
    const found = maps.get(url)?.findEntry(lineNumber, columnNumber);
    const path =
      found !== undefined && 'originalSource' in found
        ? resolve(fileURLToPath(url), '..', found.originalSource)
        : fileURLToPath(url);
    const shown = path.startsWith(`${ROOT}/`) ? path.slice(ROOT.length + 1) : path;
    known.set(place, shown);
    return shown;
  };
}

function mapOf(url: string): SourceMap | undefined {
  try {
    const payload = JSON.parse(readFileSync(`${fileURLToPath(url)}.map`, 'utf8')) as ConstructorParameters<
      typeof SourceMap
    >[0];
    return new SourceMap(payload);
  } catch {
    return undefined;
  }
}

if (import.meta.main) {
  const directory = process.argv[2] ?? '.';
  for (const name of readdirSync(directory)
    .filter((entry) => entry.endsWith('.cpuprofile'))
    .toSorted()) {
    const lines = profileLines(basename(name, '.cpuprofile'), join(directory, name));
    process.stdout.write(`${lines.join('\n')}\n`);
  }
}
