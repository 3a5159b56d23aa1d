// Reads the output of `show license ...`: one grammar on IOS XE, NX-OS and IOS XR.
import type { FactWriter, ParserInput } from '../contract.ts'
import { readAuthorization, readEvaluation } from './authorization.ts'
import { readCommunication } from './communication.ts'
import { readCertificates, readHa, readJobs, readOther } from './details.ts'
import { readEntries } from './entry.ts'
import { readGeneration } from './generation.ts'
import { isKnownLine } from './known.ts'
import { readConversion, readPolicy, readReporting } from './policy.ts'
import { readAccounts, readRegistration } from './registration.ts'
import { readAuthorizations, readReservation } from './reservation.ts'
import { readReserved } from './reserved.ts'
import { readRumList, readRumSummary } from './rum.ts'
import { readSections, type Section, type SectionId } from './sections.ts'
import { readTransport } from './transport.ts'
import { readHaUdis, readProduct, readTrust, readTrustData } from './units.ts'
import { readUsage } from './usage.ts'
import type { LicenseContext, Unit } from './values.ts'

export { parseLicenseEventLog } from './eventlog.ts'
export { methodOf, type TransportSettings } from './method.ts'

/** `show license all`: everything but the statistics. */
export function parseLicenseAll(input: ParserInput, write: FactWriter): void {
  readAll(input, write, true)
}

export function parseLicenseStatus(input: ParserInput, write: FactWriter): void {
  readAll(input, write, true)
}

/** `show license tech support` (`show tech-support license`). */
export function parseLicenseTechSupport(input: ParserInput, write: FactWriter): void {
  readAll(input, write, true)
}

/** `show license summary`: leaves out times and deadlines, so nothing that is missing here is absent. */
export function parseLicenseSummary(input: ParserInput, write: FactWriter): void {
  readAll(input, write, false)
}

/** `show license usage`. Its authorization block is cut short too. */
export function parseLicenseUsage(input: ParserInput, write: FactWriter): void {
  readAll(input, write, false)
}

export function parseLicenseAuthorization(input: ParserInput, write: FactWriter): void {
  readAll(input, write, false)
}

/** `show license udi`: `UDI: PID:..,SN:..` with an HA list, or on older releases a table of slots. */
export function parseLicenseUdi(input: ParserInput, write: FactWriter): void {
  readAll(input, write, false)
  for (const line of input.lines) {
    if (/^SlotID\s+PID/i.test(line.text)) write.claim(line)
    const row =
      /^(?:\*\s+)?([A-Z0-9][\w/+-]{2,30})\s+([A-Z0-9]{6,20})\s+([^\s:]{3,30}):([^\s:]{6,20})$/i.exec(
        line.text.trim(),
      )
    const pid = row?.[3]
    const sn = row?.[4]
    if (pid === undefined || sn === undefined || row?.[2] !== sn) continue
    write.set('license.udi', { pid, sn }, line)
    write.set('device.models', [{ role: '', pid, sn }], line)
  }
}

/** `show license` of node-locked releases: it proves the generation; its features are of no use to smart licensing. */
export function parseLicenseFeatures(input: ParserInput, write: FactWriter): void {
  readAll(input, write, false)
  for (const line of input.lines) {
    if (/^(index \d|period (left|used)|license (type|state|count|priority))/i.test(line.text.trim()))
      write.claim(line)
  }
}

/** `show license rum id all`: the usage reports one by one. */
export function parseLicenseRum(input: ParserInput, write: FactWriter): void {
  readRumList(readEntries(input.lines), { write, complete: input.complete })
  for (const line of input.lines)
    if (/^(Smart Licensing Usage Report|Report Id,|=+$)/.test(line.text.trim())) write.claim(line)
}

/** `complete`: the command prints whole blocks, so a line that is missing from a whole capture is absent. */
function readAll(input: ParserInput, write: FactWriter, whole: boolean): void {
  const context: LicenseContext = { write, complete: whole && input.complete }
  const sections = readSections(input.lines)
  const own = sections.find(section => section.id === 'product')
  const haList = sections.find(section => section.id === 'ha-udis')
  const loose = sections.find(section => section.entries.some(entry => entry.key === 'udi'))
  const product = own ?? loose
  const units = haList === undefined ? [] : readHaUdis(haList, context)
  const unit = product === undefined ? undefined : readProduct(product, context, units.length > 0)
  readGeneration(sections, context)
  const known = { own: unit, all: units.length > 0 ? units : unit === undefined ? [] : [unit] }
  for (const section of sections) READERS[section.id]?.(section, context, known)
  for (const section of sections) {
    if (section.head !== undefined) write.claim(section.head)
    for (const entry of section.entries) {
      if (isKnownLine(section.id, entry) || isDecoration(entry.text)) write.claim(entry.lines)
    }
  }
}

interface Units {
  /** The unit's own UDI; undefined when the text has none. */
  readonly own: Unit | undefined
  /** The HA list, or the one unit. */
  readonly all: readonly Unit[]
}

type Reader = (section: Section, context: LicenseContext, units: Units) => void

const READERS: Partial<Record<SectionId, Reader>> = {
  registration: readRegistration,
  authorization: readAuthorization,
  evaluation: readEvaluation,
  conversion: readConversion,
  account: readAccounts,
  transport: readTransport,
  policy: readPolicy,
  reporting: readReporting,
  trust: (section, context, units) => readTrust(section, context, units.own),
  usage: readUsage,
  agent: readAgent,
  jobs: readJobs,
  communication: readCommunication,
  certificates: readCertificates,
  ha: readHa,
  reservation: readReservation,
  authorizations: readAuthorizations,
  reserved: readReserved,
  rum: readRumSummary,
  other: (section, context, units) => {
    readTrustData(section, context, units.all)
    readOther(section, context)
  },
}

function readAgent(section: Section, { write }: LicenseContext): void {
  const entry = section.entries.find(one => one.key === 'smart agent for licensing')
  if (entry !== undefined) write.set('license.agent_version', entry.value, entry.lines)
}

/** Lines around the output: the `exec prompt timestamp` header, the command itself. */
function isDecoration(text: string): boolean {
  return (
    /^(load for five secs:|time source is|no time source)/i.test(text) ||
    /^(\S{0,64}[#>]\s?)?sh(o|ow)?\s+lic/i.test(text)
  )
}
