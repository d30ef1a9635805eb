/**
 * `npm run bench [-- --only NAME] [--rounds N] [--seconds N] [--connections N] [--starts N] [--soak [MINUTES]]
 * [--json FILE] [--profile DIRECTORY] [--against FILE]`: Lanyard beside the certified Node provider, or beside another
 * build of itself, in turns within one run, so that the machine's moods hit both. Quotes medians and their ratios. NAME is an experiment or a part of a path's name.
 */
import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { ensureBuilt } from '../../build/ensure-built.ts';
import { findChromium, NO_CHROMIUM } from '../../build/find-chromium.ts';
import { moveToLoadCore } from './cores.ts';
import { type Experiment, isMet, say, type Section } from './experiment.ts';
import { hasWrk } from './load.ts';
import { builds } from './measure-builds.ts';
import { floods } from './measure-flood.ts';
import { growth } from './measure-growth.ts';
import { lists } from './measure-lists.ts';
import { memory } from './measure-memory.ts';
import { panel } from './measure-panel.ts';
import { paths } from './measure-paths.ts';
import { soak } from './measure-soak.ts';
import { startup } from './measure-startup.ts';
import { tracer } from './measure-tracer.ts';
import { readOptions } from './options.ts';
import { goalTable, tableLines } from './table.ts';

const EXPERIMENTS: readonly Experiment[] = [paths, startup, memory, growth, floods, panel, lists, tracer, soak];

const asked = readOptions(process.argv.slice(2));
const wanted = builds.wanted(asked) ? [builds] : EXPERIMENTS.filter((experiment) => experiment.wanted(asked));
const reason = whyNot();
if (reason === undefined) await runAll();
else {
  process.stderr.write(`${reason}\n`);
  process.exitCode = 1;
}

function whyNot(): string | undefined {
  if (wanted.length === 0) return `nothing here is called ${asked.only}`;
  if (!hasWrk()) return 'The benchmark needs wrk: apt-get install wrk';
  if (wanted.includes(panel) && findChromium() === undefined) return `The benchmark needs a browser: ${NO_CHROMIUM}`;
  return ensureBuilt() ? undefined : 'The server could not be built; the lines above say why.';
}

/** Each section is printed when it is there: a failure later on takes nothing back. */
async function runAll(): Promise<void> {
  moveToLoadCore();
  const { cores, model, node } = machine();
  print([`${cores} cores (${model}), Node ${node}; the server on one core, the load on another`]);
  const sections: (Section & { readonly name: string })[] = [];
  for (const { name, run } of wanted) {
    say(`${name} …`);
    const section = await run(asked);
    print(sectionLines(section));
    sections.push({ name, ...section });
    if (asked.json !== undefined) await writeFile(asked.json, `${JSON.stringify(everything(sections), null, 2)}\n`);
  }
  const goals = sections.flatMap((section) => section.goals);
  print(['', `## Goals: ${goals.filter(isMet).length} of ${goals.length} met`, '', ...tableLines(goalTable(goals))]);
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function sectionLines({ title, tables, remarks = [] }: Section): readonly string[] {
  return ['', `## ${title}`, ...tables.flatMap((table) => ['', ...tableLines(table)]), '', ...remarks];
}

function everything(sections: readonly (Section & { readonly name: string })[]): object {
  const measured: Record<string, object> = {};
  for (const { name, figures, goals } of sections) {
    measured[name] = { figures, goals: goals.map((goal) => ({ ...goal, met: isMet(goal) })) };
  }
  return { machine: machine(), options: asked, ...measured };
}

function machine() {
  return { cores: cpus().length, model: cpus()[0]?.model ?? 'unknown', node: process.versions.node };
}
