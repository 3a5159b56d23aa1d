// No format of a report gives away a secret the device printed, and nothing else is masked in it.
import { describe, expect, test } from 'vitest'
import { readFacts } from '../../../src/app/facts.ts'
import { withoutSecrets } from '../../../src/app/judge/secrets.ts'
import { judge } from '../../../src/app/judge.ts'
import { soundRules } from '../../../src/app/rules.ts'
import { FORMATS, render } from '../../../src/cli/formats.ts'
import { createTheme } from '../../../src/cli/theme.ts'
import { loadDevices } from '../../../src/lab/load.ts'
import type { CaptureSet } from '../../../src/model/capture.ts'
import { PLATFORMS } from '../../../src/model/platform.ts'
import { type DeviceReport, REPORT_SCHEMA, type Report } from '../../../src/model/report.ts'
import { capturesOf } from '../../lab/captures.ts'
import { type Canary, canariesOf, leakIn } from '../../redact/canaries.ts'

const NOW = new Date('2026-03-04T08:00:00Z')
const rules = await soundRules()
const devices = loadDevices()
const theme = createTheme({ stream: process.stdout, plain: true })

/** Behind every answer: a configuration, a log and a licence output are where a device repeats what was typed. */
function planted(set: CaptureSet, canaries: readonly Canary[]): CaptureSet {
  const lines = canaries.map(canary => canary.text).join('\n!\n')
  return {
    ...set,
    captures: set.captures.map(capture => ({ ...capture, text: `${capture.text}\n!\n${lines}\n!` })),
    problem: { kind: 'lost', message: `the device hung up after "${canaries[0]?.text ?? ''}"` },
  }
}

function reportOf(device: DeviceReport): Report {
  const run = {
    tool: 'smartlic',
    version: '0',
    started_at: NOW.toISOString(),
    duration_ms: 0,
    command: 'check',
  }
  return { schema: REPORT_SCHEMA, run: { ...run, notes: [] }, devices: [device] }
}

describe.each(PLATFORMS)('%s', platform => {
  const canaries = canariesOf(platform, 5)
  const own = devices.filter(device => device.persona === platform)

  test.each(own.filter((_, at) => at % 3 === 0).map(device => [device.id, device] as const))(
    '%s tells no planted secret in any format',
    async (_id, device) => {
      const report = reportOf(judge(planted(capturesOf(device, NOW), canaries), rules))
      for (const format of FORMATS) {
        const text = await render(report, format, { theme, verbose: true })
        expect({ format, leak: leakIn(text, canaries) }).toEqual({ format, leak: undefined })
      }
    },
  )
})

test.each(PLATFORMS)('facts of %s are shown without secrets', platform => {
  const canaries = canariesOf(platform, 6)
  const [first, ...more] = devices.filter(device => device.persona === platform)
  expect(first).toBeDefined()
  for (const device of [first, more[4], more[9]]) {
    if (device === undefined) continue
    const { store, coverage } = readFacts(planted(capturesOf(device, NOW), canaries))
    expect(leakIn(JSON.stringify([store.facts, [...store.sources.values()]]), canaries)).toBeUndefined()
    expect(leakIn(JSON.stringify(coverage), canaries)).toBeUndefined()
  }
})

test('a URL with a password is quoted without it', () => {
  const source = {
    command: 'show run',
    line: 1,
    origin: 'sw1',
    text: ' http-proxy http://ops:Wq7Xr2Lk@px port 80',
  }
  const message = 'sends through http://ops:Wq7Xr2Lk@px'
  const lines = ['license smart register idtoken <TOKEN>']
  expect(withoutSecrets({ message, evidence: [source], lines, trace: [message] })).toEqual({
    message: 'sends through http://ops:<hidden>@px',
    evidence: [{ ...source, text: ' http-proxy http://ops:<hidden>@px port 80' }],
    lines,
    trace: [message],
  })
})

test('the texts of the simulated devices hold nothing that is masked', () => {
  const masked = devices.flatMap(device => {
    const text = JSON.stringify({ ...judge(capturesOf(device, NOW), rules), captures: [] })
    return text.match(/[^"]{0,60}<(?:[a-z-]+ )?hidden>/g) ?? []
  })
  expect(masked).toEqual([])
})
