// A device that answers with what a real one said once, and knows nothing else.
import type { Platform } from '../model/platform.ts'
import type { Answer } from './answer.ts'
import { EMPTY } from './device.ts'
import { lookUp } from './lookup.ts'
import { applyPipe, splitPipes } from './pipes.ts'
import type { Faults, LabDevice } from './types.ts'

export interface RecordedAnswer {
  /** As the device printed it, a refusal included. */
  readonly text: string
  /** It is the whole answer: filters may be applied to it. */
  readonly whole: boolean
}

/** By command as it was typed. */
export type Recorded = Readonly<Record<string, RecordedAnswer>>

export interface Recording {
  readonly id: string
  readonly platform: Platform
  readonly hostname: string
  readonly title: string
  readonly answers: Recorded
  /** How the answers end that did not end well. */
  readonly faults: Faults
}

/** A device to be served. Its login is the same for all: what the real one's was, no bundle tells. */
export function recordedDevice({ id, platform, hostname, title, answers, faults }: Recording): LabDevice {
  return {
    ...EMPTY,
    id,
    title,
    persona: platform,
    hostname,
    scenario: title,
    login: { username: 'replay', password: 'replay-pass', methods: ['password', 'keyboard-interactive'] },
    recorded: answers,
    faults,
  }
}

/** The command as typed, else without its filter and with words cut short; what was not recorded is unknown. */
export function recordedAnswer(recorded: Recorded, typed: string): Answer {
  const plain = typed.trim().replace(/\s+/g, ' ')
  const exact = Object.hasOwn(recorded, plain) ? recorded[plain] : undefined
  if (exact !== undefined) return { kind: 'text', text: exact.text, command: plain }
  const split = splitPipes(typed)
  if ('badColumn' in split)
    return { kind: 'refused', refusal: 'invalid', column: split.badColumn, command: plain }
  const names = new Map(Object.keys(recorded).map(command => [command.toLowerCase(), command]))
  const found = lookUp(
    split.command,
    [...names.keys()].filter(command => !command.includes('|')),
  )
  if (found.kind !== 'found') {
    const column = found.kind === 'invalid' ? found.column : split.command.length
    return { kind: 'refused', refusal: found.kind, column, command: split.command }
  }
  const command = names.get(found.pattern) ?? found.command
  const { text, whole } = recorded[command] ?? { text: '', whole: true }
  // A refusal passes through every filter that would be asked for.
  return { kind: 'text', text: whole ? split.pipes.reduce(applyPipe, text) : text, command }
}
