// `show ip interface brief vrf all` on NX-OS: one table a VRF.
import type { CommandParser, Line } from '../contract.ts'
import { interfaceName, vrfName } from './names.ts'

const VRF = /^\s*IP Interface Status for VRF "([^"]{1,64})"/i
/** Long names stand on a line of their own, the rest follows below. */
const ROW = /^\s{0,2}([A-Za-z][\w./-]*)\s+(\S+)\s+(protocol-\S+)/i
const TAIL = /^\s+(\d\S*|forward-enabled|\S+)\s+(protocol-(?:up|down)\/\S+)/i

export const showIpInterfaceBrief: CommandParser = {
  command: 'show ip interface brief vrf all',
  platforms: ['nx-os'],
  aliases: [/^sho?w? ip int?e?r?f?a?c?e? bri?e?f?( vrf \S+)?$/],
  recognise: head => /^\s*IP Interface Status for VRF "/im.test(head),
  provides: ['interfaces', 'vrfs'],
  rank: 30,
  parse: ({ lines, complete }, write) => {
    const headers = lines.filter(line => VRF.test(line.text))
    // One VRF's table must not make the interfaces of the others look absent: `vrf all` always shows management.
    const all = complete && headers.some(line => VRF.exec(line.text)?.[1]?.toLowerCase() === 'management')
    write.claim(lines.filter(line => /^\s*Interface\s+IP Address\s/i.test(line.text)))
    write.claim(headers)
    if (!all) return
    let vrf = ''
    let pending: Line | undefined
    for (const line of lines) {
      const header = VRF.exec(line.text)
      if (header?.[1] !== undefined) {
        vrf = vrfName(header[1])
        if (vrf !== '') write.set('vrfs', [{ name: vrf }], line)
        continue
      }
      const row = ROW.exec(line.text)
      const tail = pending === undefined ? null : TAIL.exec(line.text)
      const [name, address, status] =
        row !== null
          ? row.slice(1)
          : pending !== undefined && tail !== null
            ? [pending.text.trim(), tail[1], tail[2]]
            : []
      if (name !== undefined && status !== undefined) {
        const proof = row === null && pending !== undefined ? [pending, line] : [line]
        write.set('interfaces', [fact(name, address ?? '', status, vrf)], proof)
      }
      pending = /^\s{0,2}[A-Za-z][\w./-]*\s*$/.test(line.text) ? line : undefined
    }
  },
}

function fact(name: string, address: string, status: string, vrf: string): Record<string, unknown> {
  const up = /^protocol-up\/link-up\/admin-up/i.test(status)
  return { name: interfaceName(name), address: /^\d+\./.test(address) ? address : '', up, vrf }
}
