/** Where the store says what the operator should know, and how it tells an error. */
export type Log = (level: 'info' | 'warn' | 'error', message: string) => void;

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The system's name of an error (`ENOENT`), or undefined. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
