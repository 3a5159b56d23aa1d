// Lines of a licence output that are understood though they hold no fact: a new line must show up as not understood.

import type { Entry } from './entry.ts'
import type { SectionId } from './sections.ts'
import { isRule } from './usage.ts'

const NOTHING = 'not configured|<empty>|<none>|none'
const UNIT = String.raw`(active|standby|member|local device|udi)\s?:`

/** By section, tested on the trimmed line. Sections that are not listed claim what their reader reads. */
const KNOWN: Partial<Record<SectionId, RegExp>> = {
  transport: new RegExp(
    `^((registration |utility |default )?(url|type)|cslu address|proxy|address|port|username|password|vrf|server identity check|ip mode|trust point)\\s?:|^(${NOTHING})$`,
    'i',
  ),
  trust: new RegExp(
    `^(${UNIT}|installed on |not installed|valid on |expired on |trust code type:|attributes:|trust code installed:)|^(${NOTHING})$`,
    'i',
  ),
  agent: /^(smart agent for licensing|component versions|sa|sl|custom|.{1,30}version)\s?:/i,
  product: new RegExp(`^(${UNIT}|ha udi list:?$)`, 'i'),
  'ha-udis': new RegExp(`^(${UNIT}|no (standby|members?))`, 'i'),
  ha: new RegExp(`:|^(${NOTHING})$`, 'i'),
  reservation: new RegExp(
    `^(${UNIT}|overall status\\s?:|license reservation\\s?:|reservation (status|authorization code)\\s?:|request code|last (return|confirmation) code|last (data push|file export)|export-controlled functionality\\s?:|authorizations?\\s?:|confirmation code|utility)|^(${NOTHING})$`,
    'i',
  ),
  authorizations: new RegExp(
    `^(${UNIT}|overall status\\s?:|(status|last confirmation code|last return code|last (data push|file export)|authorizations?|description|total available count|total reserved count|enforcement type|term information|license type|(term )?count|start date|end date|subscription id|authorization type|purchased licenses|derived licenses|no purchase information|export status|feature name|feature description|version|hostname|vcertificate|utility)\\b|entitlement tag|.{1,80}\\):?$|.{1,80} \\(.{1,160}\\)\\s?:)|^(${NOTHING})$`,
    'i',
  ),
  reserved:
    /^((description|total reserved count|enforcement type|term information|license type|count|start date|end date|expiry date|term (count|remaining)|subscription id|authorization type|feature name|export status|version|active|standby|member)\b|.{1,80}\):?$|no reservations?\b|<none>)/i,
  // Sections without facts: settings, and the sentences that say a list is empty.
  understood: new RegExp(
    `:|^(${NOTHING}|not applicable|no (purchase information|pd enforced|past|enforced|reservation).{0,40})$`,
    'i',
  ),
  'policy-mode': /^(status|reporting mode)\s?:/i,
  policy:
    /^(policy (in use|name)|reporting ack required|first report requirement|reporting frequency|report on change|(unenforced|enforced|export)\b.{0,60}attributes)/i,
}

/** True for a line that needs no reader of its own. */
export function isKnownLine(section: SectionId, entry: Entry): boolean {
  return isRule(entry) || KNOWN[section]?.test(entry.text) === true
}
