// Which platform a text comes from, by what only that platform prints.
import type { Platform } from '../../model/platform.ts'
import { platformOfLicenseLayout } from './license-layout.ts'
import type { Segment } from './types.ts'

interface Sign {
  readonly platform: Platform
  readonly shape: RegExp
}

const SIGNS: readonly Sign[] = [
  { platform: 'ios-xr', shape: /\bIOS[ -]XR Software\b|^!! IOS XR Configuration|^RP\/\d+\/\w+\/CPU\d:/m },
  {
    platform: 'nx-os',
    shape:
      /Nexus Operating System|^!Command: show |^\s*`show [^`\n]{1,200}`\s*$|^\s*(?:NXOS|NX-OS): version|%LICMGR-|^version \d+\.\d+\(\d+[a-z]?\)/m,
  },
  {
    platform: 'ios-xe',
    shape:
      /\bIOS[ -]XE Software\b|\bCisco IOS Software\b|\bIOS \(tm\)|^Current configuration : \d+ bytes|^service call-home\s*$|^Syslog logging: enabled/m,
  },
]

// Product ids are given per platform family; those that run more than one system are left out (NCS-4200 is IOS XE).
const PRODUCTS: readonly Sign[] = [
  { platform: 'nx-os', shape: /PID:\s?(?:N[3579]K|DS-C9|N\d+K)-/ },
  {
    platform: 'ios-xr',
    shape:
      /PID:\s?(?:ASR-?9|A9K|NCS-?(?:1|5|6)\d|NC55|NC57|N540|8[1278]\d\d[- ]|88\d\d|R-IOSXRV|IOS-?XRV|XRD|CRS)/,
  },
  {
    platform: 'ios-xe',
    shape: /PID:\s?(?:C9\d|C8[0-9]|C1[01]|WS-C|ISR|ASR-?(?:10|9[02])|CSR|IE-|ESS|CBR|C3|CAT|VG)/,
  },
]

// Words of one system's outputs and licence names; weaker than the above, for bare outputs of one command.
const WORDS: readonly Sign[] = [
  {
    platform: 'ios-xr',
    // The time that XR prints above every answer.
    shape:
      /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d\.\d{3} \S{1,10}$|\(ASR_?9|\bA9K-|\(NCS_/m,
  },
  { platform: 'nx-os', shape: /\bNexus \d|\bNXOS_|_SERVICES_PKG\b|\(N[3579]K_/ },
  {
    platform: 'ios-xe',
    shape:
      /^Load for five secs: |^\s*Diagnostic signature: |^\s*Certificate Serial Number \(hex\): |\b(?:network|dna|air)-(?:advantage|essentials|premier)|\((?:ISR|ASR_1|CSR|C9\d{3}|C8\d{3}|C1\d{3})|^Index \d+ Feature: |^(?:\d{6}: )?[*.]?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d[^%\n]{0,20}: %[A-Z]/m,
  },
]

/** Signs in a text, strongest platform first; undefined when it shows none. Each probe reads at most 200 KB. */
export function platformOfText(text: string): Platform | undefined {
  const head = text.slice(0, 200_000)
  return [...SIGNS, ...PRODUCTS, ...WORDS].find(sign => sign.shape.test(head))?.platform
}

/**
 * The platform of one device from all its segments: what a prompt gave away, then signs in the texts, then the
 * platform whose parsers know most of the commands, and last the layout of a licence output.
 */
export function platformOfSegments(
  segments: readonly Segment[],
  votes: (segment: Segment) => readonly Platform[],
): Platform | undefined {
  const told = segments.find(segment => segment.platform !== undefined)?.platform
  if (told !== undefined) return told
  // A log may quote another device; a version or a configuration speaks for itself.
  const isLog = (segment: Segment): boolean => /^sh\S*\s+log/i.test(segment.command)
  for (const segment of [...segments.filter(one => !isLog(one)), ...segments.filter(isLog)]) {
    const sign = platformOfText(segment.text)
    if (sign !== undefined) return sign
  }
  const count = new Map<Platform, number>()
  for (const segment of segments)
    for (const platform of votes(segment)) count.set(platform, (count.get(platform) ?? 0) + 1)
  const ranked = [...count].sort((a, b) => b[1] - a[1])
  const [best, second] = ranked
  if (best !== undefined && best[1] !== second?.[1]) return best[0]
  const layouts = new Set(segments.flatMap(segment => platformOfLicenseLayout(segment.text) ?? []))
  return layouts.size === 1 ? [...layouts][0] : undefined
}
