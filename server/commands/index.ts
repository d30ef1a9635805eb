/** The table of commands. */
import type { Command, LookingCommand } from './command.ts';
import { doctor } from './doctor.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { resetAdmin } from './reset-admin.ts';
import { rotateKeys } from './rotate-keys.ts';

export const COMMANDS: readonly (Command | LookingCommand)[] = [
  importCommand,
  exportCommand,
  resetAdmin,
  rotateKeys,
  doctor,
];
