// Findings do not change under redaction: every simulated device is judged as it is and redacted at each level.
import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { judge } from '../../src/app/judge.ts'
import { soundRules } from '../../src/app/rules.ts'
import { loadDevices } from '../../src/lab/load.ts'
import type { DeviceReport } from '../../src/model/report.ts'
import { redactCaptures } from '../../src/redact/captures.ts'
import { REDACTION_LEVELS } from '../../src/redact/kinds.ts'
import { Pseudonyms } from '../../src/redact/pseudonyms.ts'
import { unredact } from '../../src/redact/unredact.ts'
import { capturesOf } from '../lab/captures.ts'

const NOW = new Date('2026-03-04T08:00:00Z')
const rules = await soundRules()
const devices = loadDevices()

/** What must stay the same: everything a person is told, but for the sizes of captures. */
function told({ captures, plan, ...rest }: DeviceReport): string {
  const effect = plan?.effect
  // What only the next try settles comes in no order: the forecast's own example host may be the device's.
  const ordered = effect && { ...effect, undecided: [...effect.undecided].sort() }
  const notes = captures.map(({ command, status, lines }) => ({ command, status, lines }))
  return JSON.stringify({ ...rest, plan: plan && { ...plan, effect: ordered }, captures: notes }, null, 1)
}

describe.each(REDACTION_LEVELS)('level %s', level => {
  test.each(devices.map(device => [device.id, device] as const))('%s', (_id, device) => {
    const set = capturesOf(device, NOW)
    const map = new Pseudonyms(text => createHmac('sha256', 'test').update(text).digest())
    const redacted = redactCaptures(set, { level, map, raw: true })
    const before = told(judge(set, rules))
    const after = told(judge(redacted, rules))
    const back = level === 'secrets' ? after : unredact(after, map.entries())
    expect(back.toLowerCase()).toEqual(before.toLowerCase())
  })
})
