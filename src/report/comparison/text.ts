// A comparison for a person in a terminal: the verdict first, then each device that differs, the gravest first.
import type { ComparedDevice, Comparison, Verdict } from '../../model/comparison.ts'
import { displayText } from '../clean.ts'
import { type Meaning, plainStyle, type Style } from '../style.ts'
import { Page } from '../text/page.ts'
import { meaningOf, plural } from '../words.ts'
import {
  countWords,
  deadlineWords,
  factWords,
  findingWords,
  gravestFirst,
  hasNews,
  runWords,
  verdictWords,
} from './words.ts'

const MEANINGS: Readonly<Record<Verdict, Meaning>> = {
  better: 'ok',
  same: 'plain',
  worse: 'warning',
  critical: 'critical',
  unknown: 'unknown',
}

/** Text with a line end. `verbose`: devices without a difference too. */
export function formatComparisonText(
  comparison: Comparison,
  { style = plainStyle(), verbose = false }: { readonly style?: Style; readonly verbose?: boolean } = {},
): string {
  const { before, after, verdict, devices, notes, only_before, only_after } = comparison
  const page = new Page(style)
  const counts = countWords(devices)
  page.heading(
    `${symbolOf(style, verdict)} ${verdictWords(verdict).toUpperCase()}`,
    MEANINGS[verdict],
    counts === '' ? 'nothing differs' : counts,
    'strong',
  )
  page.paragraph('before', runWords(before))
  page.paragraph('after', runWords(after))
  notes.forEach((note, at) => {
    page.paragraph(at === 0 ? 'note' : '', note)
  })
  const shown = gravestFirst(devices).filter(device => verbose || hasNews(device))
  for (const device of shown) writeDevice(page, device)
  page.line()
  const alike = devices.length - shown.length
  if (alike > 0) page.line(`${plural(alike, 'device')} without a difference`)
  writeLone(page, 'only before', only_before)
  writeLone(page, 'only after', only_after)
  return `${page.toString().trimEnd()}\n`
}

function symbolOf(style: Style, verdict: Verdict): string {
  const { symbols } = style
  const found: Readonly<Record<Verdict, string>> = {
    better: symbols.ok,
    same: symbols.notNeeded,
    worse: symbols.warning,
    critical: symbols.critical,
    unknown: symbols.unknown,
  }
  return found[verdict]
}

function writeDevice(page: Page, device: ComparedDevice): void {
  const { name, hostname, status, verdict, reason, appeared, cleared, changed, undecided, still } = device
  const { symbols } = page.style
  page.line()
  const own = displayText(hostname === '' || hostname === name ? name : `${name} (${hostname})`)
  page.heading(
    `${symbolOf(page.style, verdict)} ${verdictWords(verdict)} `,
    MEANINGS[verdict],
    `${own} ${symbols.dot} ${status.before} ${symbols.arrow} ${status.after}`,
    'strong',
  )
  if (reason !== '') page.paragraph('why', reason, 'unknown')
  writeList(
    page,
    'appeared',
    appeared.map(one => [`${one.severity}: ${findingWords(one)}`, meaningOf(one.severity)]),
  )
  writeList(
    page,
    'cleared',
    cleared.map(one => [`${one.severity}: ${findingWords(one)}`, 'ok']),
  )
  writeList(
    page,
    'severity',
    changed.map(one => [
      `${one.before} ${symbols.arrow} ${one.after}: ${findingWords(one)}`,
      meaningOf(one.after),
    ]),
  )
  writeList(
    page,
    'undecided',
    undecided.map(one => [findingWords(one), 'unknown']),
  )
  if (still > 0) page.paragraph('still', plural(still, 'finding'), 'dim')
  writeList(
    page,
    'path',
    device.path.map(({ hop, before, after, note }) => [
      `${hop}: ${before} ${symbols.arrow} ${after}${note === '' ? '' : ` (${note})`}`,
      after === 'broken' ? 'critical' : 'plain',
    ]),
  )
  writeList(
    page,
    'deadline',
    device.deadlines.map(one => [deadlineWords(one), 'plain']),
  )
  writeList(
    page,
    'facts',
    (device.facts ?? []).map(change => {
      const [was, is] = factWords(change)
      const command = change.command === '' ? '' : ` [${change.command}]`
      const what = change.path.endsWith(']') ? is : `${was} ${symbols.arrow} ${is}`
      return [`${change.path}: ${what}${command}`, 'plain']
    }),
  )
}

function writeList(page: Page, label: string, lines: readonly (readonly [string, Meaning])[]): void {
  lines.forEach(([text, meaning], at) => {
    page.paragraph(at === 0 ? label : '', text, meaning)
  })
}

function writeLone(page: Page, label: string, devices: Comparison['only_before']): void {
  if (devices.length === 0) return
  const names = devices.map(({ name, status }) => `${displayText(name)} (${status})`)
  page.line(`${label}: ${names.join(', ')}`)
}
