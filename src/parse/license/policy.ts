// Smart Licensing Using Policy: the policy in use and usage reporting.
import { orEmpty } from '../text.ts'
import type { Section } from './sections.ts'
import { type LicenseContext, setFlag, setTime, splitOn } from './values.ts'

export function readPolicy(section: Section, { write }: LicenseContext): void {
  for (const entry of section.entries) {
    switch (entry.key) {
      case 'policy in use': {
        // `Installed On <time>`, or `Merged from multiple sources.` for the built-in default.
        const installed = /^installed\b/i.test(entry.value)
        write.set('license.policy.installed', installed, entry.lines)
        if (!installed) write.set('license.policy.name', '', entry.lines)
        break
      }
      case 'policy name':
        write.set('license.policy.name', orEmpty(entry.value), entry.lines)
        break
      case 'reporting ack required':
        setFlag(write, 'license.policy.ack_required', entry)
        break
    }
  }
}

const TIMES: ReadonlyMap<string, { time: string; flag?: string }> = new Map([
  ['last ack received', { time: 'last_ack', flag: 'acked' }],
  ['next ack deadline', { time: 'next_ack_deadline', flag: 'has_ack_deadline' }],
  ['next ack push check', { time: 'next_ack_check' }],
  ['next report push', { time: 'next_push' }],
  ['last report push', { time: 'last_push', flag: 'pushed' }],
  ['last report file write', { time: 'last_file_write', flag: 'file_written' }],
])

export function readReporting(section: Section, { write }: LicenseContext): void {
  for (const entry of section.entries) {
    const names = TIMES.get(entry.key)
    if (names !== undefined) {
      const wall = setTime(write, `license.reporting.${names.time}`, entry)
      if (wall !== undefined && names.flag !== undefined) {
        write.set(`license.reporting.${names.flag}`, wall !== '', entry.lines)
      }
    } else if (entry.key === 'reporting push interval') {
      // `30  days State(4) InPolicy(90)`, `0 (no reporting)`
      const days = /^\d{1,5}/.exec(entry.value)?.[0]
      if (days !== undefined) write.set('license.reporting.push_interval_days', Number(days), entry.lines)
    }
  }
}

/** `License Conversion:` (policy) and `Smart License Conversion:` (NX-OS classic). */
export function readConversion(section: Section, { write }: LicenseContext): void {
  for (const entry of section.entries) {
    if (entry.key === 'automatic conversion enabled') setFlag(write, 'license.conversion.automatic', entry)
    else if (entry.key === 'status') {
      const status = splitOn(entry.value).word.toLowerCase()
      write.set('license.conversion.status', conversionStatus(status), entry.lines)
    } else if (/^last (data push|file export)$/.test(entry.key)) write.claim(entry.lines)
  }
}

function conversionStatus(status: string): string {
  if (/^not started/.test(status)) return 'not-started'
  if (/in progress|pending/.test(status)) return 'in-progress'
  if (/^(conversion )?(succe|success|complete)/.test(status)) return 'succeeded'
  if (/fail/.test(status)) return 'failed'
  return status
}
