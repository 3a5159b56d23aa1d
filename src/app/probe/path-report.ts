// The report on a path named by hand: no device spoke, the hops are this computer's alone.
import { derive } from '../../diagnose/derive/index.ts'
import { describePath } from '../../diagnose/path/index.ts'
import type { Capture } from '../../model/capture.ts'
import { OUTCOMES } from '../../model/finding.ts'
import type { DeviceReport, DeviceStatus, PathHop } from '../../model/report.ts'
import { assemble } from '../../parse/assemble.ts'
import type { ProbePlan } from '../../probe/plan.ts'
import { captureNote } from '../judge.ts'

export function pathReport(plan: ProbePlan, capture: Capture): DeviceReport {
  const name = plan.target.host
  const store = derive(assemble({ name, platform: undefined, captures: [capture] }))
  const hops = describePath(store, []).flatMap(({ hop, probe }): PathHop[] =>
    probe === undefined ? [] : [{ hop, ...probe, rules: [] }],
  )
  const path = hops.filter(({ hop }) => hop !== 'clock' || plan.ntp.length > 0)
  const status = statusOf(path, store.facts.derived?.probe?.answered)
  return {
    name,
    hostname: '',
    platform: '',
    os_version: '',
    model: '',
    serial: '',
    generation: '',
    method: '',
    status,
    state: {
      summary: summaryOf(path, plan, capture, store.facts.derived?.probe?.answered),
      facts: [],
      deadlines: [],
    },
    path,
    findings: [],
    unknown: [],
    captures: [captureNote(capture)],
    counts: Object.fromEntries(OUTCOMES.map(outcome => [outcome, 0])) as DeviceReport['counts'],
  }
}

/** A hop that could not be tried leaves the path unknown. */
function statusOf(path: readonly PathHop[], answered: boolean | undefined): DeviceStatus {
  if (answered !== true) return 'unknown'
  if (path.some(hop => hop.status === 'broken')) return 'critical'
  return path.some(hop => hop.status === 'unknown' && hop.hop !== 'clock') ? 'unknown' : 'healthy'
}

function summaryOf(
  path: readonly PathHop[],
  plan: ProbePlan,
  capture: Capture,
  answered: boolean | undefined,
): string {
  const what = `${plan.target.url}${plan.proxy === undefined ? '' : ` through ${plan.proxy.host}:${plan.proxy.port}`}`
  if (capture.status !== 'ok') return `The probe of ${what} was stopped before it was done; run it again.`
  if (answered === false) return `Nothing answers this computer: it has no way out. ${what} was not reached.`
  const broken = path.find(hop => hop.status === 'broken')
  return broken === undefined
    ? `${what}, as seen from this computer.`
    : `From this computer ${what} breaks at ${broken.hop}: ${broken.note}.`
}
