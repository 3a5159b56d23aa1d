// What a device answers to one typed command.
import { lookUp } from './lookup.ts'
import { PERSONAS } from './persona/index.ts'
import { applyPipe, splitPipes } from './pipes.ts'
import { recordedAnswer } from './recorded.ts'
import type { LabDevice } from './types.ts'
import type { DeviceView } from './view.ts'
import { viewOf } from './view.ts'

export type Refusal = 'invalid' | 'ambiguous' | 'incomplete' | 'denied'

/** `column` counts from the first character typed. */
export type Answer =
  | { readonly kind: 'text'; readonly text: string; readonly command: string }
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly column: number; readonly command: string }

const RUNNING = 'show running-config'

/** Every command the device answers, in full; `*` stands for any word. */
export function knownCommands(device: LabDevice): readonly string[] {
  const persona = PERSONAS[device.persona]
  const all = new Set([
    ...Object.keys(device.answers),
    ...Object.keys(persona.derived),
    RUNNING,
    `${RUNNING} **`,
  ])
  for (const command of device.unsupported) all.delete(command)
  return [...all]
}

/** Answers a command as typed, modifiers included. Session set-up and `enable` are the terminal's business, not ours. */
export function answer(view: DeviceView, typed: string): Answer {
  if (view.device.recorded !== undefined) return recordedAnswer(view.device.recorded, typed)
  const split = splitPipes(typed)
  if ('badColumn' in split)
    return { kind: 'refused', refusal: 'invalid', column: split.badColumn, command: typed }
  const found = lookUp(split.command, knownCommands(view.device))
  if (found.kind !== 'found') {
    const column = found.kind === 'invalid' ? found.column : split.command.length
    return { kind: 'refused', refusal: found.kind, column, command: split.command }
  }
  const asSent = [found.command, typed.trim().replace(/\s+/g, ' ')]
  if (view.device.denied.some(denied => asSent.includes(denied))) {
    return { kind: 'refused', refusal: 'denied', column: 0, command: found.command }
  }
  const text = plainAnswer(view, found.pattern, found.command)
  if (text === undefined) {
    return {
      kind: 'refused',
      refusal: 'invalid',
      column: split.command.lastIndexOf(' ') + 1,
      command: found.command,
    }
  }
  return { kind: 'text', text: split.pipes.reduce(applyPipe, text), command: found.command }
}

function plainAnswer(view: DeviceView, pattern: string, command: string): string | undefined {
  const own = view.device.answers[pattern]
  if (own !== undefined) return view.text(own)
  const persona = PERSONAS[view.device.persona]
  const derived = persona.derived[pattern]
  if (derived !== undefined) return derived(view, command)
  return persona.runningConfig(view, command.slice(RUNNING.length).trim())
}

/** A refusal in the device's words; `offset` is the prompt's width, so that the caret stands below the word. */
export function refusalText(view: DeviceView, refused: Answer & { kind: 'refused' }, offset: number): string {
  const persona = PERSONAS[view.device.persona]
  const column = offset + refused.column
  switch (refused.refusal) {
    case 'invalid':
      return persona.invalid(column)
    case 'ambiguous':
      return persona.ambiguous(refused.command)
    case 'incomplete':
      return persona.incomplete(column)
    case 'denied':
      return persona.denied(column)
  }
}

/**
 * What the device answers to each command, without a session: for analysing a lab device offline.
 * @param commands as they would be sent; by default everything the device has a fixed answer for
 */
export function renderDevice(
  device: LabDevice,
  now: Date,
  commands?: readonly string[],
): Map<string, string> {
  const view = viewOf(device, now)
  const asked = commands ?? knownCommands(device).filter(command => !command.includes('*'))
  const offset = PERSONAS[device.persona].prompt(view, 'privileged').replace('\r', '').length
  const out = new Map<string, string>()
  for (const command of asked) {
    const given = answer(view, command)
    out.set(command, given.kind === 'text' ? given.text : refusalText(view, given, offset))
  }
  return out
}
