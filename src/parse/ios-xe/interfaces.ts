// `show ip interface brief` on IOS XE.
import type { CommandParser } from '../contract.ts'

const ROW =
  /^(\S+)\s+(unassigned|\d{1,3}(?:\.\d{1,3}){3})\s+(YES|NO)\s+(\S+)\s+(administratively down|\S+)\s+(up|down)\s*$/i
const HEADING = /^\s*Interface\s+IP-Address\s+OK\?\s+Method\s+Status/i

export const ipInterfaceBrief: CommandParser = {
  command: 'show ip interface brief',
  platforms: ['ios-xe'],
  recognise: head => /^\s*Interface\s+IP-Address\s+OK\?\s+Method\s+Status/im.test(head.slice(0, 600)),
  provides: ['interfaces'],
  rank: 30,
  parse: ({ lines, complete }, write) => {
    const rows = lines.flatMap(line => {
      const row = ROW.exec(line.text)
      return row === null ? [] : [{ line, row }]
    })
    write.claim(lines.filter(line => HEADING.test(line.text)))
    write.claim(rows.map(({ line }) => line))
    if (!complete || rows.length === 0) {
      write.unreadable('interfaces', rows.length === 0 ? 'no interface row was found' : 'the table is cut')
      return
    }
    for (const { line, row } of rows) {
      const [, name = '', address = '', , , status = '', protocol = ''] = row
      const up = status.toLowerCase() === 'up' && protocol.toLowerCase() === 'up'
      write.set(
        'interfaces',
        [{ name, address: address.toLowerCase() === 'unassigned' ? '' : address, up }],
        line,
      )
    }
  },
}
