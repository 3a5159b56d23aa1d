// One device for a person: first what is wrong and what to do, then what is not known.
import type { DeviceReport } from '../../model/report.ts'
import { displayText } from '../clean.ts'
import type { Style } from '../style.ts'
import {
  deviceName,
  generationOf,
  goneWords,
  meaningOf,
  methodOf,
  type Parts,
  partsOf,
  plural,
  proofLine,
  releaseOf,
} from '../words.ts'
import { columnsOf, cut, cutFront } from '../wrap.ts'
import { writeCauses } from './causes.ts'
import { writeDeadlines } from './deadline.ts'
import { writeHopTable } from './hop-table.ts'
import type { Page } from './page.ts'
import { writePath } from './path.ts'
import { wasRead, writeUnknown } from './unknown.ts'
import { writeWaived } from './waived.ts'
import { writeWhatIf } from './whatif.ts'

/** Columns of a device's name (often a file's path) where a line is all there is. */
export const MAX_NAME = 30

/** A healthy device: one line. */
export function healthyLine(device: DeviceReport, style: Style): string {
  const lead = `${style.symbols.ok} HEALTHY`
  const { notes, waived } = partsOf(device)
  const asides = [
    notes.length > 0 ? plural(notes.length, 'note') : '',
    waived.length > 0 ? `${waived.length} waived` : '',
    device.gone !== undefined && device.gone.length > 0 ? `${device.gone.length} gone` : '',
    device.counts.unknown > 0 ? `${device.counts.unknown} undecided` : '',
  ].filter(part => part !== '')
  const undecided = asides.length === 0 ? '' : `; ${asides.join(', ')}`
  const name = cutFront(deviceName(device), MAX_NAME, style.symbols.ellipsis)
  const text = [name, releaseOf(device), displayText(device.state.summary).replace(/\.$/, '')]
    .filter(part => part !== '')
    .join('  ')
  const room = style.width - columnsOf(lead) - 2 - columnsOf(undecided)
  return `${style.paint('ok', lead)}  ${cut(text, room, style.symbols.ellipsis)}${style.paint('dim', undecided)}`
}

export function writeDevice(page: Page, device: DeviceReport, verbose: boolean): void {
  writeHeader(page, device)
  if (device.problem !== undefined) page.paragraph('problem', device.problem.message, 'strong')
  // Of a device that was never read there is no state to tell.
  if (device.problem === undefined || wasRead(device)) {
    page.paragraph('state', device.state.summary)
    writeDeadlines(page, device.state.deadlines, verbose)
    if (verbose) for (const fact of device.state.facts) page.paragraph('', `${fact.label}: ${fact.value}`)
    writePath(page, device.path, verbose || isPath(device))
    writeHopTable(page, device.path)
  }
  const parts = partsOf(device)
  writeOverview(page, parts)
  writeWhatIf(page, device)
  page.line()
  writeCauses(page, device, parts, verbose)
  writeNotes(page, parts, verbose)
  writeWaived(page, device, parts, verbose)
  writeGone(page, device)
  writeUnknown(page, device, verbose)
  writeFooter(page, device, parts)
}

/** A path named by hand: what was seen of its hops is all there is. */
function isPath({ platform, captures }: DeviceReport): boolean {
  return platform === '' && captures.length > 0 && captures.every(({ command }) => command === 'probe')
}

function writeHeader(page: Page, device: DeviceReport): void {
  const { symbols } = page.style
  const symbol = device.status === 'healthy' ? symbols.ok : symbols[device.status]
  const model = [device.model, device.serial]
    .map(part => displayText(part))
    .filter(part => part !== '')
    .join(' ')
  const about = [model, releaseOf(device), generationOf(device), methodOf(device)].filter(part => part !== '')
  const text = [deviceName(device), ...about].filter(part => part !== '').join(` ${symbols.dot} `)
  page.heading(`${symbol} ${device.status.toUpperCase()} `, meaningOf(device.status), text, 'strong')
}

/** With several causes the first screen names them all. */
function writeOverview(page: Page, { causes }: Parts): void {
  if (causes.length < 2) return
  causes.forEach((cause, at) => {
    const words = `${at + 1}. ${displayText(cause.title)} (${cause.severity}, ${cause.hop})`
    page.paragraph(at === 0 ? 'causes' : '', words, meaningOf(cause.severity))
  })
}

function writeNotes(page: Page, { notes, errors }: Parts, verbose: boolean): void {
  const { symbols } = page.style
  notes.forEach((finding, at) => {
    page.paragraph(
      at === 0 ? 'notes' : '',
      `${symbols.info} ${finding.message || finding.title} (${finding.rule})`,
    )
    if (!verbose) return
    for (const source of finding.evidence) page.paragraph('', proofLine(source), 'dim')
  })
  errors.forEach((finding, at) => {
    const text = `${symbols.unknown} ${finding.rule}: ${finding.error ?? 'failed'}`
    page.paragraph(at === 0 ? 'errors' : '', text, 'unknown')
  })
}

function writeGone(page: Page, { gone = [] }: DeviceReport): void {
  gone.forEach((one, at) => {
    page.paragraph(at === 0 ? 'gone' : '', `${page.style.symbols.dot} ${goneWords(one)}`, 'ok')
  })
}

function writeFooter(page: Page, device: DeviceReport, parts: Parts): void {
  const { counts } = device
  const judged = counts.fail + counts.pass + counts.unknown + counts.error
  if (judged === 0 || !wasRead(device)) return
  const pieces = [
    parts.causes.length > 0 ? plural(parts.causes.length, 'cause') : '',
    parts.explained.length > 0 ? `${plural(parts.explained.length, 'symptom')} explained` : '',
    parts.symptoms.length > 0 ? `${plural(parts.symptoms.length, 'symptom')} unexplained` : '',
    parts.waived.length > 0 ? `${parts.waived.length} waived` : '',
    `${plural(counts.pass, 'check')} passed`,
    counts.unknown > 0 ? `${counts.unknown} undecided` : '',
    counts.error > 0 ? `${plural(counts.error, 'rule')} in error` : '',
  ]
  page.paragraph('in short', pieces.filter(piece => piece !== '').join(', '), 'dim')
}
