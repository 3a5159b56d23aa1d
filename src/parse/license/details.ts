// Tech support's closing parts: scheduled jobs, certificates, other information.

import { parseTime, timeText } from '../time.ts'
import type { Section } from './sections.ts'
import { type LicenseContext, readTime, setFlag } from './values.ts'

/** `Current time:` is the device's clock when the output was made: deadlines are judged by it. */
export function readJobs(section: Section, { write }: LicenseContext): void {
  for (const entry of section.entries) {
    if (entry.key === 'current time') {
      const time = parseTime(entry.value)
      if (time !== undefined) {
        write.set('clock.device_time', timeText(time), entry.lines)
        write.set('clock.zone', time.zone, entry.lines)
      }
    }
    write.claim(entry.lines)
  }
}

/** `Id Cert Info:` / `Signing Cert Info:`, each with an `Expiry Date:`; policy devices have neither. */
export function readCertificates(section: Section, { write }: LicenseContext): void {
  let path = ''
  for (const entry of section.entries) {
    if (/^id cert info\b/i.test(entry.text)) path = 'license.id_cert_expires'
    else if (/^signing cert info\b/i.test(entry.text)) path = 'license.signing_cert_expires'
    else if (/^sub ca info\b/i.test(entry.text)) path = ''
    else if (/^not registered\. no certificates/i.test(entry.text)) {
      write.set('license.id_cert_expires', '', entry.lines)
      write.set('license.signing_cert_expires', '', entry.lines)
    } else if (entry.key === 'expiry date' && path !== '') {
      const wall = readTime(entry.value)
      if (wall !== undefined) write.set(path, wall, entry.lines)
    }
    write.claim(entry.lines)
  }
}

/** `RP Role: Active`: a standby answers with a stale state. `Message Flow Allowed: False` is normal. */
export function readHa(section: Section, { write }: LicenseContext): void {
  const entry = section.entries.find(one => one.key === 'rp role')
  const role = entry?.value.toLowerCase()
  if (entry !== undefined && (role === 'active' || role === 'standby'))
    write.set('redundancy.role', role, entry.lines)
}

export function readOther(section: Section, { write }: LicenseContext): void {
  for (const entry of section.entries) {
    if (entry.key === 'write erase occurred') setFlag(write, 'license.write_erase_occurred', entry)
    // `False` is also printed by devices with a right clock; only `True` proves something.
    if (entry.key === 'clock sync-ed with ntp' && /^true/i.test(entry.value)) {
      write.set('ntp.synchronised', true, entry.lines)
    }
    write.claim(entry.lines)
  }
}
