/** Markdown tables, with numbers as exact as they deserve. */
import type { Goal, TableOf } from './experiment.ts';
import { isMet } from './experiment.ts';

export type Cell = string | number;

export function tableLines({ columns, rows }: TableOf): readonly string[] {
  const line = (cells: readonly Cell[]) => `| ${cells.map(shown).join(' | ')} |`;
  const sides = columns.map((_column, at) => (rows.every((row) => typeof row[at] !== 'string') ? '---:' : '---'));
  return [line(columns), `|${sides.join('|')}|`, ...rows.map(line)];
}

export function goalTable(goals: readonly Goal[]): TableOf {
  return {
    columns: ['goal', 'wanted', 'reached', 'met'],
    rows: goals.map((goal) => [
      goal.what,
      goal.least === undefined ? `≤ ${goal.most ?? NaN}` : `≥ ${goal.least}`,
      goal.reached,
      isMet(goal) ? 'yes' : 'NO',
    ]),
  };
}

function shown(cell: Cell): string {
  if (typeof cell === 'string') return cell.replaceAll('|', '\\|');
  if (!Number.isFinite(cell)) return '–';
  if (Math.abs(cell) >= 100 || Number.isInteger(cell)) return cell.toFixed(0);
  return cell.toFixed(Math.abs(cell) >= 10 ? 1 : 2);
}
