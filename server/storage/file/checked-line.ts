/** A line that can tell whether it is whole: CRC-32, length in bytes, JSON, newline. */
import { crc32 } from 'node:zlib';

export const NEWLINE = 0x0a;

const PREFIX = /^([0-9a-f]{8}) (\d{1,10}) /;
const LONGEST_PREFIX = 20;

/** `json` is JSON without line breaks. */
export function checkedLine(json: string): string {
  return `${hex(crc32(json))} ${Buffer.byteLength(json)} ${json}\n`;
}

/** A byte as two hexadecimal digits: made once, because every line needs four of them. */
const TWO_DIGITS = Array.from({ length: 256 }, (_, number) => number.toString(16).padStart(2, '0'));

/** Eight hexadecimal digits. */
function hex(number: number): string {
  return `${TWO_DIGITS[number >>> 24]}${TWO_DIGITS[(number >>> 16) & 0xff]}${TWO_DIGITS[(number >>> 8) & 0xff]}${TWO_DIGITS[number & 0xff]}`;
}

export interface CheckedLine {
  readonly json: string;
  /** Just after the JSON, where the newline should be. */
  readonly end: number;
}

/** The line that begins at `start`, or undefined when there is no whole one. The newline is the caller's to look for. */
export function readCheckedLine(bytes: Buffer, start: number): CheckedLine | undefined {
  const match = PREFIX.exec(bytes.toString('latin1', start, start + LONGEST_PREFIX));
  if (match === null) return undefined;
  const [prefix, checksum = '', length] = match;
  const from = start + prefix.length;
  const end = from + Number(length);
  if (end > bytes.length || crc32(bytes.subarray(from, end)) !== Number.parseInt(checksum, 16)) return undefined;
  return { json: bytes.toString('utf8', from, end), end };
}
