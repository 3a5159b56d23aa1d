// Lines that are no part of an answer: log messages printed in the middle of it, and the half line at a cut.
import type { Line } from '../contract.ts'
import { readHead } from './event.ts'

/** Commands whose own lines are messages. */
const OF_MESSAGES = /\b(log(ging|file)?|eventlog|trace|history|event)\b/i

/**
 * Lines without the messages that a console or `terminal monitor` put between them; line numbers stay. A message has a
 * `%` code behind a time stamp: a code quoted in a configuration has none.
 */
export function withoutConsoleMessages(command: string, lines: readonly Line[]): readonly Line[] {
  if (OF_MESSAGES.test(command)) return lines
  return lines.some(isMessage) ? lines.filter(line => !isMessage(line)) : lines
}

function isMessage({ text }: Line): boolean {
  if (!text.includes('%')) return false
  const at = readHead(text)?.at
  return at !== undefined && at !== '' && /^[\d*.]|^[A-Z][a-z]{2} |^[A-Z]{1,3}\//.test(text)
}

/** Of a cut answer, the last line may be half a line: an address or a number in it may be another one on the device. */
export function withoutCutLine(command: string, lines: readonly Line[]): readonly Line[] {
  if (OF_MESSAGES.test(command)) return lines
  const last = lines.findLastIndex(line => line.text.trim() !== '')
  return last < 0 ? lines : lines.slice(0, last)
}
