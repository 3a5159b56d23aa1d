// What the resolver of IOS XE shows: `show hosts`, `show ip name-servers`, `show ip dns lookup`.
import type { CommandParser, FactWriter, Line, ParserInput } from '../contract.ts'
import { readPromptTimestamp } from './clock.ts'

const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7})$/
/** Printed where no server is configured: the resolver falls back to broadcast. */
const BROADCAST = '255.255.255.255'

/** Addresses of a text, separated by blanks or commas. */
function addressesOf(text: string): string[] {
  return text.split(/[\s,]+/).filter(word => ADDRESS.test(word) && word !== BROADCAST)
}

/** The VRF a command was asked for; '' = global. */
export function vrfOf(command: string): string {
  return /\bvrf\s+([\w.:-]{1,64})/i.exec(command)?.[1] ?? ''
}

const TABLE =
  /^(Name\/address lookup|Codes?:|(temp|perm|[teu]|NA|UN) - |NA - |Host\s+(Port|Address)|NAME\s+TTL|-{5,}$|(Local|Dynamic) cache entries:|Name lookup view:|Host name\s)/i
/** Rows of the cache: a learnt name proves nothing of the configuration. */
const CACHE_ROW = /\s(IN|\((temp|perm), ?\w{2}\))\s|^\S{1,255}\s+(None|\d{1,5})\s+\(/

/** `tools.example.com  None  (perm, OK)  0  IP  192.0.2.9`: entered by hand, whatever DNS says. */
const STATIC_ROW = /^(\S{1,255})\s+\S{1,8}\s+\(perm, ?\w{2}\)\s+\S+\s+IP(?:v6)?\s+([0-9A-Fa-f.:]{2,45})$/

function parseHosts(input: ParserInput, write: FactWriter): void {
  readPromptTimestamp(input.lines, write)
  const vrf = vrfOf(input.command)
  const set = (key: 'domain' | 'servers', value: unknown, line: Line): void =>
    write.set('dns.resolvers', [{ vrf, [key]: value }], line)
  for (const line of input.lines) {
    const text = line.text.trim()
    const domain = /^Default domain is (\S{1,255})$/i.exec(text)?.[1]
    const servers = /^Name servers? (?:is|are)\s*(.*)$/i.exec(text)?.[1]
    if (domain !== undefined) set('domain', domain === 'not' ? '' : domain, line)
    else if (/^Default domain is not set/i.test(text)) set('domain', '', line)
    else if (servers !== undefined) set('servers', addressesOf(servers), line)
    else if (/^Name\/address lookup uses static mappings/i.test(text)) write.set('dns.lookup', false, line)
    else if (/^Name\/address lookup uses domain service/i.test(text)) write.set('dns.lookup', true, line)
    else if (/^(Domain|DNS) lookup (is )?(en|dis)abled/i.test(text))
      write.set('dns.lookup', !/disabled/i.test(text), line)
    else if (TABLE.test(text) || CACHE_ROW.test(line.text)) {
      write.claim(line)
      const row = STATIC_ROW.exec(text)
      if (row?.[1] !== undefined && row[2] !== undefined)
        write.set('dns.hosts', [{ name: row[1], address: row[2], vrf }], line)
    }
  }
}

function parseNameServers(input: ParserInput, write: FactWriter): void {
  readPromptTimestamp(input.lines, write)
  const rows = input.lines.filter(line => ADDRESS.test(line.text.trim()))
  const first = rows[0] ?? input.lines.find(line => line.text.trim() !== '')
  if (first === undefined || !input.complete) return
  const servers = addressesOf(rows.map(line => line.text.trim()).join(' '))
  write.set('dns.resolvers', [{ vrf: vrfOf(input.command), servers }], rows.length > 0 ? rows : first)
}

interface Lookup {
  readonly lines: Line[]
  name: string
  vrf: string
  server: string
  error: string
  done: boolean
}

const LOOKUP_LINE =
  /^(Job Id|Status|Request Info|Request-time|DNS Response|Id|Flags|Qdcount|Class|Payload Size|IP|Total number of Jobs)\s*:/i

/** A job of `show ip dns lookup`: one name asked of one server, in the background. */
function parseLookups(input: ParserInput, write: FactWriter): void {
  readPromptTimestamp(input.lines, write)
  const jobs: Lookup[] = []
  for (const line of input.lines) {
    const text = line.text.trim()
    const job = jobs.at(-1)
    const pair = /^(Job Id|VRF Name|Host Name|DNS Server|Error Code):\s*(.*)$/i.exec(text)
    const value = pair?.[2]?.trim() ?? ''
    const key = pair?.[1]?.toLowerCase()
    if (key === 'job id') jobs.push({ lines: [line], name: '', vrf: '', server: '', error: '', done: false })
    else if (job !== undefined && key !== undefined) {
      if (key === 'vrf name') job.vrf = value.toLowerCase() === 'default' ? '' : value
      else if (key === 'host name') job.name = value
      else if (key === 'dns server') job.server = value
      else {
        job.done = true
        job.error = /^no error$/i.test(value) ? '' : value
      }
      job.lines.push(line)
    } else if (!LOOKUP_LINE.test(text)) continue
    write.claim(line)
  }
  const done = jobs.filter(job => job.done && job.name !== '')
  if (done.length === 0) return
  write.setEach(
    'dns.lookups',
    done.map(({ name, vrf, server, error, lines }) => ({
      value: { name, vrf, server, resolved: error === '', error },
      lines,
    })),
    done[0]?.lines ?? [],
  )
}

export const hostParsers: readonly CommandParser[] = [
  {
    command: 'show hosts',
    platforms: ['ios-xe'],
    aliases: [/^sh(o|ow)? hosts( vrf [\w.:-]{1,64})?( summary)?$/i],
    recognise: head =>
      /^[ \t]*Default domain is /im.test(head) && /^[ \t]*Name(\/address lookup| servers are) /im.test(head),
    provides: ['dns.resolvers'],
    rank: 70,
    parse: parseHosts,
  },
  {
    command: 'show ip name-servers',
    platforms: ['ios-xe'],
    aliases: [/^sh(o|ow)? ip name-servers?( vrf [\w.:-]{1,64})?$/i],
    provides: ['dns.resolvers'],
    rank: 72,
    parse: parseNameServers,
  },
  {
    command: 'show ip dns lookup',
    platforms: ['ios-xe'],
    recognise: head => /^[ \t]*Job Id: \d/im.test(head) && /^[ \t]*DNS Server:/im.test(head),
    provides: ['dns.lookups'],
    rank: 75,
    parse: parseLookups,
  },
]
