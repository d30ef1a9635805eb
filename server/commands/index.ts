/** The table of commands that work on the data directory. */
import type { Command } from './command.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { resetAdmin } from './reset-admin.ts';
import { rotateKeys } from './rotate-keys.ts';

export const COMMANDS: readonly Command[] = [importCommand, exportCommand, resetAdmin, rotateKeys];
