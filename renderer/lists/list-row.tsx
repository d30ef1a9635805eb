/** One row of a list, or one card on a narrow screen. The whole of it opens the thing. */
import { Checkbox } from '@mantine/core';
import { Link } from 'wouter';
import type { Column } from './column.ts';
import css from './list-row.module.css';

interface ListRowProps<T> {
  readonly item: T;
  readonly columns: readonly Column<T>[];
  readonly name: string;
  /** Whether Tab leads here; the arrow keys lead to all. */
  readonly reachable: boolean;
  readonly href?: string;
  readonly selected?: boolean;
  readonly onSelect?: () => void;
}

export function ListRow<T>({ item, columns, name, reachable, href, selected, onSelect }: ListRowProps<T>) {
  const [first, ...rest] = columns;
  const tabIndex = reachable ? 0 : -1;
  return (
    <tr className={css['row']} data-selected={selected === true}>
      {onSelect !== undefined && (
        <td className={css['box']}>
          <Checkbox aria-label={`Select ${name}`} checked={selected === true} tabIndex={tabIndex} onChange={onSelect} />
        </td>
      )}
      {first !== undefined && (
        <th scope="row" className={css['primary']}>
          {href === undefined ? (
            <span data-opener tabIndex={tabIndex}>
              {first.cell(item)}
            </span>
          ) : (
            <Link href={href} className={css['opener'] ?? ''} data-opener tabIndex={tabIndex}>
              {first.cell(item)}
            </Link>
          )}
        </th>
      )}
      {rest.map(({ title, cell }) => (
        <td key={title} data-title={title}>
          {cell(item)}
        </td>
      ))}
    </tr>
  );
}
