// The first page of a TAC case: what an engineer asks first, with the line that proves each answer.
import type { CaseWords } from '../../bundle/manifest.ts'
import type { DeviceReport } from '../../model/report.ts'
import { escapeMarkdown } from '../../report/markdown/escape.ts'
import {
  deviceName,
  generationOf,
  methodOf,
  partsOf,
  plural,
  proofLine,
  releaseOf,
} from '../../report/words.ts'
import type { MaskedDevice } from '../collect/sink.ts'
import type { RuleSet } from '../rules.ts'
import { cut, list, page, proof, table } from './markdown.ts'
import { ruledOut } from './ruled-out.ts'
import { type Failure, failureOf } from './since.ts'
import { type Moment, timelineOf } from './timeline.ts'

const NOT_SHOWN = 'not shown in what was collected'

export function summaryPage(device: MaskedDevice, words: CaseWords, rules: RuleSet): string {
  const { report, set, store } = device
  const failure = failureOf(store, set.captures)
  return page([
    `# Smart Licensing case: ${escapeMarkdown(deviceName(report))}`,
    table(['', ''], identity(device, words)),
    '## Problem',
    problemText(report, words),
    '## Failure',
    failureText(failure),
    '## Path of a licensing message',
    pathTable(report),
    '## Causes found',
    list(causes(report), 'None of the known causes was found.', 8),
    '## Ruled out',
    list(
      ruledOut(store, rules, report).map(
        one => `${escapeMarkdown(`${one.hop}: not "${one.title}"`)}${proof(one.proof)}`,
      ),
      'Nothing: too little was read.',
      14,
    ),
    '## Not collected',
    list(notCollected(report), 'Everything that was asked for was answered.'),
    '## Tried so far',
    list(tried(device, words), 'Nothing was said, and neither the log nor the configuration shows anything.'),
    report.captures.length === 0
      ? ''
      : 'Times are those of the device. Files, times and hashes: manifest.json.',
  ])
}

function identity({ report, set, store }: MaskedDevice, words: CaseWords): string[][] {
  const { registration } = store.facts.license ?? {}
  const finished = set.captures.flatMap(({ finishedAt }) => finishedAt ?? [])
  const collected = finished.length === 0 ? 'saved output, without a time' : iso(Math.max(...finished))
  const skew = store.facts.clock?.skew_seconds
  const offset = skew === undefined ? '' : `, device clock ${signed(skew)} s against the collector`
  return [
    ['Service request', words.service_request ?? ''],
    ['Model', report.model || NOT_SHOWN],
    ['Serial number', report.serial || NOT_SHOWN],
    ['Release', releaseOf(report) || NOT_SHOWN],
    ['Smart Account', registration?.smart_account || NOT_SHOWN],
    ['Virtual Account', registration?.virtual_account || NOT_SHOWN],
    ['Generation', generationOf(report) || NOT_SHOWN],
    ['Method', methodOf(report) || NOT_SHOWN],
    ['State', report.state.summary],
    ['Collected', `${collected}${offset}`],
  ].filter(([, value]) => value !== '')
}

function problemText(report: DeviceReport, { problem }: CaseWords): string {
  const read = report.problem === undefined ? '' : ` Could not be read: ${report.problem.message}.`
  const [first] = partsOf(report).causes
  const own = first === undefined ? report.state.summary : `${first.title}. ${first.message}`
  return `${escapeMarkdown(problem ?? own)}${escapeMarkdown(read)}`
}

function failureText({ failing, reasons, first, last }: Failure): string {
  if (failing === false) return 'The newest sign of communication with the licensing server is no failure.'
  const said = list(
    reasons.map(({ text, source }) => `${escapeMarkdown(cut(text))}${proof(source)}`),
    failing === undefined
      ? 'Whether it fails now cannot be told from what was read.'
      : 'The device prints no reason.',
    5,
  )
  if (failing === undefined) return said
  const since =
    first === undefined
      ? 'Since when it fails, the device does not tell.'
      : `First failure seen: ${shown(first)}`
  const before = last === undefined ? 'No success is on record.' : `Last success: ${shown(last)}`
  return `${said}\n\n${since}\n\n${before}`
}

function shown({ at, what, source }: Moment): string {
  return `${escapeMarkdown(at)}, ${escapeMarkdown(cut(what))}${proof(source)}`
}

function pathTable({ path }: DeviceReport): string {
  const rows = path
    .filter(({ status }) => status !== 'not-needed')
    .map(({ hop, status, note, evidence }) => [
      hop,
      status === 'broken' ? 'BROKEN' : status.replace('-', ' '),
      note,
      evidence
        .slice(0, 1)
        .map(source => cut(proofLine(source)))
        .join(''),
    ])
  const unneeded = path.filter(({ status }) => status === 'not-needed').map(({ hop }) => hop)
  if (rows.length === 0) return 'Not known.'
  return `${table(['Hop', 'Status', 'Seen', 'Proof'], rows)}${unneeded.length === 0 ? '' : `\n\nNot needed: ${unneeded.join(', ')}`}`
}

function causes(report: DeviceReport): string[] {
  const { causes: own, symptoms } = partsOf(report)
  return [...own, ...symptoms].map(({ title, message, rule, severity, explains, evidence }) => {
    const also = explains.length === 0 ? '' : `; explains ${plural(explains.length, 'symptom')}`
    return `${escapeMarkdown(cut(`${title} (${severity}, ${rule}${also}): ${message}`))}${proof(evidence[0])}`
  })
}

function notCollected({ captures, unknown }: DeviceReport): string[] {
  const unread = captures.filter(({ status }) => status !== 'ok')
  const asked = new Set(captures.map(({ command }) => command))
  return [
    ...unread.map(({ command, status, reason }) =>
      escapeMarkdown(cut(`${command}: ${status}${reason === undefined ? '' : `, ${reason}`}`)),
    ),
    ...unknown
      .filter(({ command }) => command !== '' && !asked.has(command))
      .map(({ command, reason, rules }) =>
        escapeMarkdown(cut(`${command}: ${reason}; it would settle ${plural(rules.length, 'check')}`)),
      ),
  ]
}

const TRACE =
  /^configuration: |^the configuration was changed|AGENT_REG_|AGENT_DEREG|TRUST_CODE_|KEY_(?:ADDITION|DELET)|^registration: |CLOCKUPDATE|RESTART: /
const MOST_TRACES = 8

/** What the person said, and what the device's own log and configuration show of it. */
function tried({ set, store }: MaskedDevice, words: CaseWords): string[] {
  const traces = timelineOf(store, set.captures).filter(({ what }) => TRACE.test(what))
  return [
    ...words.tried.map(text => escapeMarkdown(text)),
    ...traces.slice(-MOST_TRACES).map(one => `seen on the device: ${shown(one)}`),
  ]
}

function signed(seconds: number): string {
  return seconds > 0 ? `+${seconds}` : String(seconds)
}

function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
