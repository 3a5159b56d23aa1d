// `show ntp peer-status` on NX-OS: which peer the clock follows.
import type { CommandParser, Line } from '../contract.ts'
import { vrfName } from './names.ts'

/** Rows start with a mark and the peer's address; `*` is the peer selected for synchronisation. */
const ROW = /^\s{0,4}([*+=-])?\s*([0-9A-Fa-f]{0,4}(?:[.:][0-9A-Fa-f]{0,4}){2,7})\s+\S/
/** stratum poll reach delay vrf; some releases print no blank between delay and VRF. */
const TAIL = /\s\d+\s+\d+\s+\d+\s+-?\d+\.\d{1,6}\s*([A-Za-z]\S*)?\s*$/

export const showNtpPeerStatus: CommandParser = {
  command: 'show ntp peer-status',
  platforms: ['nx-os'],
  aliases: [/^sho?w? ntp peer-st?a?t?u?s?$/],
  recognise: head => /^\s*Total peers\s*:\s*\d+/im.test(head) && /selected for sync/i.test(head),
  provides: ['ntp.synchronised', 'ntp.configured'],
  rank: 20,
  parse: ({ lines, complete }, write) => {
    const total = lines.find(line => /^\s*Total peers\s*:\s*\d+/i.test(line.text))
    const rows = readRows(lines)
    if (total !== undefined) write.claim(total)
    write.claim(rows.flatMap(row => row.lines))
    const anchor = total ?? rows[0]?.lines[0]
    if (anchor === undefined) return
    write.claim(
      lines.filter(line =>
        /selected for sync|peer mode\(|polled in client|^\s*remote\b|^\s*st\s+poll|^\s*-{5,}/i.test(
          line.text,
        ),
      ),
    )
    const real = rows.filter(row => !row.address.startsWith('127.127.'))
    if (real.length > 0)
      write.set(
        'ntp.configured',
        true,
        real.flatMap(row => row.lines),
      )
    else if (complete) write.set('ntp.configured', false, anchor)
    const selected = real.find(row => row.mark === '*')
    if (selected !== undefined) write.set('ntp.synchronised', true, selected.lines)
    else if (complete) write.set('ntp.synchronised', false, [anchor, ...real.flatMap(row => row.lines)])
    if (!complete) return
    for (const row of real) write.set('ntp.servers', [{ address: row.address, vrf: row.vrf }], row.lines)
  },
}

interface Row {
  readonly mark: string
  readonly address: string
  readonly vrf: string
  readonly lines: Line[]
}

/** Long addresses push the rest of a row onto the next line. */
function readRows(lines: readonly Line[]): Row[] {
  const rows: Row[] = []
  lines.forEach((line, index) => {
    const match = ROW.exec(line.text)
    if (match?.[2] === undefined) return
    const next = lines[index + 1]
    const own = TAIL.exec(line.text)
    const below = own === null && next !== undefined ? TAIL.exec(` ${next.text}`) : null
    const vrf = vrfName((own ?? below)?.[1] ?? '')
    rows.push({
      mark: match[1] ?? '',
      address: match[2],
      vrf,
      lines: below !== null && next !== undefined ? [line, next] : [line],
    })
  })
  return rows
}
