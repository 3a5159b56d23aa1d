// Hostile text in every place of a report, through every format: it stays text, and the structure stays what it was.
import { parse } from 'csv-parse/sync'
import { describe, expect, test } from 'vitest'
import { FORMATS, type Format, render } from '../../src/cli/formats.ts'
import { createTheme } from '../../src/cli/theme.ts'
import { CSV_COLUMNS } from '../../src/report/csv.ts'
import { everything, PAYLOADS, poisoned } from './hostile.ts'
import { readPlugin } from './nagios-output.ts'
import { readXml } from './xml-output.ts'

const theme = createTheme({ stream: {}, plain: true, env: { LANG: 'C.UTF-8' } })
const rendered = (payload: string, format: Format): Promise<string> =>
  render(poisoned(everything, payload), format, { theme, verbose: true })

const DEVICES = everything.devices.length
/** The head, a row a finding, one for a device without. */
const ROWS = 1 + everything.devices.reduce((sum, { findings }) => sum + Math.max(1, findings.length), 0)

const HARMFUL =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff]|\udb40[\udc00-\udc7f]/

describe.each(Object.entries(PAYLOADS))('%s', (_name, payload) => {
  test.each(FORMATS)('%s holds no control or hidden character', async format => {
    const text = await rendered(payload, format)
    expect(text).not.toMatch(HARMFUL)
    expect(Buffer.from(text).toString()).toBe(text)
    if (format !== 'csv') expect(text).not.toContain('\r')
  })

  test('JSON, NDJSON and SARIF are read', async () => {
    expect(JSON.parse(await rendered(payload, 'json')).devices).toHaveLength(DEVICES)
    const lines = (await rendered(payload, 'ndjson')).trimEnd().split('\n')
    expect(lines.map(line => JSON.parse(line).schema)).toEqual(Array(DEVICES).fill('smartlic.device/v1'))
    const { runs } = JSON.parse(await rendered(payload, 'sarif'))
    for (const { locations, message } of runs[0].results) {
      const { uri } = locations[0].physicalLocation.artifactLocation
      const url = new URL(uri, 'file:///a/b/')
      expect(url.href.startsWith('file:///a/b/'), uri).toBe(true)
      expect(message.text).not.toMatch(/\]\(|\{\d+\}/)
    }
  })

  test('CSV has its columns, and no cell is a formula in either kind of spreadsheet', async () => {
    const text = await rendered(payload, 'csv')
    const rows: string[][] = parse(text, { record_delimiter: '\r\n' })
    expect(rows.every(row => row.length === CSV_COLUMNS.length)).toBe(true)
    expect(rows).toHaveLength(ROWS)
    for (const cell of rows.flat())
      if (!/^-?\d+$/.test(cell)) expect(cell).not.toMatch(/^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/)
    expect(text).not.toMatch(/;[\s"]*[=+\-@]/)
  })

  test('HTML has only the elements and attributes of the page', async () => {
    const text = await rendered(payload, 'html')
    const body = text
      .replace(/<style>[^<]*<\/style>/, '')
      .replace(/<script>[\s\S]*?<\/script>\n<\/body>/, '</body>')
    const tags = body.match(/<\/?[a-z!][^>]*>/gi) ?? []
    expect(tags.length).toBeGreaterThan(100)
    for (const tag of tags) expect(tag).toMatch(TAG)
    // Whatever else would begin a tag is escaped.
    expect(body.replace(/<\/?[a-z!][^>]*>/gi, '')).not.toContain('<')
    for (const [, href = ''] of body.matchAll(/ href="([^"]*)"/g)) expect(href).toMatch(/^(?:#|https?:\/\/)/)
  })

  test('JUnit is XML with the elements it should have', async () => {
    const names = readXml(await rendered(payload, 'junit'))
    expect(new Set(names)).toEqual(
      new Set([
        'testsuites',
        'testsuite',
        'properties',
        'property',
        'testcase',
        'failure',
        'error',
        'skipped',
        'system-out',
      ]),
    )
    expect(names.filter(name => name === 'testsuite')).toHaveLength(DEVICES)
  })

  test('Prometheus has whole samples, each once', async () => {
    const lines = (await rendered(payload, 'prometheus')).trimEnd().split('\n')
    for (const line of lines)
      expect(line).toMatch(
        /^# (?:HELP|TYPE) smartlic_\w+ |^smartlic_\w+(?:\{(?:\w+="(?:[^"\\]|\\["\\n])*",?)*\})? -?[\d.e+]+$/,
      )
    const series = lines.filter(line => !line.startsWith('#')).map(line => line.replace(/ \S+$/, ''))
    expect(new Set(series).size).toBe(series.length)
    expect(lines.some(line => line.startsWith('smartlic_owned'))).toBe(false)
  })

  test('Nagios and Icinga say the state and nothing a shell would read', async () => {
    for (const format of ['nagios', 'icinga'] as const) {
      const { state, perf } = readPlugin(await rendered(payload, format))
      expect(state).toBe('CRITICAL')
      expect(perf.find(({ label }) => label === 'devices_critical')).toMatchObject({
        value: 1,
        crit: '0',
        max: String(DEVICES),
      })
    }
  })

  test('Checkmk has a line a device', async () => {
    const lines = (await rendered(payload, 'checkmk')).trimEnd().split('\n')
    expect(lines).toHaveLength(DEVICES)
    for (const line of lines)
      expect(line).toMatch(/^[0-3] "Smart Licensing [^"]*" (?:-|[\w=;:.|-]+) [^|"'`$<>]+$/)
    expect(new Set(lines.map(line => line.split('"')[1])).size).toBe(DEVICES)
  })

  test('Markdown keeps its headings and has no link of the device', async () => {
    const headings = (text: string): number => text.split('\n').filter(line => /^#+ /.test(line)).length
    const text = outsideFences(await rendered(payload, 'markdown'))
    expect(headings(text)).toBe(headings(outsideFences(await rendered('x', 'markdown'))))
    expect(text).not.toMatch(/<(?!https?:)|[^\\]\]\((?!<)|(?<!\(<https?):\/\/(?!www\.cisco)|@admin|www\.evil/)
  })
})

/** Elements and attributes the page is made of; values hold no raw mark. */
const TAG =
  /^<(?:!doctype html|\/?(?:html|head|meta|title|style|body|a|header|h1|h2|h3|h4|h5|p|button|main|section|ul|ol|li|strong|span|nav|form|label|input|fieldset|legend|select|option|div|table|caption|thead|tbody|tr|th|td|figure|figcaption|svg|rect|line|text|g|path|article|code|pre|details|summary|script)(?: (?!on|style)[a-zA-Z][a-zA-Z0-9-]*(?:="[^"<>]*")?)*\/?)>$/

/** Code blocks hold device text as it is; a fence is longer than any inside. */
function outsideFences(text: string): string {
  return text.replace(/^(`{3,})text\n[\s\S]*?\n\1$/gm, '')
}
