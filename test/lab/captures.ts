// A lab device as captures, without a session: what collection would bring home.
import { CATALOGUE } from '../../src/collect/catalogue.ts'
import { answer, refusalText } from '../../src/lab/answer.ts'
import type { LabDevice } from '../../src/lab/types.ts'
import { viewOf } from '../../src/lab/view.ts'
import type { Capture, CaptureSet } from '../../src/model/capture.ts'

/** Every command of the catalogue; alternatives and fallbacks when one is refused. */
export function capturesOf(device: LabDevice, now: Date): CaptureSet {
  const view = viewOf(device, now)
  const captures: Capture[] = []
  const take = (command: string): boolean => {
    const given = answer(view, command)
    const capture = { command, firstLine: 1, origin: device.id, finishedAt: now.getTime() }
    if (given.kind === 'text') captures.push({ ...capture, status: 'ok', text: given.text })
    else {
      const status = given.refusal === 'denied' ? 'denied' : 'unsupported'
      captures.push({
        ...capture,
        status,
        text: refusalText(view, given, 0),
        reason: 'refused by the device',
      })
    }
    return given.kind === 'text'
  }
  for (const entry of CATALOGUE[device.persona]) {
    if ([entry.command, ...(entry.alternatives ?? [])].some(take)) continue
    for (const command of entry.fallback ?? []) take(command)
  }
  return { name: device.hostname, platform: device.persona, captures }
}
