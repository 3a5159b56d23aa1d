// The way of a licensing message as a row of hops, runs of one kind together: a symbol and a word each.
import { type Hop, hopOrder } from '../../model/hop.ts'
import type { PathHop } from '../../model/report.ts'
import { displayText } from '../clean.ts'
import type { Meaning, Style, Symbols } from '../style.ts'
import { columnsOf } from '../wrap.ts'
import { MARGIN, type Page } from './page.ts'

interface Look {
  readonly symbol: keyof Symbols
  readonly word: string
  readonly meaning: Meaning
}

export const LOOKS: Readonly<Record<Kind, Look>> = {
  ok: { symbol: 'ok', word: 'ok', meaning: 'ok' },
  broken: { symbol: 'critical', word: 'BROKEN', meaning: 'critical' },
  unknown: { symbol: 'unknown', word: 'unknown', meaning: 'unknown' },
  'not-reached': { symbol: 'unknown', word: 'not reached', meaning: 'unknown' },
  'not-needed': { symbol: 'notNeeded', word: 'not needed', meaning: 'dim' },
}

type Kind = PathHop['status'] | 'not-reached'

interface Piece {
  readonly text: string
  readonly meaning: Meaning
}

/**
 * The hops that are on the way, then those that are not. Where nothing accounts for the break, what would settle each
 * hop that is open comes below; in `verbose` what was seen of every hop.
 */
export function writePath(page: Page, path: readonly PathHop[], verbose = false): void {
  if (path.length === 0) return
  const { style } = page
  const needed = path.filter(hop => hop.status !== 'not-needed')
  const others = path.filter(hop => hop.status === 'not-needed')
  writeRow(page, [...pieces(needed, style, true), ...pieces(others, style, false)])
  for (const { hop, status, note, probe } of verbose ? path : open(path)) {
    // What two places saw of a hop stands in a table of its own.
    if (note === '' || probe !== undefined) continue
    const { symbol, meaning } = LOOKS[status]
    page.paragraph('', `${style.symbols[symbol]} ${hop}: ${displayText(note)}`, meaning)
  }
}

/** Only hops between the device and the server: what is behind it cannot be tested from here. */
function open(path: readonly PathHop[]): readonly PathHop[] {
  const broken = path.find(hop => hop.status === 'broken')
  const failing = broken !== undefined && broken.rules.length === 0
  return failing
    ? path.filter(hop => hop.status === 'unknown' && kindOf(hop) === 'unknown' && testable(hop.hop))
    : []
}

function testable(hop: Hop): boolean {
  return hopOrder(hop) <= hopOrder('tcp')
}

function kindOf(hop: PathHop): Kind {
  return hop.status === 'unknown' && hop.note.startsWith('not reached') ? 'not-reached' : hop.status
}

/** Folded to the width between any two pieces. */
function writeRow(page: Page, row: readonly Piece[]): void {
  const { style } = page
  const lines: string[] = []
  let line = ''
  let used = MARGIN
  for (const { text, meaning } of row) {
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

/** `✔ ok: mode profile url`, then an arrow, then the next run. */
function pieces(path: readonly PathHop[], style: Style, arrows: boolean): Piece[] {
  return path.map((hop, at) => {
    const kind = kindOf(hop)
    const { symbol, word, meaning } = LOOKS[kind]
    const next = path[at + 1]
    const arrow = arrows && next !== undefined && kindOf(next) !== kind ? ` ${style.symbols.arrow}` : ''
    const before = path[at - 1]
    const head = before !== undefined && kindOf(before) === kind ? '' : `${style.symbols[symbol]} ${word}: `
    return { text: `${head}${hop.hop}${arrow}`, meaning }
  })
}
