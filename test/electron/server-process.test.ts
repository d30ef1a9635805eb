/** The server that the shell keeps running, played by small programs in real processes. */
import { type ChildProcess, fork } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ServerChild } from '../../electron/server-run.ts';
import { type ServerProcess, type ServerState, superviseServer } from '../../electron/server-process.ts';
import type { Patience } from '../../electron/watch-start.ts';
import { answerSignIn, eventually, OBEY, openPrograms, type Programs, READY, sayReady, STAY } from './programs.ts';

const PATIENCE: Patience = { tell_every_ms: 60_000, silence_ms: 10_000, farewell_ms: 5_000 };
const GOOD = `${sayReady()} ${OBEY} ${STAY}`;

let programs: Programs;
beforeAll(async () => {
  programs = await openPrograms();
});
afterAll(() => programs.remove());

const children: ChildProcess[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

describe('a server that starts well', () => {
  test('is starting, then running with what its ready line says', async () => {
    const { server, states } = await supervise(GOOD);
    server.start();
    await reached(server, 'running');
    expect(states).toEqual([
      { kind: 'starting', so_far_s: 0 },
      { kind: 'running', ready: READY },
    ]);
  });

  test('is started once, however often somebody asks', async () => {
    const { server, started } = await supervise(GOOD);
    server.start();
    await reached(server, 'running');
    server.start();
    expect(started()).toBe(1);
  });

  test('is stopped by a message, and stays stopped', async () => {
    const { server, states } = await supervise(GOOD);
    server.start();
    await reached(server, 'running');
    await server.stop();
    expect(states.slice(2)).toEqual([{ kind: 'stopping' }, { kind: 'stopped' }]);
  });

  test('is stopped by a signal when it does not listen to messages', async () => {
    const { server } = await supervise(`${sayReady()} ${STAY}`, { ...PATIENCE, farewell_ms: 200 });
    server.start();
    await reached(server, 'running');
    await server.stop();
    expect(server.state()).toEqual({ kind: 'stopped' });
  });

  test('is ended by force when it does not listen at all', async () => {
    const deaf = `process.on('SIGTERM', () => {}); ${sayReady()} ${STAY}`;
    const { server, forced } = await supervise(deaf, { ...PATIENCE, farewell_ms: 200 });
    server.start();
    await reached(server, 'running');
    await server.stop();
    expect(forced()).toBe(1);
  });

  test('is another one after a restart', async () => {
    const { server, started } = await supervise(GOOD);
    server.start();
    await reached(server, 'running');
    await server.restart();
    await reached(server, 'running');
    expect(started()).toBe(2);
  });

  test('is never stopped in between, as far as anybody sees', async () => {
    const { server, states } = await supervise(GOOD);
    server.start();
    await reached(server, 'running');
    await server.restart();
    await reached(server, 'running');
    expect(states.map(({ kind }) => kind)).toEqual(['starting', 'running', 'stopping', 'starting', 'running']);
    await server.stop();
  });

  test('stays stopped when it is stopped during a restart', async () => {
    const { server, started } = await supervise(GOOD);
    server.start();
    await reached(server, 'running');
    const restarted = server.restart();
    await server.stop();
    await restarted;
    expect([server.state(), started()]).toEqual([{ kind: 'stopped' }, 1]);
  });

  test('runs again when a restart is asked for while it stops', async () => {
    const { server, started } = await supervise(GOOD);
    server.start();
    await reached(server, 'running');
    const stopped = server.stop();
    await server.restart();
    await stopped;
    await reached(server, 'running');
    expect(started()).toBe(2);
    await server.stop();
  });

  test('is not taken for a running one when it gets ready while it is stopped', async () => {
    const late = `process.on('message', () => { ${sayReady()} setTimeout(() => process.exit(0), 300); }); console.log('up'); ${STAY}`;
    const { server, states, lines } = await supervise(late);
    server.start();
    await eventually(() => lines.includes('up'), 'its first line');
    await server.stop();
    expect(states.map(({ kind }) => kind)).toEqual(['starting', 'stopping', 'stopped']);
  });

  test('hands on what it logs, but never the ready line', async () => {
    const ready = { ...READY, setup: 'http://127.0.0.1:5263/setup?token=secret' };
    const { server, lines } = await supervise(
      `console.error('one'); console.log('two'); ${sayReady(ready)} ${OBEY} ${STAY}`,
    );
    server.start();
    await reached(server, 'running');
    await eventually(() => lines.length === 2, 'both lines');
    expect(lines.toSorted()).toEqual(['one', 'two']);
  });
});

describe('a server that ends by itself', () => {
  test('is started again after a pause', async () => {
    const { server, states, started } = await supervise(`${sayReady()} setTimeout(() => process.exit(9), 100);`);
    server.start();
    await eventually(() => started() === 2, 'the second life');
    expect(states[2]).toEqual({ kind: 'waiting', after_ms: 1_000, lines: [] });
  });

  test('is started at once when somebody asks during the pause', async () => {
    stopClock();
    const { server, started } = await supervise('process.exit(9);');
    server.start();
    await reached(server, 'waiting');
    server.start();
    expect(started()).toBe(2);
    await server.stop();
  });

  test('is not started again when somebody stops it during the pause', async () => {
    stopClock();
    const { server, started } = await supervise('process.exit(9);');
    server.start();
    await reached(server, 'waiting');
    await server.stop();
    vi.advanceTimersByTime(60_000);
    expect([server.state(), started()]).toEqual([{ kind: 'stopped' }, 1]);
  });

  test.each([
    [
      2,
      'lanyard: --prot from the command line is not an option here',
      'Lanyard was started with an option that it can’t use',
    ],
    [
      3,
      'lanyard: Lanyard is running with this data directory (process 4711); stop it first',
      'Lanyard is running already',
    ],
    [4, 'lanyard: journal-3 is damaged at 4096', 'What Lanyard has stored is damaged'],
  ])('with exit code %i is not tried again, and the reason is told', async (code, line, title) => {
    const { server } = await supervise(`console.error(${JSON.stringify(line)}); process.exitCode = ${code};`);
    server.start();
    const failed = await reached(server, 'failed');
    expect(failed.trouble.title).toBe(title);
    expect(failed.lines).toEqual([line]);
  });

  test('because its ready line lacks something is no running server, and the line is not kept', async () => {
    const { server, lines } = await supervise(`console.log('LANYARD_READY {"setup":"secret"}'); ${STAY}`);
    server.start();
    await reached(server, 'waiting');
    expect(lines).toEqual(['The ready line of the server lacks what was expected.']);
    await server.stop();
  });
});

describe('a server that says nothing', () => {
  test('is stopped and tried again, and whoever waits is told how long it took', async () => {
    const patience = { tell_every_ms: 150, silence_ms: 600, farewell_ms: 200 };
    const { server, states } = await supervise(STAY, patience);
    server.start();
    await reached(server, 'waiting');
    expect(states.filter(({ kind }) => kind === 'starting').length).toBeGreaterThan(1);
    await server.stop();
  });
});

describe('the owner’s sign-in', () => {
  test('is the address that the server answers', async () => {
    const url = 'http://127.0.0.1:5263/panel/enter?once=1';
    const { server } = await supervise(`${answerSignIn({ url })} ${GOOD}`);
    server.start();
    await reached(server, 'running');
    expect(await server.askOwnerSignIn()).toEqual({ url });
  });

  test('is refused where the server refuses', async () => {
    const { server } = await supervise(`${answerSignIn({ refused: 'there is no admin yet' })} ${GOOD}`);
    server.start();
    await reached(server, 'running');
    expect(await server.askOwnerSignIn()).toEqual({ refused: 'there is no admin yet' });
  });

  test('is refused after two seconds without an answer', async () => {
    const { server } = await supervise(GOOD);
    server.start();
    await reached(server, 'running');
    stopClock();
    const asked = server.askOwnerSignIn();
    vi.advanceTimersByTime(2_000);
    expect(await asked).toEqual({ refused: 'no answer within 2000 ms' });
  });

  test('is refused while no server runs, and when it ends meanwhile', async () => {
    const { server } = await supervise(`process.on('message', () => process.exit(0)); ${sayReady()} ${STAY}`);
    expect(await server.askOwnerSignIn()).toEqual({ refused: 'the server is not running' });
    server.start();
    await reached(server, 'running');
    expect(await server.askOwnerSignIn()).toEqual({ refused: 'the server has ended' });
    await server.stop();
  });
});

/** Pauses pass, and patience ends, only when a test says so. */
function stopClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
}

async function supervise(text: string, patience = PATIENCE) {
  const file = await programs.write(text);
  const states: ServerState[] = [];
  const lines: string[] = [];
  let started = 0;
  let forced = 0;
  const server = superviseServer({
    fork() {
      started += 1;
      const child = fork(file, { silent: true, execArgv: [] });
      children.push(child);
      return asServerChild(child);
    },
    force(pid) {
      forced += 1;
      process.kill(pid, 'SIGKILL');
    },
    onState: (state) => states.push(state),
    onLine: (line) => lines.push(line),
    patience,
  });
  return { server, states, lines, started: () => started, forced: () => forced };
}

function asServerChild(child: ChildProcess): ServerChild {
  return {
    pid: child.pid,
    stdout: child.stdout,
    stderr: child.stderr,
    postMessage: (message) => void child.send(message, () => undefined),
    kill: () => child.kill('SIGTERM'),
    on: (event: 'message' | 'exit', listener: (said: never) => void) =>
      child.on(event, (said: unknown) => listener((said ?? 15) as never)),
  };
}

function reached<K extends ServerState['kind']>(server: ServerProcess, kind: K) {
  type Reached = Extract<ServerState, { readonly kind: K }>;
  return eventually(() => {
    const state = server.state();
    return state.kind === kind ? (state as Reached) : undefined;
  }, `the state ${kind}`);
}
