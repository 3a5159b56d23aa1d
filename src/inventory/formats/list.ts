// A plain list of hosts: one `[user@]host[:port]` a line, `#` begins a remark.
import { parseHost } from '../hosts.ts'
import { present } from '../settings.ts'
import type { Inventory, InventoryHost, InventoryProblem } from '../types.ts'

export function readList(text: string, file: string): Inventory {
  const problems: InventoryProblem[] = []
  const hosts = text.split(/\r?\n/).flatMap((raw, i): InventoryHost[] => {
    const line = raw.replace(/(?:^|\s)#.*$/, '').trim()
    if (line === '') return []
    const place = { file, line: i + 1 }
    try {
      const { name, host, port, username } = parseHost(line)
      return [
        {
          name,
          host,
          groups: [],
          tags: [],
          jump: [],
          ...present('port', port),
          ...present('username', username),
          place,
        },
      ]
    } catch (error) {
      problems.push({
        level: 'error',
        ...place,
        text: error instanceof Error ? error.message : String(error),
      })
      return []
    }
  })
  return { hosts, credentials: new Map(), jumps: new Map(), groupLimits: new Map(), problems }
}
