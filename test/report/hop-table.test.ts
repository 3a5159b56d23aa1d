// Two places see the same hops: side by side in every format for a person, and in JSON.
import { createHash } from 'node:crypto'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import type { PathHop } from '../../src/model/report.ts'
import { formatHtml } from '../../src/report/html.ts'
import { formatJson } from '../../src/report/json.ts'
import { formatMarkdown } from '../../src/report/markdown.ts'
import { reportSchema } from '../../src/report/schema.ts'
import { plainStyle } from '../../src/report/style.ts'
import { formatText } from '../../src/report/text.ts'
import { columnsOf } from '../../src/report/wrap.ts'
import { critical, reportOf } from './sample.ts'

const seen = {
  command: 'probe',
  line: 5,
  text: `tcp address=198.51.100.7 ${'x'.repeat(400)}`,
  origin: 'this computer',
  vantage: 'computer',
} as const
const path: readonly PathHop[] = [
  { hop: 'mode', status: 'ok', note: 'classic', evidence: [], rules: [] },
  {
    hop: 'dns',
    status: 'broken',
    note: 'the device says "Unable to resolve server hostname/domain name"',
    evidence: [],
    rules: [],
    probe: { status: 'ok', note: 'tools.cisco.com is 198.51.100.7', evidence: [seen] },
  },
  {
    hop: 'tcp',
    status: 'unknown',
    note: 'not reached: dns is broken before it',
    evidence: [seen],
    rules: [],
    probe: { status: 'ok', note: '198.51.100.7 port 443 opens', evidence: [seen] },
  },
  {
    hop: 'url',
    status: 'ok',
    note: `https://${'long.'.repeat(30)}example.net/Transportgateway/services/DeviceRequestHandler`,
    evidence: [],
    rules: [],
    probe: { status: 'unknown', note: '', evidence: [] },
  },
]
const device = { ...critical, path }

describe.each([80, 160])('text in %i columns', width => {
  const text = formatText(reportOf(device), { style: plainStyle(width) })

  test('has both columns, and no line wider than the terminal', () => {
    expect(text).toMatch(/says the device +from this computer/)
    expect(text).toMatch(/dns +✖ the device says .*✔ tools\.cisco\.com is/)
    for (const line of text.split('\n').slice(0, 12)) expect(columnsOf(line)).toBeLessThanOrEqual(width)
  })

  test('without a probe there is no second column', () => {
    const alone = path.map(({ probe: _probe, ...hop }) => hop)
    expect(formatText(reportOf({ ...device, path: alone }), { style: plainStyle(width) })).not.toContain(
      'from this computer',
    )
  })
})

test('Markdown', () => {
  const page = formatMarkdown(reportOf(device))
  expect(page).toContain('| Hop | Says the device | Seen | From this computer | Proof |')
  expect(page).toMatch(
    /\| tcp \| unknown \|.*\| ok: 198\.51\.100\.7 port 443 opens \|.*probe:5, from this computer/,
  )
})

test('HTML', () => {
  const page = formatHtml(reportOf(device), text => createHash('sha256').update(text).digest('base64'))
  expect(page).toContain('<th scope="col">From this computer</th>')
  expect(page).toContain('198.51.100.7 port 443 opens')
})

test('JSON carries the column and the vantage point, and the schema knows both', () => {
  const report = JSON.parse(formatJson(reportOf(device))) as { devices: { path: PathHop[] }[] }
  expect(report.devices[0]?.path[1]?.probe?.evidence[0]?.vantage).toBe('computer')
  const valid = new Ajv2020({ strict: false, allowUnionTypes: true }).compile(reportSchema)
  expect(valid(report), JSON.stringify(valid.errors)).toBe(true)
})
