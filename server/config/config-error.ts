/** What was given at start-up and can't be used as it is. The process entry prints its lines and exits with 2. */
export class ConfigError extends Error {
  /** One for an option: it names the key and where it came from. Several only for a document with several faults. */
  readonly lines: readonly string[];

  constructor(message: string | readonly string[], cause?: unknown) {
    const lines = (typeof message === 'string' ? [message] : message).map(inOneLine);
    super(lines.join('\n'), { cause });
    this.name = 'ConfigError';
    this.lines = lines;
  }
}

function inOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
