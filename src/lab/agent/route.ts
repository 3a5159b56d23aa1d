// Does a packet find its way out of the device and back?
import { inPrefix } from './address.ts'
import type { Port, Settings } from './settings/types.ts'
import type { World } from './world.ts'

/** From the table and the source interface that licensing uses; other tables lead nowhere for it. */
export function hasWay(address: string, settings: Settings, world: World): boolean {
  const { sending, ports } = settings
  const { vrf } = sending
  if (sending.source !== '') {
    const source = ports.find(port => port.name.toLowerCase() === sending.source.toLowerCase())
    if (source === undefined || !source.up || source.address === '' || source.vrf !== vrf) return false
  }
  return reaches(address, vrf, settings, world)
}

/** Without a source interface: any that is up in the table. */
export function reaches(address: string, vrf: string, settings: Settings, world: World): boolean {
  const table = settings.ports.filter(port => port.vrf === vrf && port.up && port.address !== '')
  if (table.some(port => connected(port, address))) return true
  const fitting = settings.routes
    .filter(route => route.vrf === vrf && inPrefix(address, route.prefix, route.length))
    .sort((a, b) => b.length - a.length)
  const best = fitting[0]
  if (best === undefined) return false
  return world.gateways.includes(best.gateway) && table.some(port => connected(port, best.gateway))
}

const connected = (port: Port, address: string): boolean => inPrefix(address, port.address, port.length)
