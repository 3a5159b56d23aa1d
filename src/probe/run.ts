// Probes one device's path, step by step: names, connections, server, clocks. The results are lines of text.
import { PortMap } from './map.ts'
import { DEFAULT_RATE, Once, rateLimit } from './pace.ts'
import type { DeviceView, ProbePlan } from './plan.ts'
import { peerOf } from './plan.ts'
import { printLine } from './print.ts'
import type { ProxyCredentials } from './proxy/request.ts'
import { askClocks } from './run/clocks.ts'
import { askNames } from './run/names.ts'
import { type Means, type Row, Scene } from './run/scene.ts'
import { askServer } from './run/server.ts'
import { connectAll } from './run/way.ts'

/** Version of the line format; a reader refuses others. */
const FORMAT = 1
export const PROBE_TIMEOUT_MS = 5_000

export interface ProbeOptions {
  /** Milliseconds for each question or connection. */
  readonly timeoutMs?: number
  /** Packets and connections a second. */
  readonly rate?: number
  readonly signal?: AbortSignal
  readonly bind?: string
  /** See PortMap. */
  readonly map?: string
  readonly proxyCredentials?: ProxyCredentials
  readonly now?: () => number
}

/** Probes of one run: what several devices need is asked once, at a bounded rate. */
export class Prober {
  private readonly means: Means
  private readonly now: () => number

  /** @throws Error when the port map cannot be read */
  constructor(options: ProbeOptions = {}) {
    const { signal, bind, proxyCredentials, now = Date.now } = options
    this.now = now
    this.means = {
      context: {
        timeoutMs: options.timeoutMs ?? PROBE_TIMEOUT_MS,
        wait: rateLimit(options.rate ?? DEFAULT_RATE, signal),
        now,
        ...(signal === undefined ? {} : { signal }),
        ...(bind === undefined ? {} : { bind }),
      },
      map: PortMap.read(options.map),
      once: new Once(),
      ...(proxyCredentials === undefined ? {} : { proxyCredentials }),
    }
  }

  /** The capture's text. One that was stopped has no `end` line: what is not there then proves nothing. */
  async probe(
    plan: ProbePlan,
    device: DeviceView,
  ): Promise<{ readonly text: string; readonly whole: boolean }> {
    const at = new Date(this.now()).toISOString()
    const scene = new Scene(plan, this.means)
    const addresses = await askNames(scene, peerOf(plan).host)
    const address = await connectAll(scene, addresses)
    const http = address === undefined ? undefined : await askServer(scene, address, device)
    await askClocks(scene, device, http)
    const whole = this.means.context.signal?.aborted !== true
    const end = whole ? [{ kind: 'end', fields: { results: scene.rows.length } }] : []
    const rows: Row[] = [{ kind: 'probe', fields: startOf(plan, at) }, ...scene.rows, ...end]
    return { text: `${rows.map(({ kind, fields }) => printLine(kind, fields)).join('\n')}\n`, whole }
  }
}

function startOf({ target, proxy }: ProbePlan, at: string): Row['fields'] {
  return { format: FORMAT, at, ...target, ...(proxy === undefined ? {} : { proxy }) }
}
