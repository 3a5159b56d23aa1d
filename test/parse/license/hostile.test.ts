// Damaged and hostile text: nothing throws, nothing is claimed to be absent that was cut off.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { iosXeSystemParsers } from '../../../src/parse/ios-xe/system.ts'
import { iosXeVersionParser } from '../../../src/parse/ios-xe/version.ts'
import * as license from '../../../src/parse/license/index.ts'
import { collect } from './collect.ts'
import { fixture } from './fixture.ts'

const FILES = [
  'classic-registering-failed',
  'classic-tech-out-of-compliance',
  'policy-all-on-prem',
  'policy-tech-server-refuses',
]
const LINES = FILES.flatMap(name => fixture(`ios-xe/${name}.txt`).split('\n'))
const PARSERS = [
  license.parseLicenseAll,
  license.parseLicenseSummary,
  license.parseLicenseUdi,
  license.parseLicenseEventLog,
  license.parseLicenseRum,
  iosXeVersionParser.parse,
  ...iosXeSystemParsers.map(parser => parser.parse),
]

test('any order of real lines mixed with noise is read without an exception', () => {
  const line = fc.oneof(fc.constantFrom(...LINES), fc.string({ maxLength: 120 }))
  fc.assert(
    fc.property(fc.array(line, { maxLength: 60 }), lines => {
      for (const parse of PARSERS) collect(parse, lines.join('\n'))
    }),
    { numRuns: 150 },
  )
})

test('cutting a capture never changes what was read before the cut into an absence', () => {
  const whole = fixture('ios-xe/policy-all-on-prem.txt').split('\n')
  const full = collect(license.parseLicenseAll, whole.join('\n'))
  for (let end = 1; end < whole.length; end += 1) {
    const cut = collect(license.parseLicenseAll, whole.slice(0, end).join('\n'), { complete: false })
    expect(cut.at('license.ha_udis') ?? []).toHaveLength(
      Math.min(2, whole.slice(0, end).filter(one => /^ {4}(Active|Standby):/.test(one)).length),
    )
    for (const path of ['license.reporting.acked', 'license.reporting.has_ack_deadline', 'license.method']) {
      const value = cut.at(path)
      if (value !== undefined) expect(value).toBe(full.at(path))
    }
  }
})

test('very long lines stay cheap', () => {
  const blanks = ' '.repeat(50_000)
  const text = [
    'License Conversion:',
    `Status: started${blanks}x`,
    'Trust Code Installed:',
    '  Active: PID:C1,SN:S1',
    `INSTALLED on${blanks}x`,
    'License Usage:',
    '  License  Count Status',
    'a (b '.repeat(20_000),
    `UDI: ${'PID:'.repeat(20_000)}`,
    `HA UDI List:`,
    `Active: ${'P:x,'.repeat(20_000)}`,
    `${blanks}x`,
  ].join('\n')
  for (const parse of PARSERS) expect(collect(parse, text).unreadable.size).toBeLessThan(10)
})
