// The classic `Registration:` block, and the account names that policy output prints apart.
import { orEmpty } from '../text.ts'
import { type Entry, foldReasons, isReason } from './entry.ts'
import type { Section } from './sections.ts'
import {
  has,
  type LicenseContext,
  NO_ATTEMPT,
  readFlag,
  setAbsent,
  setAttempt,
  setFlag,
  setTime,
} from './values.ts'

const BASE = 'license.registration'

const KEYS: ReadonlySet<string> = new Set([
  'status',
  'smart account',
  'virtual account',
  'export-controlled functionality',
  'initial registration',
  'last renewal attempt',
  'next registration attempt',
  'next renewal attempt',
  'registration expires',
])

export function readRegistration(section: Section, context: LicenseContext): void {
  const { write } = context
  let reasonPath = `${BASE}.failure_reason`
  for (const entry of foldReasons(section.entries, KEYS)) {
    if (isReason(entry.key)) {
      write.set(reasonPath, orEmpty(entry.value), entry.lines)
      continue
    }
    switch (entry.key) {
      case 'status':
        readStatus(entry, context)
        break
      case 'smart account':
      case 'virtual account':
        readAccount(entry, context)
        break
      case 'export-controlled functionality':
        setFlag(write, `${BASE}.export_controlled`, entry)
        break
      case 'initial registration':
        reasonPath = `${BASE}.failure_reason`
        setAttempt(write, `${BASE}.initial`, entry)
        break
      case 'last renewal attempt':
        reasonPath = `${BASE}.renewal_failure_reason`
        setAttempt(write, `${BASE}.last_renewal`, entry)
        break
      case 'next registration attempt':
        setTime(write, `${BASE}.next_attempt`, entry)
        break
      case 'next renewal attempt':
        setTime(write, `${BASE}.next_renewal`, entry)
        break
      case 'registration expires':
        setTime(write, `${BASE}.expires`, entry)
        break
    }
  }
  // A block without its status was not read: what else is not in it proves nothing.
  if (!has(section, 'status')) return
  setAbsent(context, section, {
    ...(hadNoAccount(section) ? { [`${BASE}.smart_account`]: '', [`${BASE}.virtual_account`]: '' } : {}),
    [`${BASE}.failure_reason`]: '',
    [`${BASE}.renewal_failure_reason`]: '',
    ...(has(section, 'initial registration') ? {} : { [`${BASE}.initial`]: NO_ATTEMPT }),
    ...(has(section, 'last renewal attempt') ? {} : { [`${BASE}.last_renewal`]: NO_ATTEMPT }),
    [`${BASE}.next_attempt`]: '',
    [`${BASE}.next_renewal`]: '',
    [`${BASE}.expires`]: '',
  })
}

/**
 * The line on export control stands behind the account's lines, so it proves that they were read. An account alone allows
 * export control: a device that shows it allowed had one, even when no line names it.
 */
function hadNoAccount(section: Section): boolean {
  const status = section.entries.find(entry => entry.key === 'status')?.value ?? ''
  const exports = section.entries.find(entry => entry.key === 'export-controlled functionality')
  return exports !== undefined && readFlag(exports.value) !== true && !/^registered\b/i.test(status)
}

/** `REGISTERED - SPECIFIC LICENSE RESERVATION`, `UNREGISTERED - REGISTRATION FAILED`, ... */
function readStatus(entry: Entry, { write }: LicenseContext): void {
  const dash = entry.value.indexOf(' - ')
  const word = (dash < 0 ? entry.value : entry.value.slice(0, dash)).trim()
  const status = registrationStatus(word)
  if (status === undefined) {
    write.claim(entry.lines)
    write.unreadable(`${BASE}.status`, `\`${word.slice(0, 60)}\` is not a known registration status`)
    return
  }
  write.set(`${BASE}.status`, status, entry.lines)
  write.set(`${BASE}.detail`, dash < 0 ? '' : entry.value.slice(dash + 3).trim(), entry.lines)
}

function registrationStatus(word: string): string | undefined {
  if (/^(unregistered|not registered|unidentified|deregistered)\b/i.test(word)) return 'unregistered'
  if (/^registered\b/i.test(word)) return 'registered'
  if (/^registering\b/i.test(word)) return 'registering'
  return undefined
}

/** `Account Information:` of policy output. */
export function readAccounts(section: Section, context: LicenseContext): void {
  for (const entry of section.entries) readAccount(entry, context)
}

/** `Smart Account: Acme As of Oct 14 12:10:01 2021 UTC`: the date says when the name was learnt. */
function readAccount(entry: Entry, { write }: LicenseContext): void {
  const leaf =
    entry.key === 'smart account' ? 'smart_account' : entry.key === 'virtual account' ? 'virtual_account' : ''
  if (leaf === '') return
  const asOf = entry.value.lastIndexOf(' As of ')
  write.set(`${BASE}.${leaf}`, orEmpty(asOf < 0 ? entry.value : entry.value.slice(0, asOf)), entry.lines)
}
