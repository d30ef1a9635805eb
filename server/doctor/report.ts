/** What the doctor prints: lines for a person, or one JSON document for a script. Pure. */
import type { Finding, Level } from './checks/check.ts';
import type { Checked } from './examine.ts';
import { countInWords } from './in-words.ts';

const WIDTH = 100;
const GRAVEST_FIRST: readonly Level[] = ['problem', 'warning', 'ok'];

/** Whether nothing is wrong; what should only be looked at doesn't count. */
export function isWell(checked: readonly Checked[]): boolean {
  return count(checked, 'problem') === 0;
}

/** A line for all that is well with a check, and one for each thing that isn't, gravest first; long ones are folded. */
export function reportLines(checked: readonly Checked[]): readonly string[] {
  const columns = { level: widest(GRAVEST_FIRST), name: widest(checked.map(({ name }) => name)) };
  const lines = checked.flatMap(({ name, findings }) =>
    GRAVEST_FIRST.flatMap((level) => merged(findings, level)).flatMap(({ level, found, advice }) => {
      const head = `${level.padEnd(columns.level)}  ${name.padEnd(columns.name)}  `;
      const room = WIDTH - head.length;
      const text = [...folded(found, room), ...(advice === undefined ? [] : folded(`→ ${advice}`, room))];
      return text.map((line, at) => `${at === 0 ? head : ' '.repeat(head.length)}${line}`);
    }),
  );
  return [...lines, '', summary(checked)];
}

export function reportJson(checked: readonly Checked[], facts: { readonly data_dir: string }): string {
  return JSON.stringify({ ...facts, well: isWell(checked), checks: checked }, null, 2);
}

/** What is well needs no line for each sentence. */
function merged(findings: readonly Finding[], level: Level): readonly Finding[] {
  const same = findings.filter((finding) => finding.level === level);
  if (level !== 'ok' || same.length < 2) return same;
  return [{ level, found: same.map(({ found }) => found).join(' ') }];
}

function summary(checked: readonly Checked[]): string {
  const problems = count(checked, 'problem');
  const warnings = count(checked, 'warning');
  if (problems + warnings === 0) return 'Everything is well.';
  const parts = [
    ...(problems > 0 ? [countInWords(problems, 'problem', 'problems')] : []),
    ...(warnings > 0 ? [countInWords(warnings, 'warning', 'warnings')] : []),
  ];
  return `${parts.join(' and ')}.${problems === 0 ? ' Nothing is wrong.' : ''}`;
}

function count(checked: readonly Checked[], level: Level): number {
  return checked.flatMap(({ findings }) => findings).filter((finding) => finding.level === level).length;
}

function widest(words: readonly string[]): number {
  return Math.max(...words.map(({ length }) => length));
}

/** Lines of at most `width` characters, broken at spaces; a longer word stays whole, so that it can be copied. */
function folded(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
