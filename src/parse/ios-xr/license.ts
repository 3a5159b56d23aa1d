// IOS XR licence commands on the shared grammar (64-bit images and XR7; exec plane).
import type { CommandParser, FactWriter, ParserInput } from '../contract.ts'
import {
  parseLicenseAll,
  parseLicenseStatus,
  parseLicenseSummary,
  parseLicenseTechSupport,
  parseLicenseUdi,
  parseLicenseUsage,
} from '../license/index.ts'
import {
  LICENSE_ALL_PROVIDES,
  LICENSE_STATUS_PROVIDES,
  looksLikeLicenseAll,
  looksLikeLicenseStatus,
  looksLikeLicenseSummary,
  looksLikeLicenseUsage,
} from '../license/recognise.ts'
import { readCompliance } from './admin-license.ts'
import { withoutStamp } from './stamp.ts'

const PLATFORM = ['ios-xr'] as const

type Parse = (input: ParserInput, write: FactWriter) => void

function unstamped(parse: Parse): Parse {
  return (input, write) => parse({ ...input, lines: withoutStampKeepingBlanks(input, write) }, write)
}

/** The shared grammar tells sections apart by blank lines as well: only the stamp goes. */
function withoutStampKeepingBlanks(input: ParserInput, write: FactWriter): ParserInput['lines'] {
  const kept = new Set(withoutStamp(input.lines, write))
  return input.lines.filter(line => kept.has(line) || line.text.trim() === '')
}

export const iosXrLicenseParsers: readonly CommandParser[] = [
  {
    command: 'show license all',
    platforms: PLATFORM,
    aliases: [/^adm?i?n? sho?w? lic(?:e|en|ens|enc|ense|ence)? all$/],
    recognise: looksLikeLicenseAll,
    provides: LICENSE_ALL_PROVIDES,
    rank: 20,
    parse: unstamped(parseLicenseAll),
  },
  {
    command: 'show license status',
    platforms: PLATFORM,
    recognise: looksLikeLicenseStatus,
    provides: LICENSE_STATUS_PROVIDES,
    rank: 25,
    parse: (input, write) => {
      // In admin mode of a 32-bit image the same words print the compliance line.
      if (!readCompliance(input.lines, write)) unstamped(parseLicenseStatus)(input, write)
    },
  },
  {
    command: 'show license usage',
    platforms: PLATFORM,
    recognise: looksLikeLicenseUsage,
    provides: ['license.usage'],
    rank: 40,
    parse: unstamped(parseLicenseUsage),
  },
  {
    command: 'show license summary',
    platforms: PLATFORM,
    recognise: looksLikeLicenseSummary,
    provides: ['license.usage', 'license.registration.smart_account', 'license.registration.virtual_account'],
    rank: 45,
    parse: unstamped(parseLicenseSummary),
  },
  {
    command: 'show license udi',
    platforms: PLATFORM,
    provides: ['license.udi', 'license.ha_udis'],
    rank: 47,
    parse: unstamped(parseLicenseUdi),
  },
  {
    // Read when someone brings it; never asked for: on XR it writes an archive to the device's disk.
    command: 'show tech-support license',
    platforms: PLATFORM,
    aliases: [/^sho?w? licen[cs]e tech(-| )support$/],
    provides: [],
    rank: 60,
    parse: unstamped(parseLicenseTechSupport),
  },
]
