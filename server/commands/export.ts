/** export: writes the office as a configuration document, to a file of the owner's alone or to standard output. */
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { appendAudit } from '../audit/append.ts';
import { ConfigError } from '../config/config-error.ts';
import type { Command } from './command.ts';

export const exportCommand: Command = {
  name: 'export',
  summary: 'writes the office as a configuration document',
  options: [
    {
      name: 'out',
      placeholder: 'FILE',
      initially: 'standard output',
      means: 'the file to write to',
      repeatable: false,
      read: (text) => ({ value: text }),
    },
  ],
  async run({ store, now, option, remark }) {
    const { exportConfiguration } = await import('../exports/configuration.ts');
    const text = await exportConfiguration(store);
    await store.transaction((within) =>
      appendAudit(within, {
        at: now,
        type: 'configuration.exported',
        actor: 'operator',
        target: 'configuration',
        address: '',
        detail: {},
      }),
    );
    const file = option('out');
    if (file === undefined) return [text.trimEnd()];
    await writePrivate(file, text);
    remark(`the office was written to ${resolve(file)}; it holds hashes of passwords and secrets, so keep it private`);
    return [];
  },
};

/** It holds hashes of passwords: nobody but the owner may read it, also where a file stood before. */
async function writePrivate(path: string, text: string): Promise<void> {
  try {
    const file = await open(path, 'w', 0o600);
    try {
      await file.chmod(0o600);
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
    throw new ConfigError(`--out from the command line: ${path} can't be written (${code})`, cause);
  }
}
