// The hops as two places saw them, side by side: the device, and this computer that was asked to probe.
import type { PathHop } from '../../model/report.ts'
import { displayText } from '../clean.ts'
import type { Meaning } from '../style.ts'
import { columnsOf, fold } from '../wrap.ts'
import { MARGIN, type Page } from './page.ts'
import { LOOKS } from './path.ts'

const HOP_WIDTH = 6
const GAP = 2

/** Nothing when nothing was probed. */
export function writeHopTable(page: Page, path: readonly PathHop[]): void {
  const rows = path.filter(
    ({ probe, status }) => probe !== undefined && !(probe.status === 'not-needed' && status === 'not-needed'),
  )
  if (rows.length === 0) return
  const room = Math.floor((page.style.width - MARGIN - HOP_WIDTH - 2 * GAP) / 2)
  const write = (hop: string, left: Cell, right: Cell): void => {
    const [a, b] = [left, right].map(cell => foldCell(cell, room))
    const height = Math.max(a?.length ?? 0, b?.length ?? 0, 1)
    for (let at = 0; at < height; at += 1) {
      const first = a?.[at] ?? ''
      const device = `${page.style.paint(left.meaning, first)}${' '.repeat(Math.max(0, room - columnsOf(first)) + GAP)}`
      const own = page.style.paint(right.meaning, b?.[at] ?? '')
      page.line(`${' '.repeat(MARGIN)}${(at === 0 ? hop : '').padEnd(HOP_WIDTH + GAP)}${device}${own}`)
    }
  }
  write('', { text: 'says the device', meaning: 'strong' }, { text: 'from this computer', meaning: 'strong' })
  for (const { hop, status, note, probe } of rows)
    write(hop, cellOf(page, status, note), cellOf(page, probe?.status ?? 'unknown', probe?.note ?? ''))
}

interface Cell {
  readonly text: string
  readonly meaning: Meaning
}

function cellOf(page: Page, status: PathHop['status'], note: string): Cell {
  const { symbol, word, meaning } = LOOKS[status]
  const said = displayText(note)
  return { text: `${page.style.symbols[symbol]} ${said === '' ? word : said}`, meaning }
}

/** Lines behind the first stand under its text, not under its symbol. */
function foldCell({ text }: Cell, room: number): string[] {
  const under = Math.max(8, room - 2)
  const [first = '', ...rest] = fold(text, under).flatMap(line => pieces(line, under))
  return [first, ...rest.map(line => `  ${line}`)]
}

/** A URL has no blanks to fold at. */
function pieces(line: string, room: number): string[] {
  if (columnsOf(line) <= room) return [line]
  const parts: string[] = ['']
  for (const char of line) {
    const last = parts.at(-1) ?? ''
    if (last !== '' && columnsOf(last + char) > room) parts.push(char)
    else parts[parts.length - 1] = last + char
  }
  return parts
}
