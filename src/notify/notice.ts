// What is told to people by syslog, webhook and mail: plain texts of one line each, without control characters.
import { DEVICE_CHANGE_KINDS, type DeviceStatus } from '../model/report.ts'
import type { Severity } from '../model/rule.ts'

export const NOTICE_SCHEMA = 'smartlic.notice/v1'

/** `finding`: it is there, and nobody compared it with an earlier run. */
export const NOTICE_KINDS = ['finding', ...DEVICE_CHANGE_KINDS] as const

export interface NoticeItem {
  readonly kind: (typeof NOTICE_KINDS)[number]
  readonly text: string
  readonly rule?: string
  readonly element?: string
  readonly severity?: Severity
}

export interface NoticeDevice {
  readonly name: string
  readonly status: DeviceStatus
  readonly items: readonly NoticeItem[]
}

export interface Notice {
  readonly schema: typeof NOTICE_SCHEMA
  readonly tool: { readonly name: 'smartlic'; readonly version: string }
  /** The computer the run was on. */
  readonly host: string
  /** ISO 8601. */
  readonly started_at: string
  readonly job?: string
  /** The worst of the run, whatever line --fail-on draws. */
  readonly status: DeviceStatus
  readonly exit_code: number
  /** `2 critical, 1 new (leaf-221: Call Home sends to Cisco over plain HTTP)`. */
  readonly headline: string
  /** All devices of the run, by status. */
  readonly counts: Readonly<Record<DeviceStatus, number>>
  /** Only those with something to tell, worst first. */
  readonly devices: readonly NoticeDevice[]
  /** Devices of the run that are not among `devices`. */
  readonly others: number
}

/** `critical: Call Home sends to Cisco over plain HTTP: http://... (callhome-http-url)`. */
export function itemText({ text, element, severity, rule }: NoticeItem): string {
  const what = element === undefined ? text : `${text}: ${element}`
  return `${severity === undefined ? '' : `${severity}: `}${what}${rule === undefined ? '' : ` (${rule})`}`
}

/** At most so many characters, the last three dots when it was longer. */
export function shortened(text: string, most: number): string {
  const characters = [...text]
  return characters.length <= most ? text : `${characters.slice(0, Math.max(0, most - 3)).join('')}...`
}
