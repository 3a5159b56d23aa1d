// Deadlines in words: what ends, and what that means for the device.
import { showTime } from '../../model/facts/time.ts'
import type { DeadlineKind } from '../../model/report.ts'

interface Words {
  readonly ahead: string
  readonly after: string
  /** What happens on the day, in one sentence. */
  readonly onTheDay: string
  /** The same once the day is past. */
  readonly since: string
}

/**
 * The first three belong to classic licensing, the next three to Using Policy, the last to IOS XR. The consequences are
 * those of the vendor guides: no state of Smart Licensing stops traffic on these platforms.
 */
const WORDS: Readonly<Record<DeadlineKind, Words>> = {
  authorization: {
    ahead: 'the authorization expires',
    after: 'the authorization expired',
    onTheDay: 'On that day the server returns the licences to the pool; features keep working.',
    since: 'The server has returned the licences to the pool; features keep working.',
  },
  registration: {
    ahead: 'the ID certificate expires',
    after: 'the ID certificate expired',
    onTheDay:
      'On that day the device falls back to unregistered and uses what is left of its evaluation period, and the server deletes it.',
    since:
      'The device counts as unregistered and uses what is left of its evaluation period; the server has deleted it.',
  },
  evaluation: {
    ahead: 'the evaluation period is used up',
    after: 'the evaluation period was used up',
    onTheDay:
      'Then the device is unlicensed until it registers, and the period never starts again; features keep working.',
    since: 'The device is unlicensed until it registers; features keep working.',
  },
  ack: {
    ahead: 'the usage report must be acknowledged',
    after: 'the usage report had to be acknowledged',
    onTheDay: 'From that day the device is no longer within its policy; features keep working.',
    since: 'The device is no longer within its policy; features keep working.',
  },
  push: {
    ahead: 'the next usage report is sent',
    after: 'the next usage report was due',
    onTheDay: 'On that day the device sends its usage report.',
    since: 'The report has not gone out; nothing is lost before an acknowledgement is due.',
  },
  trust_code: {
    ahead: 'the trust code ends',
    after: 'the trust code ended',
    onTheDay:
      'From that day the device cannot report to Cisco directly until a token brings a new one; features keep working.',
    since:
      'The device cannot report to Cisco directly until a token brings a new one; features keep working.',
  },
  sia_grace: {
    ahead: 'the SIA grace period ends',
    after: 'the SIA grace period ended',
    onTheDay:
      'On that day upgrades to other releases are blocked; traffic and patches (SMUs) of the running release are not affected.',
    since:
      'Upgrades to other releases are blocked; traffic and patches (SMUs) of the running release are not affected.',
  },
}

/** `19 days until the authorization expires`, `3 days ago the authorization expired`. */
export function deadlineText(
  kind: DeadlineKind,
  days: number | undefined,
  passed: boolean | undefined,
  at: string,
): string {
  const { ahead, after } = WORDS[kind]
  if (days !== undefined && days < 0) return `${-days} ${days === -1 ? 'day' : 'days'} ago ${after}`
  // Expired without a date: an evaluation period, DEADLINE EXCEEDED.
  if (passed === true) return at === '' ? after : `${after} on ${showTime(at)}`
  if (days === undefined)
    return at === '' ? `days until ${ahead}: not known` : `${ahead} on ${showTime(at)}, days left not known`
  return days === 0
    ? `less than a day until ${ahead}`
    : `${days} ${days === 1 ? 'day' : 'days'} until ${ahead}`
}

export function consequenceOf(kind: DeadlineKind, passed: boolean | undefined): string {
  return passed === true ? WORDS[kind].since : WORDS[kind].onTheDay
}
