// Tables for a person: cli-table3 without borders, so that rows can be cut, grepped and pasted.
import { plainTable } from '../report/table.ts'
import type { Theme } from './theme.ts'

export interface Column {
  readonly title: string
  /** The column that gives way when the terminal is narrow. At most one. */
  readonly flexible?: boolean
}

/** A table as text, its head emphasised, no wider than the theme's width where a flexible column allows it. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  theme: Theme,
): string {
  const head = columns.map(column => theme.paint('strong', column.title))
  return plainTable(head, rows, {
    width: theme.width,
    flexible: columns.findIndex(column => column.flexible),
  })
}
