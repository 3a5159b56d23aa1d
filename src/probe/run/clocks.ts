// Step four: the time servers of the device, the Date of the HTTPS answer, and which clock is wrong.
import { isIP } from 'node:net'
import type { HttpResult } from '../../model/probe/http.ts'
import type { TimeResult } from '../../model/probe/time.ts'
import { sameAddress } from '../address.ts'
import type { DeviceView, PlannedServer } from '../plan.ts'
import { askTime, NTP_PORT } from '../time/ask.ts'
import { compareClocks } from '../time/compare.ts'
import { dateOffset } from '../time/date.ts'
import { lookUp } from './lookup.ts'
import type { Scene } from './scene.ts'

export async function askClocks(
  scene: Scene,
  device: DeviceView,
  http: HttpResult | undefined,
): Promise<void> {
  const { plan } = scene
  const told = await Promise.all(plan.ntp.map(server => askServer(scene, server)))
  const followed = [...device.follows]
  const ntp = told.flatMap(({ server, addresses, result }) => {
    // The device shows by address whom it follows, and may be set to follow a name.
    if (device.follows.some(one => addresses.some(address => sameAddress(one, address))))
      followed.push(server.address)
    if (result === undefined) return []
    scene.row('time', { ...result, vrf: server.vrf })
    return [result]
  })
  const date = dateOf(http)
  if (date !== undefined) scene.row('date', { server: plan.target.host, ...date })
  const { skewMs, skewErrorMs = 1_000 } = device
  scene.row(
    'clocks',
    compareClocks({
      ...(skewMs === undefined
        ? {}
        : { device: { skewSeconds: skewMs / 1_000, errorSeconds: skewErrorMs / 1_000 } }),
      deviceFollows: followed,
      ntp,
      https: date === undefined ? [] : [{ host: plan.target.host, ...date }],
    }),
  )
}

interface Told {
  readonly server: PlannedServer
  /** All addresses of the server, as this computer's name servers give them. */
  readonly addresses: readonly string[]
  readonly result: TimeResult | undefined
}

async function askServer(scene: Scene, server: PlannedServer): Promise<Told> {
  const { means } = scene
  const host = server.address
  const found = isIP(host) === 0 ? await lookUp(scene, host) : { address: host }
  if ('reason' in found) {
    scene.row('refused', { use: 'ntp', what: host, reason: found.reason })
    return { server, addresses: [], result: undefined }
  }
  const { address, all: addresses = [address] } = found
  if (!scene.allows({ use: 'ntp', host, address, port: NTP_PORT }))
    return { server, addresses, result: undefined }
  const dialled = means.map.dial({ address, port: NTP_PORT })
  const result = await means.once.ask(['ntp', dialled], () => askTime(dialled, means.context))
  return { server, addresses, result: { ...result, server: host, port: NTP_PORT } }
}

/** Only an answer that came over TLS from the server itself: a cache on the way keeps old dates. */
function dateOf(http: HttpResult | undefined): ReturnType<typeof dateOffset> {
  const clock = http?.answer?.clock
  if (http === undefined || clock === undefined || !http.url.startsWith('https:')) return undefined
  return dateOffset(clock.server, clock.computer - http.ms, clock.computer)
}
