// What collection would keep of a lab device, without a session.
import { CATALOGUE } from '../../src/collect/catalogue.ts'
import { renderDevice } from '../../src/lab/answer.ts'
import type { LabDevice } from '../../src/lab/types.ts'
import type { Capture, CaptureSet } from '../../src/model/capture.ts'
import { classifyAnswer } from '../../src/session/refuse.ts'

const NOW = new Date('2026-11-20T10:15:30Z')

/** The first spelling of each command that the device does not refuse. */
export function saved(device: LabDevice): CaptureSet {
  const typed = CATALOGUE[device.persona].map(({ command, alternatives }) => [
    command,
    ...(alternatives ?? []),
  ])
  const answers = renderDevice(device, NOW, typed.flat())
  const captures = typed.flatMap((spellings): Capture[] => {
    const taken = spellings
      .map(command => ({ command, text: answers.get(command) ?? '' }))
      .find(({ text }) => classifyAnswer(text, device.persona) === undefined)
    return taken === undefined ? [] : [capture(device, taken.command, taken.text)]
  })
  return { name: device.hostname, platform: device.persona, captures }
}

/** The same with the pings and telnets a person ran on the device and pasted behind it. */
export function savedWithTests(device: LabDevice): CaptureSet {
  const typed = Object.keys(device.answers).filter(command => /^(ping|telnet) /.test(command))
  const set = saved(device)
  const tests = [...renderDevice(device, NOW, typed)].map(([command, text]) => capture(device, command, text))
  return { ...set, captures: [...set.captures, ...tests] }
}

function capture(device: LabDevice, command: string, text: string): Capture {
  return { command, text, status: 'ok', firstLine: 1, origin: device.id }
}
