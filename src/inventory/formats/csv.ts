// An inventory as a table: one device a row, the columns named in the first row.
import { parse } from 'csv-parse/sync'
import { nearest } from '../../model/nearest.ts'
import { platformNamed } from '../platform-names.ts'
import { portOf, present } from '../settings.ts'
import type { Inventory, InventoryHost, InventoryProblem } from '../types.ts'

/** What a column may be called, first the tool's own word. */
const COLUMNS = {
  name: ['name', 'device', 'device_name'],
  host: ['host', 'hostname', 'address', 'ip', 'ip_address', 'mgmt_ip'],
  port: ['port', 'ssh_port'],
  username: ['username', 'user', 'login'],
  platform: ['platform', 'os', 'network_os', 'device_type'],
  groups: ['groups', 'group', 'role'],
  tags: ['tags', 'tag', 'site'],
  jump: ['jump', 'jump_host', 'proxy_jump', 'bastion'],
  credential: ['credential', 'credentials'],
  timeout: ['timeout'],
} as const

type Column = keyof typeof COLUMNS
const SECRET = /pass|secret|token/i

interface Row {
  readonly record: readonly string[]
  readonly info: { readonly lines: number }
}

/** @param text the file; comma, semicolon or tab between the fields, whichever the first row uses most */
export function readCsv(text: string, file: string): Inventory {
  const problems: InventoryProblem[] = []
  const report = (level: InventoryProblem['level'], line: number, what: string): void => {
    problems.push({ level, file, line, text: what })
  }
  const rows = parseRows(text, file, problems)
  const head = rows[0]
  if (head === undefined) return { ...NOTHING, problems }
  const columns = columnsOf(head, report)
  const hosts =
    columns.has('host') || columns.has('name')
      ? rows.slice(1).flatMap(row => hostOf(row, columns, file, report) ?? [])
      : []
  if (!columns.has('host') && !columns.has('name'))
    report(
      'error',
      head.info.lines,
      'no column is called "host" or "name"; name the columns in the first row',
    )
  return { ...NOTHING, hosts, problems }
}

const NOTHING = { hosts: [], credentials: new Map(), jumps: new Map(), groupLimits: new Map() }

function parseRows(text: string, file: string, problems: InventoryProblem[]): readonly Row[] {
  const first = text.split('\n', 1)[0] ?? ''
  const count = (separator: string): number => first.split(separator).length
  const delimiter = [',', ';', '\t'].reduce((a, b) => (count(b) > count(a) ? b : a))
  try {
    return parse(text, {
      bom: true,
      delimiter,
      comment: '#',
      comment_no_infix: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Row[]
  } catch (error) {
    const { lines, message } = error as { lines?: number; message: string }
    problems.push({ level: 'error', file, ...present('line', lines), text: `no valid CSV: ${message}` })
    return []
  }
}

type Report = (level: InventoryProblem['level'], line: number, what: string) => void

function columnsOf(head: Row, report: Report): Map<Column, number> {
  const columns = new Map<Column, number>()
  for (const [i, title] of head.record.entries()) {
    const word = title.toLowerCase().replaceAll(/[ -]/g, '_')
    const column = (Object.keys(COLUMNS) as Column[]).find(key =>
      (COLUMNS[key] as readonly string[]).includes(word),
    )
    if (column !== undefined && !columns.has(column)) columns.set(column, i)
    else if (SECRET.test(word))
      report('error', head.info.lines, `column "${title}": a secret does not belong into an inventory`)
    else if (column !== undefined)
      report('warning', head.info.lines, `column "${title}" says ${column} a second time and is not read`)
    else if (word !== '') {
      const near = nearest(word, Object.values(COLUMNS).flat())
      const hint = near === undefined ? '' : `; did you mean "${near}"?`
      report('warning', head.info.lines, `column "${title}" is not read${hint}`)
    }
  }
  return columns
}

function hostOf(
  row: Row,
  columns: ReadonlyMap<Column, number>,
  file: string,
  report: Report,
): InventoryHost | undefined {
  const line = row.info.lines
  const field = (column: Column): string | undefined => {
    const at = columns.get(column)
    const value = at === undefined ? '' : (row.record[at] ?? '')
    return value === '' ? undefined : value
  }
  const host = field('host') ?? field('name')
  if (host === undefined) {
    report('error', line, 'the row names no host')
    return undefined
  }
  const list = (column: Column): string[] =>
    (field(column) ?? '').split(/[\s;,|]+/).filter(word => word !== '')
  const [portText, platformText, timeoutText] = [field('port'), field('platform'), field('timeout')]
  const port = portOf(portText)
  const platform = platformText === undefined ? undefined : platformNamed(platformText)
  const timeout = timeoutText !== undefined && /^\d{1,5}$/.test(timeoutText) ? Number(timeoutText) : undefined
  if (portText !== undefined && port === undefined) report('error', line, `"${portText}" is no port`)
  if (timeoutText !== undefined && timeout === undefined)
    report('error', line, `"${timeoutText}" is no timeout in seconds`)
  if (platformText !== undefined && platform === undefined)
    report('warning', line, `platform "${platformText}" is not known here; it will be found out`)
  return {
    name: field('name') ?? host,
    host,
    groups: list('groups'),
    tags: list('tags'),
    jump: list('jump'),
    ...present('port', port),
    ...present('username', field('username')),
    ...present('platform', platform),
    ...present('credential', field('credential')),
    ...present('timeout', timeout),
    place: { file, line },
  }
}
