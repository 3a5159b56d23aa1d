// What a typed ping or telnet was aimed at, on all three platforms.

export interface Target {
  readonly tool: 'ping' | 'telnet'
  readonly host: string
  readonly port: number
  readonly vrf: string
  /** Interface or address it is sent from; '' when none is named. */
  readonly source: string
}

const SOURCES = new Set(['/source-interface', 'source', 'source-interface'])
const FAMILIES = new Set(['ip', 'ipv4', 'ipv6'])
/** Options that take a value, so that the value is not taken for the host. */
const VALUED = new Set([
  '/vrf',
  'vrf',
  '/source-interface',
  'source',
  'source-interface',
  'size',
  'repeat',
  'count',
  'timeout',
  'interval',
  'packet-size',
  'ttl',
  'df-bit',
])

/** Reads `ping [vrf V] host ...`, `telnet host 443 /vrf V`, `telnet vrf V host 443`; undefined for anything else. */
export function readTarget(command: string): Target | undefined {
  const words = command.trim().split(/\s+/)
  const verb = (words.shift() ?? '').toLowerCase()
  if (!/^(ping6?|telnet6?)$/.test(verb)) return undefined
  const tool = verb.startsWith('ping') ? 'ping' : 'telnet'
  let vrf = ''
  let source = ''
  const plain: string[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const key = word.toLowerCase()
    if (key === 'vrf' || key === '/vrf') vrf = words[at + 1] ?? ''
    if (SOURCES.has(key)) source = words[at + 1] ?? ''
    if (VALUED.has(key)) at += 1
    else if (!FAMILIES.has(key) && !key.startsWith('/')) plain.push(word)
  }
  const [host = '', port = ''] = plain
  if (host === '') return undefined
  // `www` and friends stay unknown ports; telnet without one means 23.
  const number = /^\d{1,5}$/.test(port) ? Number(port) : tool === 'telnet' && port === '' ? 23 : 0
  return { tool, host, port: tool === 'telnet' ? number : 0, vrf, source }
}
