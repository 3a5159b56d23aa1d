// What the steps of one probe share: its plan, its means, and the rows they write.
import { type Contact, refusal } from '../allow.ts'
import type { ProbeContext } from '../context.ts'
import type { PortMap } from '../map.ts'
import type { Once } from '../pace.ts'
import type { ProbePlan } from '../plan.ts'
import type { ProxyCredentials } from '../proxy/request.ts'

/** Means of a whole run. */
export interface Means {
  readonly context: ProbeContext
  readonly map: PortMap
  readonly once: Once
  readonly proxyCredentials?: ProxyCredentials
}

/** A line of the capture: its kind and its fields. */
export interface Row {
  readonly kind: string
  readonly fields: Readonly<Record<string, unknown>>
}

export class Scene {
  readonly plan: ProbePlan
  readonly means: Means
  readonly rows: Row[] = []
  lastRefusal = ''

  constructor(plan: ProbePlan, means: Means) {
    this.plan = plan
    this.means = means
  }

  row(kind: string, fields: Readonly<Record<string, unknown>> | object): void {
    const { outcome, verdict } = fields as { readonly outcome?: unknown; readonly verdict?: unknown }
    // What it came to stands first: reports show the beginning of a line.
    this.rows.push({ kind, fields: { outcome, verdict, ...fields } })
  }

  /** Whether the contact may be made; what may not is written down. Asked before every packet and connection. */
  allows(contact: Contact): boolean {
    const reason = refusal(contact, this.plan)
    if (reason === undefined) return true
    const { use, host, address, port } = contact
    this.lastRefusal = reason
    this.row('refused', { use, what: `${host === address ? '' : `${host} `}${address}:${port}`, reason })
    return false
  }
}
