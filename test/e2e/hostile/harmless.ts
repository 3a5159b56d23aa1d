// What each format must be whatever its text holds: read by a parser of its own, and nothing in it acts.
import { parse } from 'csv-parse/sync'
import { expect } from 'vitest'
import type { Format } from '../../../src/cli/formats.ts'
import { CSV_COLUMNS } from '../../../src/report/csv.ts'
import { readPlugin } from '../../report/nagios-output.ts'
import { readXml } from '../../report/xml-output.ts'

/** Controls, marks that hide or reorder text, halves of characters. Line ends and tabs are judged by the format. */
export const HARMFUL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ufffe\uffff]|\udb40[\udc00-\udc7f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/

/** Throws where the text could do anything but be read. @param devices how many the report has */
export function assertHarmless(format: Format, text: string, devices: number): void {
  const harm = HARMFUL.exec(text)
  expect(harm === null ? '' : JSON.stringify(text.slice(Math.max(0, harm.index - 60), harm.index + 20))).toBe(
    '',
  )
  if (format !== 'csv') expect(text).not.toContain('\r')
  CHECKS[format](text, devices)
}

const CHECKS: Readonly<Record<Format, (text: string, devices: number) => void>> = {
  text: text => expect(text).not.toMatch(/\t/),
  json: (text, devices) => {
    expect(JSON.parse(text).devices).toHaveLength(devices)
    expect(strings(JSON.parse(text)).filter(one => HARMFUL.test(one))).toEqual([])
  },
  ndjson: (text, devices) => {
    const lines = text.trimEnd().split('\n')
    expect(lines.map(line => JSON.parse(line).schema)).toEqual(Array(devices).fill('smartlic.device/v1'))
  },
  sarif: text => {
    for (const { locations, message } of JSON.parse(text).runs[0].results) {
      const { uri } = locations[0].physicalLocation.artifactLocation
      expect(new URL(uri, 'file:///a/b/').href).toMatch(/^file:\/\/\/a\/b\//)
      expect(message.text).not.toMatch(/\]\(|\{\d+\}/)
    }
  },
  csv: text => {
    const rows: string[][] = parse(text, { record_delimiter: '\r\n' })
    expect(new Set(rows.map(row => row.length))).toEqual(new Set([CSV_COLUMNS.length]))
    for (const cell of rows.flat()) if (!/^-?\d+$/.test(cell)) expect(cell).not.toMatch(FORMULA)
    expect(text).not.toMatch(/;[\s"]*[=+\-@]/)
  },
  markdown: text => {
    const open = text.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '')
    expect(open).not.toMatch(/^ {0,3}(?:`{3}|~{3}|<)/m)
    for (const line of open.split('\n')) {
      expect(line).not.toMatch(
        /<(?!https?:)|[^\\]\]\((?!<https?:)|!\[|(?<!\(<https?):\/\/(?!www\.cisco)|(?<!\w)@\w/,
      )
      // A row of a table has the cells of its head: no more pipes than those of the table.
      if (line.startsWith('| ')) expect(line.replace(/\\./g, '')).toMatch(/^\|(?: [^|]*\|){2,5}$/)
    }
  },
  html: text => {
    const body = text
      .replace(/<style>[^<]*<\/style>/, '')
      .replace(/<script>[\s\S]*?<\/script>\n<\/body>/, '</body>')
    for (const tag of body.match(/<\/?[a-z!][^>]*>/gi) ?? [])
      expect(tag).toMatch(
        /^<(?:!doctype html|\/?[a-z][a-z0-9]*(?: (?!on|style)[a-zA-Z][a-zA-Z0-9-]*(?:="[^"<>]*")?)*\/?)>$/,
      )
    expect(body).not.toMatch(/<(?:script|img|iframe|object|embed|link|base|video|audio|source)\b/i)
    for (const [, address = ''] of body.matchAll(/ (?:href|src|action|xlink:href)="([^"]*)"/g))
      expect(address).toMatch(/^(?:#|https?:\/\/)/)
  },
  junit: (text, devices) => {
    const names = readXml(text)
    expect(names.filter(name => name === 'testsuite')).toHaveLength(devices)
    expect(
      names.filter(
        name => !/^(?:testsuites?|propert(?:y|ies)|testcase|failure|error|skipped|system-out)$/.test(name),
      ),
    ).toEqual([])
  },
  prometheus: text => {
    const lines = text.trimEnd().split('\n')
    for (const line of lines)
      expect(line).toMatch(
        /^# (?:HELP|TYPE) smartlic_\w+ |^smartlic_\w+(?:\{(?:\w+="(?:[^"\\]|\\["\\n])*",?)*\})? -?[\d.e+]+$/,
      )
    const series = lines.filter(line => !line.startsWith('#')).map(line => line.replace(/ \S+$/, ''))
    expect(new Set(series).size).toBe(series.length)
    expect(series.filter(line => line.startsWith('smartlic_owned'))).toEqual([])
  },
  nagios: text => void readPlugin(text),
  icinga: text => void readPlugin(text),
  checkmk: (text, devices) => {
    const lines = text.trimEnd().split('\n')
    expect(lines).toHaveLength(devices)
    for (const line of lines)
      expect(line).toMatch(/^[0-3] "Smart Licensing [^"]*" (?:-|[\w=;:.|-]+) [^|"'`$<>]+$/)
    expect(new Set(lines.map(line => line.split('"')[1])).size).toBe(devices)
  },
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, one]) => [key, ...strings(one)])
}
