// The classic `License Authorization:` block and the evaluation period.
import { orEmpty } from '../text.ts'
import { type Entry, foldReasons, isReason } from './entry.ts'
import type { Section } from './sections.ts'
import { has, type LicenseContext, NO_ATTEMPT, setAbsent, setAttempt, setTime, splitOn } from './values.ts'

const BASE = 'license.authorization'
const EVALUATION = 'license.evaluation'

const KEYS: ReadonlySet<string> = new Set([
  'status',
  'last communication attempt',
  'next communication attempt',
  'communication deadline',
  'evaluation period remaining',
  'evaluation mode',
])

export function readAuthorization(section: Section, context: LicenseContext): void {
  const { write } = context
  let understood = false
  for (const entry of foldReasons(section.entries, KEYS)) {
    if (isReason(entry.key)) {
      write.set(`${BASE}.failure_reason`, orEmpty(entry.value), entry.lines)
      continue
    }
    switch (entry.key) {
      case 'status':
        understood = readStatus(entry, context)
        break
      case 'last communication attempt':
        setAttempt(write, `${BASE}.last_attempt`, entry)
        break
      case 'next communication attempt':
        setTime(write, `${BASE}.next_attempt`, entry)
        break
      case 'communication deadline': {
        const wall = setTime(write, `${BASE}.deadline`, entry)
        if (wall !== undefined) write.set(`${BASE}.has_deadline`, wall !== '', entry.lines)
        break
      }
      default:
        readEvaluationEntry(entry, context)
    }
  }
  // Policy output prints `Status: Not Applicable` here: nothing of the block exists there.
  if (!understood) return
  setAbsent(context, section, {
    [`${BASE}.since`]: '',
    [`${BASE}.failure_reason`]: '',
    ...(has(section, 'last communication attempt') ? {} : { [`${BASE}.last_attempt`]: NO_ATTEMPT }),
    [`${BASE}.next_attempt`]: '',
    ...(has(section, 'communication deadline')
      ? {}
      : { [`${BASE}.deadline`]: '', [`${BASE}.has_deadline`]: false }),
  })
}

export function readEvaluation(section: Section, context: LicenseContext): void {
  for (const entry of section.entries) readEvaluationEntry(entry, context)
}

function readStatus(entry: Entry, context: LicenseContext): boolean {
  const { write } = context
  const { word, printed } = splitOn(entry.value)
  if (/^not applicable$/i.test(word)) {
    write.claim(entry.lines)
    return false
  }
  const status = authorizationStatus(word)
  if (status === undefined) {
    write.claim(entry.lines)
    write.unreadable(`${BASE}.status`, `\`${word.slice(0, 60)}\` is not a known authorization status`)
    return false
  }
  write.set(`${BASE}.status`, status, entry.lines)
  if (printed !== '') setTime(write, `${BASE}.since`, entry, printed)
  write.set(`${EVALUATION}.in_use`, status === 'eval' || status === 'eval-expired', entry.lines)
  if (status === 'eval') setRunning(entry, context)
  if (status === 'eval-expired') setExpired(entry, context)
  return true
}

/** Words of `License Authorization: Status:`, in the spellings of IOS XE, NX-OS and the agent's state names. */
export function authorizationStatus(word: string): string | undefined {
  const letters = word.toLowerCase().replace(/[^a-z]/g, '')
  if (/^(eval|evaluation)(period)?expired/.test(letters)) return 'eval-expired'
  if (/^eval/.test(letters)) return 'eval'
  if (/^(not|un)authori[sz]ed/.test(letters)) return 'not-authorized'
  if (/^(authorization|auth)?expired/.test(letters)) return 'expired'
  if (/reserved/.test(letters)) return 'reserved'
  if (/^authori[sz]ed/.test(letters)) return 'authorized'
  if (/^outofcompliance/.test(letters)) return 'out-of-compliance'
  if (/^nolicen[sc]es?inuse/.test(letters)) return 'none-in-use'
  return undefined
}

function readEvaluationEntry(entry: Entry, context: LicenseContext): void {
  const { write } = context
  if (entry.key === 'evaluation mode') {
    write.set(`${EVALUATION}.in_use`, !/^not/i.test(entry.value), entry.lines)
  } else if (entry.key === 'evaluation period remaining') {
    const days = remainingDays(entry.value)
    if (days === undefined) return
    write.set(`${EVALUATION}.remaining_days`, days, entry.lines)
    // No time left says nothing of the end: an expired period prints zeros and its own line below.
    if (/[1-9]/.test(entry.value)) setRunning(entry, context)
  } else if (/^evaluation period expired\b/i.test(entry.text) || /^eval expired\b/i.test(entry.text)) {
    setExpired(entry, context)
  }
}

function setRunning(entry: Entry, { write }: LicenseContext): void {
  write.set(`${EVALUATION}.expired`, false, entry.lines)
  write.set(`${EVALUATION}.expired_at`, '', entry.lines)
}

function setExpired(entry: Entry, { write }: LicenseContext): void {
  write.set(`${EVALUATION}.expired`, true, entry.lines)
  // `EVALUATION PERIOD EXPIRED on <time>`, or the same words behind `Status:`; the bare word has no date.
  const { printed } = splitOn(entry.text)
  if (printed !== '') setTime(write, `${EVALUATION}.expired_at`, entry, printed)
  write.set(`${EVALUATION}.remaining_days`, 0, entry.lines)
}

/** `65 days, 18 hours, 43 minutes, 0 seconds`: whole days; less than a day is 0. */
function remainingDays(value: string): number | undefined {
  const days = /\b(\d{1,4})\s+days?\b/i.exec(value)?.[1]
  if (days !== undefined) return Number(days)
  return /\b\d+\s+(hours?|minutes?|seconds?)\b/i.test(value) ? 0 : undefined
}
