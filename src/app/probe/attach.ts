// A device's captures with one more beside them: what this computer saw of the path the device takes.
import { setMaxListeners } from 'node:events'
import type { Capture, CaptureSet } from '../../model/capture.ts'
import type { Thresholds } from '../../model/thresholds.ts'
import { PROBE_COMMAND } from '../../parse/probe/index.ts'
import { ownServers } from '../../probe/dns/servers.ts'
import type { NameServer, ProbePlan } from '../../probe/plan.ts'
import { Prober } from '../../probe/run.ts'
import { planFor, viewOf } from '../../probe/targets.ts'
import { factsOf } from '../judge.ts'

export interface ProbeSettings {
  /** Milliseconds for each question or connection. */
  readonly timeoutMs?: number
  /** Packets and connections a second. */
  readonly rate?: number
  /** Milliseconds after which nothing more is probed. */
  readonly deadlineMs?: number
  /** Address of this computer to send from. */
  readonly bind?: string
  /** Revocation lists are fetched from any public host a certificate names. */
  readonly anyCrlHost?: boolean
  readonly proxyCredentials?: { readonly user: string; readonly password: string }
  /** Port forwarding: SMARTLIC_PROBE_MAP. */
  readonly map?: string
  readonly signal?: AbortSignal
  /** Name servers of this computer; by default those of the system. */
  readonly servers?: readonly { readonly address: string; readonly port?: number }[]
  readonly thresholds?: Thresholds
  /** A sentence about a device that was not probed. */
  readonly note: (text: string) => void
}

export type Attach = (set: CaptureSet) => Promise<CaptureSet>

/** Where results come from, as evidence names it. */
export const THIS_COMPUTER = 'this computer'
const DNS_PORT = 53
/** More are not used by any system's resolver. */
const MAX_OWN = 3

/** This computer's name servers as a plan wants them. */
export function computerServers(settings: Pick<ProbeSettings, 'servers'>): NameServer[] {
  return (settings.servers ?? ownServers())
    .slice(0, MAX_OWN)
    .map(({ address, port = DNS_PORT }) => ({ address, port, vrf: '', owner: 'computer' }))
}

export class Probing {
  private readonly settings: ProbeSettings
  private readonly prober: Prober
  private readonly servers: readonly NameServer[]

  /** @throws Error when the port map cannot be read */
  constructor(settings: ProbeSettings) {
    const { deadlineMs, thresholds: _thresholds, note: _note, servers: _servers, ...options } = settings
    this.settings = settings
    this.servers = computerServers(settings)
    const signals = [
      ...(settings.signal === undefined ? [] : [settings.signal]),
      ...(deadlineMs === undefined ? [] : [AbortSignal.timeout(deadlineMs)]),
    ]
    const signal = signals.length === 0 ? undefined : AbortSignal.any(signals)
    // Every question listens.
    if (signal !== undefined) setMaxListeners(0, signal)
    this.prober = new Prober({ ...options, ...(signal === undefined ? {} : { signal }) })
  }

  /** What would be probed for a device; a sentence when nothing would be. */
  planOf(set: CaptureSet): ProbePlan | string {
    return planFor(factsOf(set, this.settings.thresholds).facts, this.targets)
  }

  get targets(): { readonly ownServers: readonly NameServer[]; readonly anyCrlHost: boolean } {
    return { ownServers: this.servers, anyCrlHost: this.settings.anyCrlHost === true }
  }

  readonly attach: Attach = async set => {
    const { facts } = factsOf(set, this.settings.thresholds)
    const plan = planFor(facts, this.targets)
    if (typeof plan === 'string') {
      this.settings.note(`${set.name}: not probed: ${plan}`)
      return set
    }
    return { ...set, captures: [...set.captures, await this.capture(plan, viewOf(facts))] }
  }

  /** Never rejects: a probe that fails costs a device its second column, not its report. */
  async capture(plan: ProbePlan, view: ReturnType<typeof viewOf>): Promise<Capture> {
    const start = performance.now()
    const { text, whole, reason } = await this.prober.probe(plan, view).then(
      probed => ({ ...probed, reason: 'the probe was stopped before it was done' }),
      (error: unknown) => ({
        text: '',
        whole: false,
        reason: `the probe failed (${error instanceof Error ? error.message : String(error)})`,
      }),
    )
    return {
      command: PROBE_COMMAND,
      status: whole ? 'ok' : 'truncated',
      text,
      firstLine: 1,
      origin: THIS_COMPUTER,
      finishedAt: Date.now(),
      durationMs: Math.round(performance.now() - start),
      ...(whole ? {} : { reason }),
    }
  }
}
