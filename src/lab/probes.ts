// `ping` and `telnet` from a lab device: is the name known, does the address answer, is the port open?

import { readTarget } from '../parse/connectivity/target.ts'
import { reaches } from './agent/route.ts'
import { settingsOf } from './agent/settings.ts'
import { lookUpName } from './agent/walk.ts'
import { hold } from './remote.ts'
import type { Terminal } from './terminal.ts'

/** In the form of each platform; a ping takes no notice of the HTTP source interface. */
export function ping(terminal: Terminal, words: readonly string[]): string {
  const { view, world } = terminal.machine
  const { host, vrf } = aim(words)
  const at = words.findIndex(word => word === 'repeat' || word === 'count')
  const count = Number(words[at + 1] ?? 5) || 5
  const settings = settingsOf(view)
  const address = resolve(terminal, host, vrf)
  if (address === undefined) return UNKNOWN[terminal.persona.platform](host)
  const answers = [...world.servers, ...world.proxies].some(one => one.addresses.includes(address))
  const known =
    answers || world.gateways.includes(address) || world.name_servers.some(one => one.address === address)
  const good = known && reaches(address, vrf, settings, world)
  return terminal.persona.platform === 'nx-os'
    ? nxPing(host, address, good, count)
    : ciscoPing(address, good, count)
}

function resolve(terminal: Terminal, host: string, vrf: string): string | undefined {
  const { view, world } = terminal.machine
  const settings = settingsOf(view)
  const asking = { ...settings, sending: { ...settings.sending, resolverVrf: vrf } }
  const address = lookUpName(host, { view, settings: asking, world })
  return address === 'silence' ? undefined : address
}

function aim(words: readonly string[]): { host: string; port: number; vrf: string } {
  const { host = '', port = 0, vrf = '' } = readTarget(words.join(' ')) ?? {}
  return { host, port, vrf: vrf === 'default' ? '' : vrf }
}

/** What the vendor's guides test HTTPS with. What opens stays open for a while: see {@link hold}. */
export async function telnet(terminal: Terminal, words: readonly string[]): Promise<string> {
  const { view, world } = terminal.machine
  const { host, port, vrf } = aim(words)
  const address = resolve(terminal, host, vrf)
  if (address === undefined) return UNKNOWN[terminal.persona.platform](host)
  const open = [...world.servers, ...world.proxies].some(
    one => one.addresses.includes(address) && one.ports.includes(port),
  )
  const good = open && reaches(address, vrf, settingsOf(view), world)
  const ios = terminal.persona.platform === 'ios-xe'
  if (good) {
    terminal.write(ios ? `Trying ${host} (${address}, ${port})... ` : `Trying ${address}...\n`)
    return await hold(terminal, host)
  }
  return terminal.persona.platform === 'nx-os'
    ? `Trying ${address}...\ntelnet: connect to address ${address}: Connection timed out\n`
    : `Trying ${host} (${address}, ${port})... \n% Connection timed out; remote host not responding\n\n`
}

const UNKNOWN = {
  'ios-xe': () => '% Unrecognized host or address, or protocol not running.\n',
  'nx-os': (host: string) => `ping: bad context or unknown host ${host}\n`,
  'ios-xr': (host: string) => `% Unknown host ${host}\n`,
} as const

function ciscoPing(address: string, good: boolean, count: number): string {
  return `Type escape sequence to abort.
Sending ${count}, 100-byte ICMP Echos to ${address}, timeout is 2 seconds:
${(good ? '!' : '.').repeat(count)}
Success rate is ${good ? `100 percent (${count}/${count}), round-trip min/avg/max = 1/1/2 ms` : `0 percent (0/${count})`}
`
}

function nxPing(host: string, address: string, good: boolean, count: number): string {
  const lines = [...Array(count).keys()].map(sequence =>
    good
      ? `64 bytes from ${address}: icmp_seq=${sequence} ttl=244 time=1.2 ms`
      : `Request ${sequence} timed out`,
  )
  return `PING ${host} (${address}): 56 data bytes
${lines.join('\n')}

--- ${host} ping statistics ---
${count} packets transmitted, ${good ? count : 0} packets received, ${good ? '0.00' : '100.00'}% packet loss
`
}
