// Deadlines for a person: when, what happens then, and what the device does about it.
import { showTime } from '../../model/facts/time.ts'
import type { Deadline } from '../../model/report.ts'
import type { Page } from './page.ts'

const MEANING = { ok: 'plain', warning: 'warning', critical: 'critical', unknown: 'unknown' } as const

/** A second deadline is worth a place only when it presses too. */
const SHOWN = 2

/** `deadlines` come most pressing first. */
export function writeDeadlines(page: Page, deadlines: readonly Deadline[], verbose: boolean): void {
  const shown = verbose
    ? deadlines
    : deadlines
        .slice(0, SHOWN)
        .filter(({ level }, at) => at === 0 || level === 'critical' || level === 'warning')
  shown.forEach((deadline, at) => {
    const meaning = MEANING[deadline.level]
    const symbol = meaning === 'plain' ? '' : `${page.style.symbols[meaning]} `
    const sentences = [
      `${dated(deadline)}.`,
      deadline.consequence,
      effortText(deadline),
      missingText(deadline),
    ]
    page.paragraph(
      at === 0 ? 'deadline' : '',
      `${symbol}${sentences.filter(text => text !== '').join(' ')}`,
      meaning,
    )
  })
}

function missingText({ missing, days_left }: Deadline): string {
  return missing === undefined || days_left !== undefined
    ? ''
    : `\`${missing.command}\` would tell the days: ${missing.reason}.`
}

/** `5 days until the authorization expires (2026-05-09 21:22:43 UTC)`. */
function dated({ text, at, days_left }: Deadline): string {
  const sentence = `${text.charAt(0).toUpperCase()}${text.slice(1)}`
  return at === '' || days_left === undefined || text.includes(showTime(at))
    ? sentence
    : `${sentence} (${showTime(at)})`
}

/** `Next try 2026-03-12 09:17:45 UTC; tried again every 23 hours.` */
export function effortText({ next_attempt, next_attempt_passed, retry, kind }: Deadline): string {
  // The day of a report is its next try.
  const late = next_attempt_passed === true ? ' (past)' : ''
  const next = next_attempt === '' || kind === 'push' ? '' : `Next try ${showTime(next_attempt)}${late}`
  const text = next === '' ? `${retry.charAt(0).toUpperCase()}${retry.slice(1)}` : retry
  const whole = [next, text].filter(part => part !== '').join('; ')
  return whole === '' ? '' : `${whole}.`
}
