/** A column of a list, as a row of a table of columns. The first is the primary one: its text names the thing and opens it. */
import type { ReactNode } from 'react';

export interface Column<T> {
  readonly title: string;
  /** The field that the server sorts by; absent where it can't. */
  readonly sort?: string;
  readonly cell: (item: T) => ReactNode;
}
