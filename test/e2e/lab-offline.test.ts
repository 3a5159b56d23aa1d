// Every lab device from saved output: the causes its file expects, and nothing else at warning or above.
import { describe, expect, test } from 'vitest'
import { judge } from '../../src/app/judge.ts'
import { shippedRules } from '../../src/app/rules.ts'
import { CATALOGUE } from '../../src/collect/catalogue.ts'
import { renderDevice } from '../../src/lab/answer.ts'
import { loadDevices } from '../../src/lab/load.ts'
import type { LabDevice } from '../../src/lab/types.ts'
import type { Capture, CaptureSet } from '../../src/model/capture.ts'
import { classifyAnswer } from '../../src/session/refuse.ts'
import { expected, found } from './expectation.ts'

const NOW = new Date('2026-11-20T10:15:30Z')

/** What collection would keep: the first spelling of each command that the device does not refuse. */
function saved(device: LabDevice): CaptureSet {
  const typed = CATALOGUE[device.persona].map(({ command, alternatives }) => [
    command,
    ...(alternatives ?? []),
  ])
  const answers = renderDevice(device, NOW, typed.flat())
  const captures = typed.flatMap((spellings): Capture[] => {
    const taken = spellings
      .map(command => ({ command, text: answers.get(command) ?? '' }))
      .find(({ text }) => classifyAnswer(text, device.persona) === undefined)
    return taken === undefined ? [] : [{ ...taken, status: 'ok', firstLine: 1, origin: device.id }]
  })
  return { name: device.hostname, platform: device.persona, captures }
}

const { set: rules } = await shippedRules()

describe.each(loadDevices().map(device => [device.id, device] as const))('%s', (_id, device) => {
  test('is diagnosed as its file says', () => {
    const seen = found(judge(saved(device), rules))
    expect(seen).toEqual(expected(device, seen))
  })
})
