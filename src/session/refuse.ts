// Is this answer data, or the device saying no?
import type { Platform } from '../model/platform.ts'
import { PLATFORM_TRAITS } from '../platforms/index.ts'

export interface Refusal {
  readonly status: 'unsupported' | 'denied'
  readonly line: string
}

// Wordings that come from the AAA server rather than the platform.
const DENIED: readonly RegExp[] = [
  /^(?:% ?|Error: ?)?(?:Command )?authori[sz]ation (?:failed|denied)/i,
  /^% ?(?:This )?command (?:is )?not authori[sz]ed/i,
  /^(?:% ?|Error: ?)?(?:Permission|Access) denied/i,
  /^% ?You do not have (?:permission|privilege)/i,
]
const UNSUPPORTED: readonly RegExp[] = [
  /^% ?(?:Invalid input|Invalid command|Incomplete|Ambiguous|Unknown) /i,
]

/** Error-looking lines that are true answers: nothing is configured, nothing is there. */
const TRUE_ANSWERS =
  /no such configuration|not (?:enabled|configured|running|active|registered|set|present|found)|disabled|unconfigured|reload required|\bno\b.{0,40}\b(?:entries|configured|found|available|exist)/i

/** A refusal is a whole answer: no more lines than these, or it is data that happens to hold such a line. */
const MAX_LINES = 12

/**
 * Classifies a cleaned answer. A short one starting with `%` that nobody knows is `unsupported`: it must not count
 * as "the device has none".
 * @param extra more device wordings that mean the account may not run the command
 */
export function classifyAnswer(
  text: string,
  platform: Platform | undefined,
  extra: readonly RegExp[] = [],
): Refusal | undefined {
  if (text.length > 4_000 || isLong(text)) return undefined
  const lines = text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && line !== '^')
  const traits = platform === undefined ? Object.values(PLATFORM_TRAITS) : [PLATFORM_TRAITS[platform]]
  const denied = [...DENIED, ...extra, ...traits.flatMap(one => one.denied)]
  const unsupported = [...UNSUPPORTED, ...traits.flatMap(one => one.unsupported)]
  for (const line of lines) {
    if (denied.some(shape => shape.test(line))) return { status: 'denied', line }
  }
  for (const line of lines) {
    if (unsupported.some(shape => shape.test(line))) return { status: 'unsupported', line }
  }
  const first = lines[0]
  if (first?.startsWith('%') === true && lines.length <= 3 && !TRUE_ANSWERS.test(first)) {
    return { status: 'unsupported', line: first }
  }
  return undefined
}

/** More lines with something on them than a refusal has. */
function isLong(text: string): boolean {
  let count = 0
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end < 0 ? text.length : end).trim()
    if (line !== '' && line !== '^') count += 1
    if (count > MAX_LINES) return true
    if (end < 0) break
    at = end + 1
  }
  return false
}
