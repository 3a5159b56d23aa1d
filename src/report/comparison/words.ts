// Words every form of a comparison uses.
import type {
  ComparedDevice,
  ComparedFinding,
  Comparison,
  DeadlineSide,
  FactChange,
  Verdict,
} from '../../model/comparison.ts'
import { showTime } from '../../model/facts/time.ts'
import type { DeadlineKind } from '../../model/report.ts'
import { displayText } from '../clean.ts'
import { plural } from '../words.ts'

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  better: 'better',
  same: 'no change that counts',
  worse: 'worse',
  critical: 'worse, critical',
  unknown: 'cannot be told',
}

export function verdictWords(verdict: Verdict): string {
  return VERDICT_WORDS[verdict]
}

/** `2 appeared, 1 cleared`; '' when nothing differs. */
export function countWords(devices: readonly ComparedDevice[]): string {
  const sum = (count: (device: ComparedDevice) => number): number =>
    devices.reduce((all, device) => all + count(device), 0)
  const part = (count: number, word: string): string[] => (count === 0 ? [] : [`${count} ${word}`])
  return [
    ...part(
      sum(({ appeared }) => appeared.length),
      'appeared',
    ),
    ...part(
      sum(({ cleared }) => cleared.length),
      'cleared',
    ),
    ...part(
      sum(({ changed }) => changed.length),
      'changed in severity',
    ),
    ...part(
      sum(({ undecided }) => undecided.length),
      'not decided any more',
    ),
    ...part(
      sum(({ still }) => still),
      'still there',
    ),
  ].join(', ')
}

/** `run-1.json (2026-11-20 03:00, 12 devices)`. */
export function runWords({ source, kind, started_at, devices }: Comparison['before']): string {
  const when = started_at === '' ? '' : `${showTime(started_at.replace(/\.\d+Z$/, 'Z'))}, `
  const how = kind === 'output' ? 'judged now, ' : ''
  return displayText(`${source} (${when}${how}${plural(devices, 'device')})`)
}

/** `Call Home sends over plain HTTP (callhome-http-url CiscoTAC-1)`, and what is special about it. */
export function findingWords(finding: ComparedFinding): string {
  const { rule, element = '', title, counts, undecided_before } = finding
  const asides = [
    ...(counts ? [] : ['does not count by itself']),
    ...(undecided_before ? ['could not be decided before'] : []),
  ]
  const aside = asides.length === 0 ? '' : `; ${asides.join(', ')}`
  return displayText(`${title} (${[rule, element.trim()].filter(part => part !== '').join(' ')})${aside}`)
}

const DEADLINES: Readonly<Record<DeadlineKind, string>> = {
  authorization: 'authorization',
  registration: 'registration',
  evaluation: 'evaluation period',
  ack: 'acknowledgement of usage',
  push: 'next report',
  trust_code: 'trust code',
  sia_grace: 'SIA grace period',
}

/** `authorization: 2026-12-01 (8 days) to 2027-02-20 (89 days)`. */
export function deadlineWords({ kind, before, after }: ComparedDevice['deadlines'][number]): string {
  return displayText(`${DEADLINES[kind]}: ${sideWords(before)} to ${sideWords(after)}`)
}

function sideWords(side: DeadlineSide | undefined): string {
  if (side === undefined) return 'none'
  const days = side.days_left === undefined ? '' : plural(side.days_left, 'day')
  const parts = [side.at === '' ? '' : showTime(side.at), side.at === '' ? days : days && `(${days})`]
  return (
    [...parts.filter(part => part !== ''), ...(side.level === 'ok' ? [] : [side.level])].join(' ') ||
    'unknown'
  )
}

/** What was, and what is; of an element of a list that came or went that it did, for its name says the rest. */
export function factWords({ path, before, after }: FactChange): readonly [string, string] {
  if (path.endsWith(']')) return before === '' ? ['(none)', 'added'] : ['was there', 'removed']
  return [valueWords(before), valueWords(after)]
}

function valueWords(value: string): string {
  return value === '' ? '(none)' : displayText(value)
}

/** Something of the device differs, or cannot be told. */
export function hasNews(device: ComparedDevice): boolean {
  const { status, appeared, cleared, changed, undecided, path, deadlines, facts = [], reason } = device
  const lists = [appeared, cleared, changed, undecided, path, deadlines, facts]
  return reason !== '' || status.before !== status.after || lists.some(list => list.length > 0)
}

const ORDER: readonly Verdict[] = ['critical', 'unknown', 'worse', 'better', 'same']

export function gravestFirst(devices: readonly ComparedDevice[]): ComparedDevice[] {
  return [...devices].sort((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict))
}
