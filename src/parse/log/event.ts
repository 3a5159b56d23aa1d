// One syslog message of any platform, and which messages matter here.
import type { Line } from '../contract.ts'

export interface LogEvent {
  /** Position among all messages of the buffer, 0 = oldest. */
  readonly index: number
  /** Time stamp as printed, without the clock marks `*` and `.`; '' when none. */
  readonly at: string
  /** Without the platform's wrapping: `SMART_LIC` also for `LICENSE-SMART_LIC` (XR) and `LICMGR ... LOG_SMART_LIC_` (NX-OS). */
  readonly facility: string
  readonly severity: number
  readonly mnemonic: string
  readonly text: string
  readonly lines: readonly Line[]
}

/** `FACILITY-SUB-3-MNEMONIC`; a blank may stand before the colon (XR), none may stand after it. */
const CODE = /(?:%|\]:\s)([A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)*)-([0-7])-([A-Z][A-Z0-9_]*)\s?:\s?/g

export interface MessageHead {
  readonly at: string
  readonly facility: string
  readonly severity: number
  readonly mnemonic: string
  readonly text: string
}

/**
 * The head of a message on one line, or undefined for a line that starts none. NX-OS wraps a message in another
 * (`%USER-2-SYSTEM_MSG: %SMART_LIC-2-...`): the innermost code counts.
 */
export function readHead(text: string): MessageHead | undefined {
  const line = text.slice(0, 2_000)
  let found: RegExpExecArray | undefined
  let start = 0
  CODE.lastIndex = 0
  for (let match = CODE.exec(line); match !== null; match = CODE.exec(line)) {
    if (found === undefined) start = match.index
    else if (match.index > CODE.lastIndex || !wraps(found, match)) break
    found = match
  }
  if (found === undefined) return undefined
  const at = stampOf(line.slice(0, start))
  if (at === undefined) return undefined
  const rest = text.slice(found.index + found[0].length).trim()
  return { at, ...normalise(found[1] ?? '', found[3] ?? ''), severity: Number(found[2]), text: rest }
}

/** A second code belongs to the same head only when it follows at once. */
function wraps(outer: RegExpExecArray, inner: RegExpExecArray): boolean {
  return inner.index <= outer.index + outer[0].length + 1
}

function normalise(facility: string, mnemonic: string): { facility: string; mnemonic: string } {
  if (mnemonic.startsWith('LOG_SMART_LIC_'))
    return { facility: 'SMART_LIC', mnemonic: mnemonic.slice('LOG_SMART_LIC_'.length) }
  const last = facility.slice(facility.lastIndexOf('-') + 1)
  return { facility: /^(SMART_LIC|CALL_HOME|PKI)$/.test(last) ? last : facility, mnemonic }
}

const CLOCK = String.raw`\d{1,2}:\d{2}:\d{2}(?:\.\d{1,6})?`
const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)'
const STAMP = new RegExp(
  `(?:\\d{4}\\s+)?${MONTH}\\s+\\d{1,2}(?:\\s+\\d{4})?\\s+${CLOCK}(?:\\s+\\d{4})?(?:\\s+[A-Z][A-Za-z0-9+-]{1,8}(?=[:\\s]|$))?`,
)

/** The time stamp in what stands before the code; '' when there is none; undefined when it is running text. */
function stampOf(before: string): string | undefined {
  const match = STAMP.exec(before)
  if (match !== null) return match[0].trim()
  // No clock: `000123: `, `1d02h: `, `.`, a host name, or nothing at all.
  return before.trim().length <= 40 && !/\s\S+\s\S+\s/.test(before) ? '' : undefined
}

const FACILITIES =
  /^(SMART_LIC|SMART_LICENSING|IOSXE_SMART_AGENT|CALL_HOME|CALLHOME|LICMGR|LICENSE|LICENSING|IOS_LICENSE_IMAGE_APPLICATION|PKI|CRYPTO_PKI|NTP|NTPD|REDUNDANCY|RF|SIA|INSTALL)$/
const OTHERS =
  /^(SYS-(CLOCKUPDATE|SWITCHOVER|RESTART)|CRYPTO_ENGINE-KEY_(ADDITION|DELETED|DELETION|REPLACEMENT)|SSH-\w*KEY\w*|STACKMGR-\w*(SWITCHOVER|ACTIVE_ELECTED)\w*|SYSMGR-\w*SWITCHOVER\w*|HA\w*-\w*SWITCHOVER\w*)$/

/** Licensing, call-home, PKI, clock, redundancy and key messages; everything else is none of our business. */
export function matters(head: Pick<MessageHead, 'facility' | 'mnemonic'>): boolean {
  const parts = head.facility.split('-')
  if (
    parts.some(
      part => FACILITIES.test(part) || /^(LIC|SMART|VKG_LIC)/.test(part) || /^(INFRA_NTP|IP_NTP)$/.test(part),
    )
  )
    return true
  return OTHERS.test(`${head.facility}-${head.mnemonic}`)
}
