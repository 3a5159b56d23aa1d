// Reservation (SLR/PLR) and installed authorization codes.
import { isNothing } from '../text.ts'
import type { Section } from './sections.ts'
import { type LicenseContext, setAbsent, splitOn } from './values.ts'

/** `Reservation Info` of tech support and of classic `show license all`. */
export function readReservation(section: Section, context: LicenseContext): void {
  const { write } = context
  let requested = false
  for (const entry of section.entries) {
    switch (entry.key) {
      case 'license reservation':
        write.set('license.reservation.enabled', /^enabled/i.test(entry.value), entry.lines)
        break
      case 'reservation status': {
        const word = splitOn(entry.value).word.toLowerCase()
        // One unit with a code is what counts; `not installed` is set below when no unit has one.
        if (!word.startsWith('not installed')) write.set('license.reservation.status', word, entry.lines)
        if (isInstalled(word)) write.set('license.slac_installed', true, entry.lines)
        if (/in progress|pending/.test(word))
          write.set('license.reservation.request_pending', true, entry.lines)
        break
      }
      case 'request code':
        requested ||= !isNothing(entry.value)
        if (requested && !section.entries.some(other => isInstalled(splitOn(other.value).word))) {
          write.set('license.reservation.request_pending', true, entry.lines)
        }
        break
    }
  }
  const listed = section.entries.filter(({ key }) => key === 'reservation status')
  // A key torn apart by a log line: a status is there, and nobody can read it.
  const torn = section.entries.some(
    ({ key }) => /us$/.test(key) && !/^(?:reservation|overall) status$/.test(key),
  )
  const lines = listed.flatMap(entry => entry.lines)
  if (!torn) {
    if (listed.length === 0) setAbsent(context, section, { 'license.reservation.status': '' })
    else setAbsent(context, section, { 'license.reservation.status': 'not installed' }, lines)
  }
  setAbsent(context, section, { 'license.reservation.request_pending': false })
  if (!torn && listed.length > 0) setAbsent(context, section, { 'license.slac_installed': false }, lines)
}

/** `License Authorizations`: `Status: NOT INSTALLED` is the normal state of a device without export-controlled use. */
export function readAuthorizations(section: Section, { write }: LicenseContext): void {
  const states = section.entries.filter(entry => entry.key === 'status')
  if (states.length === 0) return
  const installed = states.filter(entry => isInstalled(splitOn(entry.value).word))
  const proof = (installed.length > 0 ? installed : states).flatMap(entry => entry.lines)
  write.set('license.slac_installed', installed.length > 0, proof)
  // A device moved to policy licensing keeps its reservation as an authorization code.
  const reserved = installed.find(entry => /^(specific|universal|permanent)\b/i.test(entry.value))
  if (reserved !== undefined) {
    write.set('license.reservation.status', splitOn(reserved.value).word.toLowerCase(), reserved.lines)
  }
}

function isInstalled(word: string): boolean {
  return /\binstalled$/i.test(word) && !/^not\b/i.test(word)
}
