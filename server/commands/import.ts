/** import: applies configuration documents, one after the other, each as a whole or not at all. */
import type { Command } from './command.ts';
import { importFile } from './import-file.ts';

export const importCommand: Command = {
  name: 'import',
  summary: 'applies configuration documents',
  options: [],
  operands: 'FILE…',
  async run({ store, passwords, now, operands, defaultsFor }) {
    const lines: string[] = [];
    for (const file of operands) {
      const applied = await importFile(file, { store, passwords, now, actor: 'operator', defaultsFor });
      const { created, changed, unchanged, secrets } = applied;
      lines.push(`${file}: ${created.length} created, ${changed.length} changed, ${unchanged} unchanged`);
      lines.push(
        ...secrets.map((made) => `client_secret of ${made.client_id}, shown this once: ${made.client_secret}`),
      );
    }
    return lines;
  },
};
