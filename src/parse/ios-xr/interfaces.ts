// `show ipv4 interface brief` and `show ipv4 vrf all interface brief` on IOS XR.
import type { CommandParser } from '../contract.ts'
import { vrfName } from './names.ts'
import { withoutStamp } from './stamp.ts'

const HEADING = /^\s*Interface\s+IP-Address\s+Status\s+Protocol/i
const ROW =
  /^\s*([A-Za-z][\w./-]*)\s+(unassigned|\d{1,3}(?:\.\d{1,3}){3})\s+(Up|Down|Shutdown|Admin-?Down)\s+(Up|Down)(?:\s+(\S+))?\s*$/i

export const showIpv4InterfaceBrief: CommandParser = {
  command: 'show ipv4 interface brief',
  platforms: ['ios-xr'],
  aliases: [/^sho?w? (?:ipv4|ip) (?:vrf all )?int?e?r?f?a?c?e? bri?e?f?$/],
  recognise: head =>
    /^\s*Interface\s+IP-Address\s+Status\s+Protocol(\s+Vrf-Name)?\s*$/im.test(head) &&
    /\bVrf-Name\b|^RP\//im.test(head),
  provides: ['interfaces'],
  rank: 15,
  parse: ({ lines, complete }, write) => {
    const rest = withoutStamp(lines, write)
    const heading = rest.find(line => HEADING.test(line.text))
    if (heading === undefined) return
    write.claim(heading)
    const named = /\bVrf-Name\b/i.test(heading.text)
    if (!complete) return
    for (const line of rest) {
      const match = ROW.exec(line.text)
      const [, name, address, status, protocol, vrf] = match ?? []
      if (name === undefined || address === undefined) continue
      const up = /^up$/i.test(status ?? '') && /^up$/i.test(protocol ?? '')
      // Older releases print no VRF column: the configuration tells it.
      const where = named && vrf !== undefined ? { vrf: vrfName(vrf) } : {}
      write.set(
        'interfaces',
        [{ name, address: address === 'unassigned' ? '' : address, up, ...where }],
        line,
      )
    }
  },
}
