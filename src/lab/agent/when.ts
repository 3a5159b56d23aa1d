// Times as the licensing agent prints them, relative to the device's clock.
import type { Machine } from '../machine.ts'
import { formatTime, parseSpan } from '../template.ts'

/** `stamp(machine, '+30d')` in the format of `show license status`; other formats by name. */
export function stamp(machine: Machine, span = '', format = 'license'): string {
  const seconds = span === '' ? 0 : parseSpan(span)
  return formatTime(new Date(machine.clock.getTime() + seconds * 1000), format)
}
