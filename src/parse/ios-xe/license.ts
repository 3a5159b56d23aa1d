// IOS XE licence commands on the shared grammar.
import type { CommandParser, FactWriter, ParserInput } from '../contract.ts'
import { factoryResetTyped, registerTyped } from '../license/exec.ts'
import {
  parseLicenseAll,
  parseLicenseAuthorization,
  parseLicenseEventLog,
  parseLicenseFeatures,
  parseLicenseRum,
  parseLicenseStatus,
  parseLicenseSummary,
  parseLicenseTechSupport,
  parseLicenseUdi,
  parseLicenseUsage,
} from '../license/index.ts'
import {
  LICENSE_ALL_PROVIDES,
  LICENSE_STATUS_PROVIDES,
  LICENSE_TECH_PROVIDES,
  looksLikeEventLog,
  looksLikeLicenseAll,
  looksLikeLicenseStatus,
  looksLikeLicenseSummary,
  looksLikeLicenseUsage,
  looksLikeTechSupport,
} from '../license/recognise.ts'
import { readPromptTimestamp } from './clock.ts'

const PLATFORM = ['ios-xe'] as const

type Parse = (input: ParserInput, write: FactWriter) => void

/** With `exec prompt timestamp` every IOS XE answer starts with the time: read it before the body. */
function stamped(parse: Parse): Parse {
  return (input, write) => {
    readPromptTimestamp(input.lines, write)
    parse(input, write)
  }
}

export const iosXeLicenseParsers: readonly CommandParser[] = [
  {
    command: 'show license all',
    platforms: PLATFORM,
    recognise: looksLikeLicenseAll,
    provides: LICENSE_ALL_PROVIDES,
    rank: 20,
    parse: stamped(parseLicenseAll),
  },
  {
    command: 'show license status',
    platforms: PLATFORM,
    recognise: looksLikeLicenseStatus,
    provides: LICENSE_STATUS_PROVIDES,
    rank: 25,
    parse: stamped(parseLicenseStatus),
  },
  {
    command: 'show license tech support',
    platforms: PLATFORM,
    // The Catalyst troubleshooting guide writes `show tech-support license`.
    aliases: [
      /^sh(ow?)? tech-support license$/i,
      /^sh(ow?)? tech license$/i,
      /^sh(ow?)? lic(ense)? tech(-support)?$/i,
    ],
    recognise: looksLikeTechSupport,
    provides: LICENSE_TECH_PROVIDES,
    rank: 30,
    parse: stamped(parseLicenseTechSupport),
  },
  {
    command: 'show license usage',
    platforms: PLATFORM,
    recognise: looksLikeLicenseUsage,
    provides: ['license.usage', 'license.authorization.status'],
    rank: 40,
    parse: stamped(parseLicenseUsage),
  },
  {
    command: 'show license summary',
    platforms: PLATFORM,
    recognise: looksLikeLicenseSummary,
    provides: ['license.usage', 'license.registration.smart_account', 'license.registration.virtual_account'],
    rank: 45,
    parse: stamped(parseLicenseSummary),
  },
  {
    command: 'show license authorization',
    platforms: PLATFORM,
    recognise: head => /^\s*Overall status:/im.test(head) && !/^=+$/m.test(head),
    provides: ['license.slac_installed'],
    rank: 46,
    parse: stamped(parseLicenseAuthorization),
  },
  {
    command: 'show license reservation',
    platforms: PLATFORM,
    aliases: [/^sh(ow?)? lic\w* reserv\w*( all)?$/i],
    recognise: head => /^\s*License reservation: (ENABLED|DISABLED)/im.test(head) && !/^=+$/m.test(head),
    provides: ['license.reservation'],
    rank: 46,
    parse: stamped(parseLicenseAuthorization),
  },
  {
    command: 'show license udi',
    platforms: PLATFORM,
    recognise: head =>
      /^SlotID\s+PID\s+SN\s+UDI/im.test(head) ||
      /^\s*UDI: PID:\S+,SN:\S+\s*$/.test(head.split('\n')[0] ?? ''),
    provides: ['license.udi', 'license.ha_udis'],
    rank: 47,
    parse: stamped(parseLicenseUdi),
  },
  {
    command: 'show license eventlog',
    platforms: PLATFORM,
    aliases: [/^sh(ow?)? license event(log)? \d+$/i],
    recognise: looksLikeEventLog,
    provides: ['license.eventlog'],
    rank: 48,
    parse: stamped(parseLicenseEventLog),
  },
  {
    command: 'show license rum id all',
    platforms: PLATFORM,
    recognise: head => /^Report Id,\s+State,/im.test(head),
    provides: ['license.rum.total', 'license.rum.acknowledged'],
    rank: 80,
    parse: stamped(parseLicenseRum),
  },
  {
    // Node-locked releases list their features here; smart ones do not know the bare command.
    command: 'show license',
    platforms: PLATFORM,
    aliases: [/^sh(ow?)? license feature$/i, /^sh(ow?)? license detail$/i],
    recognise: head =>
      /^\s*(Store)?Index:?\s+\d+\s+Feature:/im.test(head) && !/^Smart Licensing is/im.test(head),
    provides: ['license.generation'],
    rank: 85,
    parse: stamped(parseLicenseFeatures),
  },
  registerTyped(PLATFORM),
  factoryResetTyped,
]
