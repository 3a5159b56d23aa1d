// IOS XE licence commands without facts: message history, one usage report in detail, filtered lists.
import type { CommandParser } from '../contract.ts'
import { firstLines, understood } from './understood.ts'

const RULE = /^={4,}$/
const REPORT_ROW = /^\d{6,20}\s+[A-Z]{2,12}\s+[A-Z]\s+\S/
const CERTIFICATE_LINES: readonly RegExp[] = [
  /^License Certificates$/i,
  /^Production Cert: /i,
  /^SmartAgent\w{1,60}: /,
  /^Not registered\. No certificates installed$/i,
]

export const iosXeLicenseUnderstood: readonly CommandParser[] = [
  understood({
    // Requests and answers are printed as the server's JSON: only that there are none is read.
    command: 'show license history message',
    recognise: head => /^[ \t]*(Import )?Message History \(oldest to newest\):/im.test(head),
    lines: [
      /^(Import )?Message History \(oldest to newest\):$/i,
      RULE,
      /^(Trust (Establishment|Sync)|Usage Reporting|Result Polling|Authorization (Request|Return)):$/i,
      /^Import [A-Z ]{2,40}:$/,
      /^No past (import )?history$/i,
    ],
  }),
  understood({
    command: 'show license rum id detail',
    aliases: [/^sh(ow?)? lic\w* rum id (all|\d{1,20}) det(a|ai|ail)?$/i],
    recognise: head => /^[ \t]*Smart Licensing Usage Report Detail:/im.test(head),
    lines: [
      /^Smart Licensing Usage Report Detail:$/i,
      RULE,
      /^(Previous |Next )?Report Id: /i,
      /^(Metric Name|Feature Name|UDI|State|Storage State|Start Time|End Time): /i,
      /^Transaction (ID|Message): /i,
      /^Report Size: /i,
    ],
  }),
  understood({
    // Rows a filter let through: their number says nothing of how many reports there are.
    command: 'show license rum id all | include',
    aliases: [/^sh(ow?)? lic\w* rum id all \| i\w* \S/i],
    recognise: head => {
      const lines = firstLines(head)
      return lines.length > 0 && lines.every(line => REPORT_ROW.test(line))
    },
    lines: [REPORT_ROW],
  }),
  understood({
    // A line without its heading may belong to any section, and a missing one proves nothing: no facts.
    command: 'show license tech support | include',
    aliases: [/^sh(ow?)? lic\w* tech support \| i\w* \S/i],
    recognise: head => {
      const lines = firstLines(head)
      return lines.some(isTechLine) && lines.every(line => CERTIFICATE_LINES.some(shape => shape.test(line)))
    },
    lines: CERTIFICATE_LINES,
  }),
]

/** Printed by tech support alone. */
function isTechLine(line: string): boolean {
  return /^(Production Cert|SmartAgent\w{1,60}): /i.test(line)
}
