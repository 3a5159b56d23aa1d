// The causes of a device, symptoms without one, and what mends them.
import type { DeviceReport } from '../../model/report.ts'
import { deviceName, ownTitle, type Parts, planNumbers, refusedRules } from '../words.ts'
import { type CauseContext, writeCause } from './cause.ts'
import type { Page } from './page.ts'
import { writePlan } from './plan.ts'

/** One cause carries its own fix; of several the fixes come together, as one plan after the last. */
export function writeCauses(page: Page, device: DeviceReport, parts: Parts, verbose: boolean): void {
  const { plan } = device
  const numbers = planNumbers(parts)
  const own = [...parts.causes, ...parts.symptoms]
  const alone = own.filter(finding => finding.remediation.length > 0).length === 1
  const title = alone ? ownTitle(own.find(finding => finding.remediation.length > 0)) : ''
  const planContext = { device: deviceName(device), numbers, alone, title, verbose }
  const apart = refusedRules(plan)
  own.forEach((finding, at) => {
    if (at === parts.causes.length) writeHeading(page, parts)
    const context: CauseContext = {
      number: at + 1,
      device: deviceName(device),
      explained: parts.explained,
      repeated: own[at - 1]?.rule === finding.rule,
      before: own.slice(0, at),
      verbose,
      fixes:
        plan === undefined ? 'each' : alone ? 'plan' : verbose || apart.has(finding.rule) ? 'each' : 'none',
      apart: apart.has(finding.rule),
    }
    const inline = plan !== undefined && alone && finding.remediation.length > 0
    writeCause(page, finding, context, inline ? () => writePlan(page, plan, planContext) : undefined)
  })
  if (plan === undefined || alone) return
  writePlan(page, plan, planContext)
  page.line()
}

function writeHeading(page: Page, { causes }: Parts): void {
  const text =
    causes.length > 0 ? 'Not explained by the above' : 'Seen on the device; the cause is not proven'
  page.line(page.style.paint('strong', text))
  page.line()
}
