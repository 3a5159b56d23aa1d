// A session a person saved: what was typed in it counts beside the output, and its secrets go nowhere.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { devicesOf } from '../../src/app/input/devices.ts'
import { judge } from '../../src/app/judge.ts'
import { shippedRules } from '../../src/app/rules.ts'
import { splitText } from '../../src/parse/split/index.ts'

const text = readFileSync(new URL('../fixtures/ios-xe/session-old-command.txt', import.meta.url), 'utf8')
const place = { origin: 'session.txt', file: 'session.txt', folder: '', folderName: '' }

describe('a session with the old registration command and a factory reset', async () => {
  const { set: rules } = await shippedRules()
  const { sets } = devicesOf([{ ...place, segments: splitText(text) }], { platform: 'ios-xe' })
  const report = judge(sets[0] ?? expect.fail(), rules)
  const severityOf = (rule: string): string | undefined =>
    report.findings.find(finding => finding.rule === rule && finding.outcome === 'fail')?.severity

  test('says that the old command was refused, and that a reload is still to come', () => {
    expect(severityOf('slp-register-command-used')).toBe('info')
    expect(severityOf('factory-reset-done')).toBe('critical')
  })
  test('shows no token', () => {
    expect(JSON.stringify(report)).not.toContain('MjNi')
  })
})
