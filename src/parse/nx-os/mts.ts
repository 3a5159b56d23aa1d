// `show system internal mts buffers summary|details` on NX-OS: messages that wait for the callhome process.
//
// The layout is not documented; columns are taken from their header (`node sapno recv_q pers_q npers_q log_q ...`,
// newer releases add a column that names the process) and a row counts when it names callhome.
import type { CommandParser, Line } from '../contract.ts'

const QUEUES = ['recv_q', 'pers_q', 'npers_q'] as const

export const showMtsBuffers: CommandParser = {
  command: 'show system internal mts buffers summary',
  platforms: ['nx-os'],
  aliases: [/^sho?w? system internal mts buffers? (summary|details?)$/],
  recognise: head => /\bsapno\b.*\brecv_q\b/i.test(head),
  provides: ['mts.callhome_messages'],
  parse: ({ lines, complete }, write) => {
    const header = lines.find(line => /\bsap(no)?\b.*\brecv_q\b/i.test(line.text))
    const rows = lines.filter(line => /\bcall_?-?home\b/i.test(line.text))
    if (header !== undefined) write.claim(header)
    write.claim(lines.filter(line => /^\s*(sup|lc|sc)\S*\s+\d+\s/i.test(line.text)))
    if (rows.length > 0) {
      const counts = rows.map(row => count(row, header))
      if (counts.every(one => one !== undefined)) {
        write.set(
          'mts.callhome_messages',
          counts.reduce((sum: number, one) => sum + (one ?? 0), 0),
          rows,
        )
      } else write.unreadable('mts.callhome_messages', 'the columns of the MTS buffer table are not known')
      return
    }
    // No row names the process: 0 only when the table has a column for names at all.
    if (complete && header !== undefined && /\b(app|description|name)\b/i.test(header.text)) {
      write.set('mts.callhome_messages', 0, header)
    }
  },
}

/** Messages of a row: the queue columns of the header; a row of a details listing (no header) is one message. */
function count(row: Line, header: Line | undefined): number | undefined {
  if (header === undefined) return 1
  const names = header.text.trim().toLowerCase().split(/\s+/)
  const cells = row.text.trim().split(/\s+/)
  const first = names.indexOf('recv_q')
  let sum = 0
  for (const queue of QUEUES) {
    const at = names.indexOf(queue)
    if (at < first) continue
    const cell = cells[at]
    if (cell === undefined || !/^\d{1,9}$/.test(cell)) return undefined
    sum += Number(cell)
  }
  return sum
}
