// What a waiver or the baseline covers: it stays in sight, dimmed, and asks for nothing.
import type { Finding } from '../../model/finding.ts'
import type { DeviceReport } from '../../model/report.ts'
import { baselineGroups, deviceName, type Parts, plural, proofLine, waivedLine } from '../words.ts'
import { writeFix } from './fix.ts'
import type { Page } from './page.ts'

/** Dated ones one by one, those of a baseline as a number; verbose all of them with proof and fix. */
export function writeWaived(page: Page, device: DeviceReport, { waived }: Parts, verbose: boolean): void {
  const shown = verbose ? waived : waived.filter(({ waived: by }) => by?.expires !== '')
  let first = true
  const line = (text: string): void => {
    page.paragraph(first ? 'waived' : '', `${page.style.symbols.dot} ${text}`, 'dim')
    first = false
  }
  for (const finding of shown) {
    line(waivedLine(finding))
    if (verbose) writeDetails(page, finding, deviceName(device))
  }
  if (verbose) return
  for (const [reason, count] of baselineGroups(waived))
    line(`${plural(count, 'finding')} ${reason} (--verbose)`)
}

function writeDetails(page: Page, finding: Finding, device: string): void {
  for (const source of finding.evidence) page.paragraph('', proofLine(source), 'dim')
  finding.remediation.forEach((fix, at) => {
    writeFix(page, fix, { label: at === 0 ? 'fix' : 'or', device, cause: finding.title })
  })
}
