/** Faults that nobody caught, in real processes: one kind ends the process well, the other is told and lived with. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const FAULTS = join(import.meta.dirname, '../../server/log/faults.ts');

/** Runs `fault` in a process with the handlers installed; `stopped` is printed when the stop was called. */
async function run(fault: string, stop = "console.log('stopped')", aliveAfter_ms = 300) {
  const script = `
    import { installFaultHandlers } from ${JSON.stringify(FAULTS)};
    const log = { error: (message, fields) => console.log(message, fields.incident, fields.fault.split('\\n')[0]) };
    installFaultHandlers(log, async () => { ${stop} });
    setTimeout(() => {
      setTimeout(() => { console.log('alive'); process.exit(0); }, ${aliveAfter_ms});
      ${fault};
    }, 10);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, output };
}

it('an uncaught exception is told under an incident id, and the process stops well with exit code 1', async () => {
  const { code, output } = await run("throw new TypeError('half run')");
  expect(code).toBe(1);
  expect(output).toMatch(/^an uncaught exception; the server stops [0-9a-f]{10} TypeError: half run\nstopped\n$/);
});

it('ends also where the stop fails', async () => {
  expect((await run("throw new TypeError('half run')", "throw new Error('cannot stop')")).code).toBe(1);
});

it('a rejection that nobody awaited is told, and the process goes on', async () => {
  const { code, output } = await run("Promise.reject(new TypeError('forgotten'))");
  expect({ code, output }).toEqual({ code: 0, output: expect.stringMatching(/rejection.*forgotten\nalive\n$/s) });
});

it('waits no longer than five seconds for a stop that never ends', async () => {
  const began = performance.now();
  const { code, output } = await run("throw new TypeError('half run')", 'await new Promise(() => undefined)', 8_000);
  expect({ code, alive: output.includes('alive') }).toEqual({ code: 1, alive: false });
  expect(performance.now() - began).toBeGreaterThan(4_900);
});

it('an exception while it stops is told, and stops nothing a second time', async () => {
  const { code, output } = await run(
    "setTimeout(() => { throw new Error('another') }, 20); throw new TypeError('half run')",
    "console.log('stopping'); await new Promise((done) => setTimeout(done, 100))",
  );
  expect(code).toBe(1);
  expect(output.match(/stopping/g)).toHaveLength(1);
  expect(output).toMatch(/half run[^]*another/);
});
