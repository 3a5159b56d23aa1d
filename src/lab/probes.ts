// `ping` and `telnet` from a lab device: is the name known, does the address answer, is the port open?

import { reaches } from './agent/route.ts'
import { settingsOf } from './agent/settings.ts'
import { lookUpName } from './agent/walk.ts'
import type { Terminal } from './terminal.ts'

/** `ping HOST`, `ping HOST vrf V`, `ping vrf V HOST`; a ping takes no notice of the HTTP source interface. */
export function ping(terminal: Terminal, words: readonly string[]): string {
  const { view, world } = terminal.machine
  const at = words.indexOf('vrf')
  const named = at < 0 ? '' : (words[at + 1] ?? '')
  const vrf = named === 'default' ? '' : named
  const host = (at === 1 ? words[3] : words[1]) ?? ''
  const settings = settingsOf(view)
  const address = resolve(terminal, host, vrf)
  if (address === undefined) return UNKNOWN[terminal.persona.platform](host)
  const answers = [...world.servers, ...world.proxies].some(one => one.addresses.includes(address))
  const known =
    answers || world.gateways.includes(address) || world.name_servers.some(one => one.address === address)
  const good = known && reaches(address, vrf, settings, world)
  return terminal.persona.platform === 'nx-os' ? nxPing(host, address, good) : ciscoPing(address, good)
}

function resolve(terminal: Terminal, host: string, vrf: string): string | undefined {
  const { view, world } = terminal.machine
  const settings = settingsOf(view)
  const asking = { ...settings, sending: { ...settings.sending, resolverVrf: vrf } }
  const address = lookUpName(host, { view, settings: asking, world })
  return address === 'silence' ? undefined : address
}

/** `telnet HOST PORT`, with `vrf V` or `/vrf V` behind: what the vendor's guides test HTTPS with. */
export function telnet(terminal: Terminal, words: readonly string[]): string {
  const { view, world } = terminal.machine
  const [, host = '', port = ''] = words
  const at = words.findIndex(word => word === 'vrf' || word === '/vrf')
  const named = at < 0 ? '' : (words[at + 1] ?? '')
  const vrf = named === 'default' ? '' : named
  const address = resolve(terminal, host, vrf)
  if (address === undefined) return UNKNOWN[terminal.persona.platform](host)
  const open = world.servers.some(one => one.addresses.includes(address) && one.ports.includes(Number(port)))
  const good = open && reaches(address, vrf, settingsOf(view), world)
  if (terminal.persona.platform === 'nx-os') {
    return good
      ? `Trying ${address}...\nConnected to ${host}.\nEscape character is '^]'.\nConnection closed by foreign host.\n`
      : `Trying ${address}...\ntelnet: connect to address ${address}: Connection timed out\n`
  }
  return good
    ? `Trying ${host} (${address}, ${port})... Open\n\n[Connection to ${host} closed by foreign host]\n`
    : `Trying ${host} (${address}, ${port})... \n% Connection timed out; remote host not responding\n\n`
}

const UNKNOWN = {
  'ios-xe': () => '% Unrecognized host or address, or protocol not running.\n',
  'nx-os': (host: string) => `ping: bad context or unknown host ${host}\n`,
  'ios-xr': (host: string) => `% Unknown host ${host}\n`,
} as const

function ciscoPing(address: string, good: boolean): string {
  return `Type escape sequence to abort.
Sending 5, 100-byte ICMP Echos to ${address}, timeout is 2 seconds:
${good ? '!!!!!' : '.....'}
Success rate is ${good ? '100 percent (5/5), round-trip min/avg/max = 1/1/2 ms' : '0 percent (0/5)'}
`
}

function nxPing(host: string, address: string, good: boolean): string {
  const lines = [0, 1, 2, 3, 4].map(sequence =>
    good
      ? `64 bytes from ${address}: icmp_seq=${sequence} ttl=244 time=1.2 ms`
      : `Request ${sequence} timed out`,
  )
  return `PING ${host} (${address}): 56 data bytes
${lines.join('\n')}

--- ${host} ping statistics ---
5 packets transmitted, ${good ? 5 : 0} packets received, ${good ? '0.00' : '100.00'}% packet loss
`
}
