/** The server as a child, played by small programs that start well, slowly, silently or not at all. */
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { startServerInTerminal } from '../../electron/server-in-terminal.ts';
import type { Patience } from '../../electron/watch-start.ts';
import { eventually, openPrograms, type Programs, READY, sayReady, STAY, STOP_WELL } from './programs.ts';

const SAY_READY = sayReady();
const PATIENCE = { tell_every_ms: 60_000, silence_ms: 20_000, farewell_ms: 20_000 } satisfies Patience;

let programs: Programs;
beforeAll(async () => {
  programs = await openPrograms();
});
afterAll(() => programs.remove());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('a server that starts well', () => {
  test('is ready with what its ready line says, and its exit code is ours', async () => {
    const { server } = await start(`process.on('SIGTERM', () => process.exit(7)); ${SAY_READY} ${STAY}`);
    expect(await server.ready).toEqual(READY);
    server.stop('SIGTERM');
    expect(await server.ended).toBe(7);
  });

  test('gets the options', async () => {
    const { server, told } = await start('process.exit(process.argv.slice(2).join() === "--port,0" ? 5 : 6);', {
      args: ['--port', '0'],
    });
    expect(await server.ended).toBe(5);
    expect(told).toEqual([]);
  });

  test('is not hurried any more once it is ready', async () => {
    stopClock();
    const { server, told } = await start(`${STOP_WELL} ${SAY_READY} ${STAY}`);
    expect(await server.ready).toEqual(READY);
    vi.advanceTimersByTime(PATIENCE.silence_ms + PATIENCE.tell_every_ms);
    expect(told).toEqual([]);
    server.stop('SIGTERM');
    expect(await server.ended).toBe(0);
  });
});

describe('a server that ends early', () => {
  test('is never ready, and its exit code is ours', async () => {
    const { server } = await start('process.exit(3);');
    expect(await server.ready).toBeUndefined();
    expect(await server.ended).toBe(3);
  });

  test('by a signal is a failure', async () => {
    const { server } = await start(`process.kill(process.pid, 'SIGKILL'); ${STAY}`);
    expect(await server.ready).toBeUndefined();
    expect(await server.ended).toBe(1);
  });

  test.each([
    ['is no JSON', 'LANYARD_READY {'],
    ['lacks its addresses', 'LANYARD_READY {"issuer":"http://127.0.0.1:1"}'],
  ])('because its ready line %s has failed, however well it stops', async (_what, line) => {
    const { server, told } = await start(`${STOP_WELL} console.log(${JSON.stringify(line)}); ${STAY}`);
    expect(await server.ready).toBeUndefined();
    expect(await server.ended).toBe(1);
    expect(told).toEqual([`The server was stopped, because its ready line lacks what was expected: ${line}`]);
  });
});

describe('a server that takes its time', () => {
  test('is waited for as long as it says something, and whoever waits is told', async () => {
    stopClock();
    const passedOn = vi.spyOn(console, 'log').mockReturnValue();
    const slow = `let turns = 0; process.on('SIGUSR2', () => { if (++turns === 8) { ${SAY_READY} } else console.log(turns); }); console.log('up'); ${STOP_WELL} ${STAY}`;
    const { server, told } = await start(slow, { patience: { ...PATIENCE, tell_every_ms: 4_000, silence_ms: 10_000 } });
    await eventually(() => passedOn.mock.calls.length === 1, 'its first line');
    for (let turn = 1; turn < 8; turn += 1) {
      vi.advanceTimersByTime(9_000);
      server.stop('SIGUSR2');
      await eventually(() => passedOn.mock.calls.length === turn + 1, 'a sign of life');
    }
    server.stop('SIGUSR2');
    expect(await server.ready).toEqual(READY);
    expect(told.length).toBe(15);
    expect(told.filter((line) => !/^The server is still starting \(\d+ s so far\) …$/.test(line))).toEqual([]);
    server.stop('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  test('in silence is asked to end, which is a failure even when it ends well', async () => {
    const { server, told } = await start(`${STOP_WELL} ${STAY}`, { patience: { ...PATIENCE, silence_ms: 1_000 } });
    expect(await server.ready).toBeUndefined();
    expect(await server.ended).toBe(1);
    expect(told).toEqual(['The server was not ready and said nothing for 1 s; it is being stopped.']);
  });

  test('and does not end when it is asked is ended by force', async () => {
    const deaf = `process.on('SIGTERM', () => { ${SAY_READY} }); ${STAY}`;
    const { server } = await start(deaf, { patience: { ...PATIENCE, silence_ms: 1_000, farewell_ms: 300 } });
    expect(await server.ready).toBeUndefined();
    expect(await server.ended).toBe(1);
  });

  test('and is watched by a person has no limit', async () => {
    const { server } = await start(`setTimeout(() => { ${SAY_READY} }, 1000); ${STOP_WELL}`, {
      patience: { tell_every_ms: 60_000, silence_ms: undefined, farewell_ms: 100 },
    });
    expect(await server.ready).toEqual(READY);
    await server.ended;
  });
});

interface Start {
  readonly args?: readonly string[];
  readonly patience?: Patience;
}

/** `program` is the text of the script that plays the server. */
async function start(program: string, { args = [], patience = PATIENCE }: Start = {}) {
  const file = await programs.write(program);
  const told: string[] = [];
  const server = startServerInTerminal(args, { program: [file], patience, tell: (line) => told.push(line) });
  return { server, told };
}

/** Time passes for the patience alone, and only when a test says so. */
function stopClock(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] });
}
