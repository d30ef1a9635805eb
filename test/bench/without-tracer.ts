/**
 * The server without its tracer, built for the benchmark alone: what “nobody watches” is compared with. It is built from the
 * same sources in the same way, but for the questions on the way of a token request whether somebody watches.
 */
import { rmSync } from 'node:fs';
import { mkdtemp, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBuilder, type Plugin } from 'vite';
import { ROOT } from '../../build/paths.ts';

interface Question {
  readonly file: string;
  /** Stands there exactly once. */
  readonly asked: string;
  readonly instead: string;
}

const QUESTIONS: readonly Question[] = [
  { file: 'server/http/make-context.ts', asked: 'const trace = world.trace();', instead: '' },
  { file: 'server/http/make-context.ts', asked: 'trace?.join(flow_id);', instead: '' },
  {
    file: 'server/http/make-context.ts',
    asked: 'trace === undefined ? world : world.watched(trace);',
    instead: 'world;',
  },
  { file: 'server/http/make-context.ts', asked: '\n    trace,\n', instead: '\n' },
  { file: 'server/http/endpoint-routes.ts', asked: 'if (cx.trace !== undefined) {', instead: 'if (false) {' },
  {
    file: 'server/engine/step.ts',
    asked: 'return cx.trace === undefined ? step.run(input, cx) : runTraced(step, input, cx, cx.trace);',
    instead: 'return step.run(input, cx);',
  },
];

/** Answers the path of its entry; it is there until this process ends. Throws when the sources ask in another way. */
export async function buildWithoutTracer(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-bench-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  const left = new Set(QUESTIONS);
  const outDir = join(directory, 'server');
  const builder = await createBuilder({
    configFile: join(ROOT, 'build/vite.config.ts'),
    plugins: [withoutQuestions(left)],
    environments: { server: { build: { outDir, sourcemap: false } } },
  });
  const { server } = builder.environments;
  if (server === undefined) throw new Error('build/vite.config.ts has no environment server');
  await builder.build(server);
  const [unasked] = left;
  if (unasked !== undefined) throw new Error(`${unasked.file} is not part of the server any more`);
  await writeFile(join(outDir, 'package.json'), '{ "type": "module" }\n');
  await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));
  return join(outDir, 'main.js');
}

function withoutQuestions(left: Set<Question>): Plugin {
  return {
    name: 'without-tracer',
    enforce: 'pre',
    transform(code, id) {
      const here = QUESTIONS.filter(({ file }) => id === join(ROOT, file));
      if (here.length === 0) return undefined;
      return here.reduce((text, question) => {
        left.delete(question);
        return without(text, question);
      }, code);
    },
  };
}

function without(text: string, { file, asked, instead }: Question): string {
  const parts = text.split(asked);
  if (parts.length !== 2) throw new Error(`${file} has ${JSON.stringify(asked)} ${parts.length - 1} times, not once`);
  return parts.join(instead);
}
