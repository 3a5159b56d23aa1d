// Every simulated device: what is found in its bundle is what was found live, at every level of masking.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readInputs } from '../../src/app/input.ts'
import { judge } from '../../src/app/judge.ts'
import { soundRules } from '../../src/app/rules.ts'
import { loadDevices } from '../../src/lab/load.ts'
import type { CaptureSet } from '../../src/model/capture.ts'
import type { RedactionLevel } from '../../src/model/redaction.ts'
import type { MapEntry } from '../../src/redact/pseudonyms.ts'
import { redactText } from '../../src/redact/redactor.ts'
import { unredact } from '../../src/redact/unredact.ts'
import { capturesOf } from '../lab/captures.ts'
import { told } from '../redact/told.ts'
import { bundled, newFolder, removeFolders } from './place.ts'

const NOW = new Date('2026-03-04T08:00:00Z')
const rules = await soundRules()
const live = loadDevices().map(device => ({ ...capturesOf(device, NOW), name: device.id }))
afterAll(removeFolders)

describe.each(['secrets', 'identity'] satisfies RedactionLevel[])('at level %s', level => {
  let sets: CaptureSet[] = []
  let entries: MapEntry[] = []

  beforeAll(async () => {
    const dir = newFolder()
    const file = join(dir, 'all.tar.gz')
    const mapFile = join(dir, 'map.json')
    await bundled(file, live, { level, ...(level === 'secrets' ? {} : { mapFile }) })
    sets = (await readInputs([file], {})).sets
    if (level !== 'secrets') entries = JSON.parse(readFileSync(mapFile, 'utf8')).entries
  })

  test('every device is there', () => {
    expect(sets.map(({ platform }) => platform)).toEqual(live.map(({ platform }) => platform))
  })

  test.each(live.map((set, at) => [set.name, set, at] as const))('%s', (_name, set, at) => {
    const read = sets[at]
    if (read === undefined) throw new Error('it is not in the bundle')
    const before = told(judge(set, rules)).toLowerCase()
    expect(unredact(told(judge(read, rules)), entries).toLowerCase()).toBe(before)
    expect(read.captures.map(({ status, reason }) => [status, reason])).toEqual(
      set.captures.map(({ status, reason }) => [status, reason]),
    )
    expect(read.captures.map(({ finishedAt }) => finishedAt)).toEqual(
      set.captures.map(({ finishedAt }) => finishedAt),
    )
  })

  test('texts come back as they were masked, to the last character', () => {
    if (level !== 'secrets') return
    for (const [at, set] of live.entries())
      expect(sets[at]?.captures.map(({ text }) => text)).toEqual(
        set.captures.map(({ text }) => redactText(text)),
      )
  })
})

describe('what this computer saw goes with what the device said', () => {
  const seen = [
    'probe format=1 at=2026-03-04T08:00:01.250Z url=https://tools.cisco.com/its/service/oddce/services/DDCEService scheme=https host=tools.cisco.com port=443 path=/its/service/oddce/services/DDCEService cloud=true',
    'dns server=192.0.2.53 port=53 of=device vrf="" host=tools.cisco.com domain="" type=A outcome=answered addresses.0.address=198.51.100.7 addresses.0.ttl=60 cnames=[] slow=false conclusive=true',
    'tcp peer=server host=tools.cisco.com address=198.51.100.7 port=443 outcome=timed-out origin.0=dns ms=3000',
    'end results=3',
  ].join('\n')

  test.each(['secrets', 'identity'] satisfies RedactionLevel[])('at level %s', async level => {
    const [device] = live.filter(({ name }) => name === 'xe-callhome-http-url')
    if (device === undefined) throw new Error('there is no such device')
    const probed: CaptureSet = {
      ...device,
      captures: [
        ...device.captures,
        { command: 'probe', status: 'ok', text: seen, firstLine: 1, origin: 'this computer' },
      ],
    }
    const dir = newFolder()
    const mapFile = join(dir, 'map.json')
    const file = join(dir, 'probed.tar.gz')
    await bundled(file, [probed], { level, ...(level === 'secrets' ? {} : { mapFile }) })
    const [read] = (await readInputs([file], {})).sets
    if (read === undefined) throw new Error('it is not in the bundle')
    const entries: MapEntry[] = level === 'secrets' ? [] : JSON.parse(readFileSync(mapFile, 'utf8')).entries
    const before = told(judge(probed, rules)).toLowerCase()
    expect(before).toContain('"vantage": "computer"')
    expect(unredact(told(judge(read, rules)), entries).toLowerCase()).toBe(before)
  })
})
