// How a typed line comes back: the ways terminals and line editors draw it.
import type { Fault, FaultKind } from '../types.ts'

const COLUMNS = 24

/** The echo with its line end. `prompt` as the device prints it. */
type Draw = (command: string, prompt: string) => string

const FORMS: Partial<Record<FaultKind, Draw>> = {
  'echo-none': () => '',
  'echo-wrong': command => `show ${[...command].reverse().join('')}\r\n`,
  // A line editor that wraps writes a blank and a carriage return at the edge of the screen.
  'echo-wrap': (command, prompt) => {
    const visible = prompt.replace('\r', '').length
    return `${[...command].map((char, i) => ((visible + i + 1) % COLUMNS === 0 ? `${char} \r` : char)).join('')}\r\n`
  },
  'echo-redraw': (command, prompt) =>
    `${command.slice(0, command.length / 2)}\r\u001b[K${prompt.replace('\r', '')}${command}\r\n`,
  'echo-backspace': command => {
    const half = Math.floor(command.length / 2)
    return `${command.slice(0, half)}xy\b \b\b \b${command.slice(half)}\r\r\n`
  },
  // IOS shows the end of a line that is too long, with `$` for the rest.
  'echo-scroll': (command, prompt) =>
    command.length <= COLUMNS
      ? `${command}\r\n`
      : `${command.slice(0, COLUMNS)}${'\b'.repeat(COLUMNS)}$${command.slice(1 - COLUMNS)}${prompt === '' ? '' : '\r\n'}`,
  'echo-drip': command => `${command}\r\n`,
}

/** The form a fault wants; undefined when the echo is the usual one. */
export function echoOf(fault: Fault | undefined): Draw | undefined {
  for (const kind of fault?.kinds ?? []) {
    const form = FORMS[kind]
    if (form !== undefined) return form
  }
  return undefined
}
