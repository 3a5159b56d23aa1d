// The report for a spreadsheet: a row a finding, or one for a device that has none. RFC 4180.
//
// No byte order mark: programs take it for a part of the first column's name, and spreadsheets ask for the encoding.
import type { Finding } from '../model/finding.ts'
import type { DeviceReport, GoneFinding, Report } from '../model/report.ts'
import { countedStatus } from './brief.ts'
import { displayText } from './clean.ts'
import { firstDeadline, ownTitle, partsOf, platformOf, proofLine, waivedWords } from './words.ts'

const DEVICE_COLUMNS = [
  'device',
  'hostname',
  'groups',
  'tags',
  'platform',
  'release',
  'model',
  'serial',
  'generation',
  'method',
  'status',
  'problem',
  'deadline',
  'days_left',
] as const

const FINDING_COLUMNS = [
  'rule',
  'outcome',
  'severity',
  'role',
  'hop',
  'title',
  'message',
  'explained_by',
  'evidence',
  'fix',
  'risk',
  'waived',
  'change',
] as const

export const CSV_COLUMNS = [...DEVICE_COLUMNS, ...FINDING_COLUMNS]

/** Rows end in CR LF, the last one too. */
export function formatCsv(report: Report): string {
  const rows = report.devices.flatMap(device => {
    const about = deviceCells(device)
    const { causes, symptoms, explained, notes, errors, waived } = partsOf(device)
    const findings = [...causes, ...symptoms, ...explained, ...notes, ...errors, ...waived]
    const all = [...findings.map(findingCells), ...(device.gone ?? []).map(goneCells)]
    return (all.length === 0 ? [FINDING_COLUMNS.map(() => '')] : all).map(cells => [...about, ...cells])
  })
  return [CSV_COLUMNS, ...rows].map(row => `${row.map(cell).join(',')}\r\n`).join('')
}

type Cell = string | number

function deviceCells(device: DeviceReport): Cell[] {
  const deadline = firstDeadline(device)
  return [
    device.name,
    device.hostname,
    (device.groups ?? []).join(' '),
    (device.tags ?? []).join(' '),
    platformOf(device),
    device.os_version,
    device.model,
    device.serial,
    device.generation,
    device.method,
    countedStatus(device),
    device.problem?.message ?? '',
    deadline?.text ?? '',
    deadline?.days_left ?? '',
  ]
}

function findingCells(finding: Finding): Cell[] {
  const [proof] = finding.evidence
  const [fix] = finding.remediation
  return [
    finding.rule,
    finding.outcome,
    finding.severity,
    finding.role,
    finding.hop,
    finding.title,
    finding.outcome === 'error' ? (finding.error ?? '') : finding.message,
    finding.explained_by.join(' '),
    proof === undefined ? '' : proofLine(proof),
    fix === undefined ? '' : ownTitle(finding) || finding.title,
    fix?.risk ?? '',
    waivedWords(finding),
    finding.change ?? '',
  ]
}

/** What an earlier run found: a row of its own, without an outcome. */
function goneCells({ rule, severity, title }: GoneFinding): Cell[] {
  const cells: Readonly<Record<string, Cell>> = { rule, severity, title, change: 'gone' }
  return FINDING_COLUMNS.map(column => cells[column] ?? '')
}

/**
 * Text is always quoted, and what a spreadsheet would compute begins with an apostrophe: at the start of a cell, and
 * behind `;`, which parts cells where the decimal sign is a comma. Numbers stand as they are.
 */
function cell(value: Cell): string {
  if (typeof value === 'number') return String(value)
  const text = displayText(value).trim()
  if (text === '') return ''
  return `"${text.replace(/(^|;)([\s"']*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g, "$1$2'").replaceAll('"', '""')}"`
}
