// `rules explain`: the page of a rule, and on saved output every fact with the line it comes from.
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { explainRule } from '../../src/app/rules/explain.ts'
import { soundRules } from '../../src/app/rules.ts'
import { judgedText } from '../../src/report/judged-rule.ts'
import { ruleText } from '../../src/report/rule.ts'
import { plainStyle } from '../../src/report/style.ts'

const style = plainStyle(100)
const stdin = (text = ''): NodeJS.ReadableStream => Readable.from([text])

test('every shipped rule has a page with each part', async () => {
  const { rules } = await soundRules()
  for (const { id, role } of rules) {
    const explanation = await explainRule({ id, paths: [], stdin: stdin() })
    const page = ruleText(explanation.rule, explanation, style)
    const parts = ['Meaning', 'Consequence', 'Common causes', 'How it is decided']
    if (role === 'cause') parts.push('Fix on ', 'undo', 'False alarms')
    for (const part of parts) expect(page, id).toContain(part)
    expect(page, id).not.toMatch(/[^\S\n]$/m)
  }
})

test('common causes are the rules that explain it, false alarms its silent cases', async () => {
  const explanation = await explainRule({ id: 'cert-not-yet-valid', paths: [], stdin: stdin() })
  expect(explanation.explainedBy.map(rule => rule.id)).toContain('clock-offset')
  expect(ruleText(explanation.rule, explanation, style)).toContain('clock-offset: ')
  const { lookalikes } = await explainRule({ id: 'callhome-http-url', paths: [], stdin: stdin() })
  expect(lookalikes).toContainEqual({ name: 'HTTP to an On-Prem server is allowed', platform: 'ios-xr' })
})

test('on output: each condition, its facts, their command, line and text', async () => {
  const { rule, devices } = await explainRule({
    id: 'clock-not-authoritative',
    paths: ['-'],
    stdin: stdin('*12:00:00.000 UTC Mon Nov 3 2025\n'),
    platform: 'ios-xe',
    command: 'show clock',
  })
  const [device] = devices
  if (device === undefined) throw new Error('no device')
  const read = device.findings.flatMap(finding => finding.trace.flatMap(line => line.read ?? []))
  expect(read).toContainEqual({
    path: 'clock.authoritative',
    value: 'false',
    from: [],
    sources: [
      expect.objectContaining({ command: 'show clock', line: 1, text: '*12:00:00.000 UTC Mon Nov 3 2025' }),
    ],
  })
  const unknown = read.find(fact => fact.value === undefined)
  expect(unknown?.missing?.command).toMatch(/^show /)
  const text = judgedText(rule, device, style)
  expect(text).toContain('clock.authoritative = false')
  expect(text).toContain('show clock:1 | *12:00:00.000 UTC Mon Nov 3 2025')
  expect(text).toMatch(/is unknown: .*show /)
})

test('a derived fact names what it is computed from, with their lines', async () => {
  const { devices } = await explainRule({
    id: 'callhome-http-url',
    paths: ['-'],
    stdin: stdin(
      [
        'callhome',
        '  email-contact a@example.com',
        '  destination-profile CiscoTAC-1 transport-method http',
        '  destination-profile CiscoTAC-1 index 1 http http://tools.cisco.com/its/service/oddce/services/DDCEService',
        '  enable',
        '',
      ].join('\n'),
    ),
    platform: 'nx-os',
    command: 'show running-config callhome',
  })
  const read = devices.flatMap(one =>
    one.findings.flatMap(finding => finding.trace.flatMap(line => line.read ?? [])),
  )
  const scheme = read.find(fact => fact.path === 'derived.active_destinations.0.scheme')
  expect(scheme?.value).toBe('"http"')
  expect(scheme?.from.some(path => path.startsWith('callhome.profiles'))).toBe(true)
  expect(scheme?.sources.map(source => source.line)).toContain(4)
})
