/** Whether a disk has room for what Lanyard writes by itself. */
import type { Finding } from './checks/check.ts';
import { sizeInWords } from './in-words.ts';

/** Two journals, each as long as one gets before a snapshot is written of it. */
const ALWAYS = 32 * 1024 * 1024;

/** A snapshot is never larger than what lies there now; while one is written, the one before stays. Both in bytes. */
export function judgeSpace(free: number, stored: number): Finding {
  const once = stored + ALWAYS;
  const found = `${sizeInWords(free)} are free on its disk`;
  if (free >= 2 * once) return { level: 'ok', found: `${found}.` };
  const needed = `The next snapshots need up to ${sizeInWords(2 * once)}: make room on that disk.`;
  if (free >= once) return { level: 'warning', found: `Only ${found}.`, advice: needed };
  const advice = `${needed} When it is full, nobody can sign in.`;
  return { level: 'problem', found: `Only ${found}, too little for the next snapshot.`, advice };
}
