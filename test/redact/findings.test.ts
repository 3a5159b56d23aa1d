// Findings do not change under redaction: every simulated device is judged as it is and redacted at each level.
import { expect, test } from 'vitest'
import { judge } from '../../src/app/judge.ts'
import { soundRules } from '../../src/app/rules.ts'
import { loadDevices } from '../../src/lab/load.ts'
import { REDACTION_LEVELS } from '../../src/model/redaction.ts'
import { redactCaptures } from '../../src/redact/captures.ts'
import { unredact } from '../../src/redact/unredact.ts'
import { capturesOf } from '../lab/captures.ts'
import { testMap } from './keyed.ts'
import { told } from './told.ts'

const NOW = new Date('2026-03-04T08:00:00Z')
const rules = await soundRules()
const devices = loadDevices()

test.each(devices.map(device => [device.id, device] as const))('%s', (_id, device) => {
  const set = capturesOf(device, NOW)
  const before = told(judge(set, rules)).toLowerCase()
  for (const level of REDACTION_LEVELS) {
    const map = testMap()
    const after = told(judge(redactCaptures(set, { level, map, raw: true }), rules))
    expect({ level, told: unredact(after, map.entries()).toLowerCase() }).toEqual({ level, told: before })
  }
})
