// The way of a licensing message as a row of hops, runs of one status together: a symbol and a word each.
import type { HopStatus } from '../../model/hop.ts'
import type { PathHop } from '../../model/report.ts'
import type { Meaning, Style, Symbols } from '../style.ts'
import { columnsOf } from '../wrap.ts'
import { MARGIN, type Page } from './page.ts'

interface Look {
  readonly symbol: keyof Symbols
  readonly word: string
  readonly meaning: Meaning
}

const LOOKS: Readonly<Record<HopStatus, Look>> = {
  ok: { symbol: 'ok', word: 'ok', meaning: 'ok' },
  broken: { symbol: 'critical', word: 'BROKEN', meaning: 'critical' },
  unknown: { symbol: 'unknown', word: 'unknown', meaning: 'unknown' },
  'not-needed': { symbol: 'notNeeded', word: 'not needed', meaning: 'dim' },
}

interface Piece {
  readonly text: string
  readonly meaning: Meaning
}

export function writePath(page: Page, path: readonly PathHop[]): void {
  if (path.length === 0) return
  const { style } = page
  const lines: string[] = []
  let line = ''
  let used = MARGIN
  for (const { text, meaning } of pieces(path, style)) {
    const columns = columnsOf(text)
    if (line !== '' && used + 1 + columns > style.width) {
      lines.push(line)
      line = ''
      used = MARGIN
    }
    used += columns + (line === '' ? 0 : 1)
    line += `${line === '' ? '' : ' '}${style.paint(meaning, text)}`
  }
  lines.push(line)
  lines.forEach((text, at) => {
    page.line(`${at === 0 ? ` ${style.paint('dim', 'path'.padEnd(MARGIN - 1))}` : ' '.repeat(MARGIN)}${text}`)
  })
}

/** `✔ ok: mode profile url`, then an arrow, then the next run. A line may break between any two pieces. */
function pieces(path: readonly PathHop[], style: Style): Piece[] {
  const found: Piece[] = []
  path.forEach((hop, at) => {
    const { symbol, word, meaning } = LOOKS[hop.status]
    const last = path[at + 1]?.status !== hop.status
    const arrow = last && at < path.length - 1 ? ` ${style.symbols.arrow}` : ''
    if (path[at - 1]?.status === hop.status) found.push({ text: `${hop.hop}${arrow}`, meaning })
    else found.push({ text: `${style.symbols[symbol]} ${word}: ${hop.hop}${arrow}`, meaning })
  })
  return found
}
