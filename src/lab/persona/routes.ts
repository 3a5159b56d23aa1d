// The routing table: connected networks and static routes of the configuration.

import type { Port, Route } from '../agent/settings/types.ts'
import { settingsOf } from '../agent/settings.ts'
import type { DeviceView } from '../view.ts'

/** Connected and static routes of a table whose next hop can be reached; '' = the global table. */
function routesIn(view: DeviceView, vrf: string): { ports: Port[]; routes: Route[] } {
  const { ports, routes } = settingsOf(view)
  return {
    ports: ports.filter(port => port.vrf === vrf && port.up && port.address !== ''),
    routes: routes.filter(route => route.vrf === vrf),
  }
}

const last = (command: string): string => command.split(' ').at(-1) ?? ''

/** `show ip route [vrf X]` of IOS XE and `show route [vrf X]` of IOS XR. */
export function showRoute(view: DeviceView, command: string): string {
  const vrf = / vrf \S+$/.test(command) ? last(command) : ''
  const { ports, routes } = routesIn(view, vrf)
  const gateway = routes.find(route => route.length === 0)
  const head = vrf === '' || view.device.persona === 'ios-xr' ? '' : `\nRouting Table: ${vrf}`
  const resort = gateway === undefined ? 'is not set' : `is ${gateway.gateway} to network 0.0.0.0`
  return `${head}
Codes: L - local, C - connected, S - static, * - candidate default

Gateway of last resort ${resort}

${[
  ...routes.map(
    route =>
      `S${route.length === 0 ? '*' : ' '}    ${route.prefix}/${route.length} [1/0] via ${route.gateway}`,
  ),
  ...ports.map(port => `C        ${port.address}/${port.length} is directly connected, ${port.name}`),
].join('\n')}
`
}

/** `show ip route [vrf X]` of NX-OS. */
export function showNxRoute(view: DeviceView, command: string): string {
  const vrf = / vrf \S+$/.test(command) ? last(command) : 'default'
  const { ports, routes } = routesIn(view, vrf === 'default' ? '' : vrf)
  const lines = [
    ...routes.map(
      route =>
        `${route.prefix}/${route.length}, ubest/mbest: 1/0\n    *via ${route.gateway}, [1/0], 4w3d, static`,
    ),
    ...ports.map(
      port =>
        `${port.address}/${port.length}, ubest/mbest: 1/0, attached\n    *via ${port.address}, ${port.name}, [0/0], 4w3d, direct`,
    ),
  ]
  return `IP Route Table for VRF "${vrf}"
'*' denotes best ucast next-hop
'**' denotes best mcast next-hop

${lines.join('\n')}
`
}
