// Bounds on device text for the NX-OS and IOS XR parsers: over-long lines and endless lists cost nothing but themselves.
import type { CommandParser, FactWriter, ListElement } from '../contract.ts'

/** No line of these commands comes near it; patterns then stay cheap on hostile text. */
const MAX_LINE = 1_000

/** Lists merged by key cost a search for each element: the largest devices stay well below these sizes. */
const LIMITS: Readonly<Record<string, number>> = {
  interfaces: 8_192,
  routes: 2_048,
  vrfs: 2_048,
  'dns.servers': 512,
  'dns.hosts': 2_048,
  'ntp.servers': 512,
  'callhome.profiles': 2_048,
  'callhome.statistics': 256,
  'pki.trustpoints': 1_024,
  'pki.certificates': 1_024,
  routing_tables: 2_048,
  'dns.resolvers': 512,
}

/** The same parser, given only lines of sane length and a writer with room for sane lists. */
export function bounded(parser: CommandParser): CommandParser {
  return {
    ...parser,
    parse: (input, write) => {
      const lines = input.lines.every(line => line.text.length <= MAX_LINE)
        ? input.lines
        : input.lines.filter(line => line.text.length <= MAX_LINE)
      parser.parse({ ...input, lines }, limited(write))
    },
  }
}

function limited(write: FactWriter): FactWriter {
  const used = new Map<string, number>()
  const room = (path: string, elements: number): boolean => {
    const limit = LIMITS[path]
    if (limit === undefined) return true
    const count = (used.get(path) ?? 0) + elements
    used.set(path, count)
    return count <= limit
  }
  return {
    set: (path, value, lines) => {
      if (!Array.isArray(value) || room(path, value.length)) write.set(path, value, lines)
    },
    setEach: (path, elements: readonly ListElement[], lines) => {
      const limit = LIMITS[path]
      write.setEach(path, limit === undefined ? elements : elements.slice(0, limit), lines)
    },
    claim: lines => write.claim(lines),
    unreadable: (path, reason) => write.unreadable(path, reason),
  }
}
