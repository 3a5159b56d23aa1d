// A table without borders, for reports and lists.
import CliTable from 'cli-table3'
import { columnsOf } from './wrap.ts'

const NO_BORDERS = {
  top: '', 'top-mid': '', 'top-left': '', 'top-right': '',
  bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '',
  left: '', 'left-mid': '', mid: '', 'mid-mid': '', right: '', 'right-mid': '', middle: '  ',
} // biome-ignore format: one glance

const GAP = 2
const MIN_FLEXIBLE = 16

export interface TableOptions {
  readonly width: number
  /** Index of the column whose text wraps to fit the width; -1 for none. */
  readonly flexible?: number
}

/** Rows as text, columns as wide as their longest cell; no trailing spaces, no line end at the end. */
export function plainTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  options: TableOptions,
): string {
  const flexible = options.flexible ?? -1
  const widths = head.map((title, at) =>
    Math.max(columnsOf(title), ...rows.map(row => columnsOf(row[at] ?? ''))),
  )
  const total = widths.reduce((sum, width) => sum + width, 0) + GAP * (widths.length - 1)
  const own = widths[flexible]
  if (own !== undefined && total > options.width) {
    widths[flexible] = Math.max(MIN_FLEXIBLE, own - (total - options.width))
  }
  const table = new CliTable({
    head: [...head],
    chars: NO_BORDERS,
    colWidths: widths,
    wordWrap: true,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true },
  })
  for (const row of rows) table.push(head.map((_, at) => row[at] ?? ''))
  return table
    .toString()
    .split('\n')
    .map(line => line.replace(/ +$/, ''))
    .join('\n')
}
