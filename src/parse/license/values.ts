// Small readers of the values licence output prints: times, attempts, yes/no, words for nothing.
import type { FactWriter, Line } from '../contract.ts'
import { isNothing } from '../text.ts'
import { isUnset, printedTime } from '../time.ts'
import type { Entry } from './entry.ts'
import type { Section } from './sections.ts'

/** What every section reader gets. */
export interface LicenseContext {
  readonly write: FactWriter
  /** The capture is whole and the command prints all of a section: what is not there is absent. */
  readonly complete: boolean
}

/** `SUCCEEDED on May 10 16:39:56 2023 UTC` as its two halves; the second is '' when there is no ` on `. */
export function splitOn(value: string): { word: string; printed: string } {
  const at = value.toLowerCase().indexOf(' on ')
  if (at < 0) return { word: value.trim(), printed: '' }
  return { word: value.slice(0, at).trim(), printed: value.slice(at + 4).trim() }
}

/** Time as printed, '' when the device prints none (1970 is none), undefined when the text is no time. */
export function readTime(printed: string): string | undefined {
  if (isNothing(printed) || /^not (set|available|scheduled)$/i.test(printed.trim())) return ''
  const time = printedTime(printed)
  return time !== undefined && isUnset(time) ? '' : time
}

/** Sets a time fact; text that is no time leaves it unknown, with the reason. Returns what was set. */
export function setTime(
  write: FactWriter,
  path: string,
  entry: Entry,
  printed = entry.value,
): string | undefined {
  const wall = readTime(printed)
  if (wall === undefined) {
    write.claim(entry.lines)
    write.unreadable(path, `\`${printed.slice(0, 60)}\` is not a time this tool reads`)
  } else {
    write.set(path, wall, entry.lines)
  }
  return wall
}

export type AttemptOutcome = 'succeeded' | 'failed' | 'pending' | 'none'

/** Outcome of an attempt line; undefined when the word is not known. */
export function readOutcome(word: string): AttemptOutcome | undefined {
  if (isNothing(word) || /^not started$/i.test(word)) return 'none'
  if (/^succe/i.test(word)) return 'succeeded'
  if (/^fail/i.test(word)) return 'failed'
  // `First Attempt Pending`: registration was started moments ago.
  if (/pending|in progress|not applicable/i.test(word))
    return /not applicable/i.test(word) ? 'none' : 'pending'
  return undefined
}

/** Sets `{outcome, at}` from `FAILED on <time>`; returns the outcome. */
export function setAttempt(write: FactWriter, path: string, entry: Entry): AttemptOutcome | undefined {
  const { word, printed } = splitOn(entry.value)
  const outcome = readOutcome(word)
  if (outcome === undefined) {
    write.claim(entry.lines)
    write.unreadable(`${path}.outcome`, `\`${word.slice(0, 60)}\` is not a known outcome`)
    return undefined
  }
  write.set(`${path}.outcome`, outcome, entry.lines)
  // The summary prints `SUCCEEDED` without a time: then the time is unknown, not absent.
  if (outcome === 'none') write.set(`${path}.at`, '', entry.lines)
  else if (printed !== '') setTime(write, `${path}.at`, entry, printed)
  return outcome
}

/** ALLOWED / Allowed / NOT ALLOWED / yes / True / ENABLED. Undefined when neither yes nor no. */
export function readFlag(value: string): boolean | undefined {
  if (/^(not\b|no\b|false\b|disabled\b|off\b)/i.test(value)) return false
  if (/^(allowed|yes|true|enabled|on)\b/i.test(value)) return true
  return undefined
}

export function setFlag(write: FactWriter, path: string, entry: Entry): void {
  const flag = readFlag(entry.value)
  if (flag === undefined) write.claim(entry.lines)
  else write.set(path, flag, entry.lines)
}

/**
 * Values for leaves that the section would have printed. Set last: the writer keeps the first value.
 * @param lines that say so themselves; default the section's heading
 */
export function setAbsent(
  context: LicenseContext,
  section: Section,
  absent: Readonly<Record<string, unknown>>,
  lines?: readonly Line[],
): void {
  if (!context.complete) return
  const proof = lines ?? section.head ?? section.entries[0]?.lines[0]
  if (proof === undefined) return
  for (const [path, value] of Object.entries(absent)) context.write.set(path, value, proof)
}

export const NO_ATTEMPT = { outcome: 'none', at: '' } as const

export function has(section: Section, key: string): boolean {
  return section.entries.some(entry => entry.key === key)
}

export interface Unit {
  readonly role: string
  readonly pid: string
  readonly sn: string
}

/** `PID:C9300-24UX,SN:FCW2134L00C`, also the short `P:...,S:...` of the trust list. */
export function readUnit(text: string, role: string): Unit | undefined {
  const match = /\bP(?:ID)?: ?([^,\s]{1,48}) ?, ?S(?:N)?: ?([^,\s:]{1,48})/i.exec(text)
  if (match?.[1] === undefined || match[2] === undefined) return undefined
  return { role: role.toLowerCase(), pid: match[1], sn: match[2] }
}
