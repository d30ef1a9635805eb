/** Whether what the next start would read besides its data is there. Options that are wrong have ended the doctor before. */
import { access, constants } from 'node:fs/promises';
import { join } from 'node:path';
import type { Check, Examined, Finding } from './check.ts';

export const configuration: Check = {
  name: 'configuration',
  async run({ config }) {
    const file = join(config.dataDir, 'lanyard.config.json');
    const isThere = (await refusalOf(file)) === undefined;
    const source = isThere
      ? `${file} is valid.`
      : 'There is no lanyard.config.json: options come from the command line and the environment.';
    return [{ level: 'ok', found: source }, ...(await unreadableImports(config))];
  },
};

async function unreadableImports({ imports }: Examined['config']): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const file of imports) {
    const refusal = await refusalOf(file);
    if (refusal === undefined) continue;
    const advice = 'Put the file there, or take --import out: Lanyard does not start without it.';
    findings.push({ level: 'problem', found: `--import: ${file} can’t be read (${refusal}).`, advice });
  }
  return findings;
}

/** Why the file can't be read; undefined where it can. */
async function refusalOf(path: string): Promise<string | undefined> {
  try {
    await access(path, constants.R_OK);
    return undefined;
  } catch (cause) {
    return cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  }
}
