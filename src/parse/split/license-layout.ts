// Which platform laid out a bare licence output. The three share the licensing agent, so only what differs is a sign.
import type { Platform } from '../../model/platform.ts'

/**
 * Headings as printed by NX-OS; capital letters count. The first is in the Nexus Smart Licensing guides; no real sample
 * backs the small `using` of the second yet.
 */
const NX_OS: readonly string[] = ['Smart License Conversion:', 'Smart Licensing using Policy:']
/** The order seen in `show license status` of CSR 1000V. Classic NX-OS has only the last; ASA registers first. */
const XE_CLASSIC: readonly string[] = ['Utility:', 'Data Privacy:', 'Transport:', 'Registration:']
const XE_POLICY: readonly string[] = [
  'Utility:',
  'Smart Licensing Using Policy:',
  'Data Privacy:',
  'Transport:',
]
/** How a whole answer starts; when its first lines are missing, the time IOS XR prints above may be missing too. */
const START = /^(Smart Licensing Status|Smart Licensing is (ENABLED|DISABLED)|Utility:)$/
/** The agent of newer ASA and of Expressway puts the year before the time: `Feb 10 2023 11:27:20 UTC`. */
const OTHER_PRODUCT = /\b[A-Z][a-z]{2} \d{1,2} \d{4} \d\d:\d\d:\d\d\b/

/** Undefined when the layout fits more than one platform. Weak: to be asked after prompts, versions and commands. */
export function platformOfLicenseLayout(text: string): Platform | undefined {
  const head = text.slice(0, 50_000)
  const lines = head.split('\n').map(line => line.trim())
  const nxOs = NX_OS.some(heading => lines.includes(heading))
  const iosXe =
    START.test(lines.find(line => line !== '' && !/^=+$/.test(line)) ?? '') &&
    (lines.includes('License Conversion:') || inOrder(lines, XE_CLASSIC) || inOrder(lines, XE_POLICY))
  if (nxOs === iosXe || OTHER_PRODUCT.test(head)) return undefined
  return nxOs ? 'nx-os' : 'ios-xe'
}

function inOrder(lines: readonly string[], headings: readonly string[]): boolean {
  let from = -1
  for (const heading of headings) {
    from = lines.indexOf(heading, from + 1)
    if (from < 0) return false
  }
  return true
}
