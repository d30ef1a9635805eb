/** A fault of ours while the journal is written, in a real process: it must not leave a server that never answers again. */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';

const SERVER = resolve(import.meta.dirname, '../../../server');

it('ends the process with 1, although a rejection that nobody awaited would not', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'lanyard-fault-'));
  const script = `
    import { installFaultHandlers } from ${JSON.stringify(join(SERVER, 'log/faults.ts'))};
    import { createJournal, Journal } from ${JSON.stringify(join(SERVER, 'storage/file/journal.ts'))};
    import { nodeDisk } from ${JSON.stringify(join(SERVER, 'storage/file/disk.ts'))};
    const log = { error: (message, { fault }) => console.log(message, fault.split('\\n')[0]) };
    installFaultHandlers(log, async () => undefined);
    const around = {
      disk: nodeDisk,
      log: () => undefined,
      schema: 1,
      pathOf: (generation) => ${JSON.stringify(directory)} + '/journal-' + generation,
      grown: () => undefined,
    };
    const drafts = { commit: () => { throw new TypeError('tables out of step'); }, undo: () => undefined };
    const journal = new Journal(await createJournal(around, { generation: 1, sequence: 0 }), drafts, around);
    journal.append({ changes: [] });
    setTimeout(() => { console.log('alive'); process.exit(0); }, 20_000);`;
  try {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise<number | null>((done) => child.once('close', done));
    expect({ code, output }).toEqual({
      code: 1,
      output: 'an uncaught exception; the server stops TypeError: tables out of step\n',
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
