// A name server in this process: answers over UDP and TCP what a test tells it to.
import { createSocket } from 'node:dgram'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { type Answer, type DecodedPacket, decode, encode, type Packet } from 'dns-packet'
import type { DnsReply } from '../../../src/model/probe/dns.ts'
import type { ProbeContext } from '../../../src/probe/context.ts'
import { askServer } from '../../../src/probe/dns/ask.ts'

export type Transport = 'udp' | 'tcp'
/** Packets to send back, in order; none: silence. */
export type Script = (
  query: DecodedPacket,
  transport: Transport,
  raw: Buffer,
) => readonly Buffer[] | Promise<readonly Buffer[]>

export interface TestServer extends AsyncDisposable {
  readonly address: string
  readonly port: number
  readonly asked: { readonly transport: Transport; readonly query: DecodedPacket }[]
}

/** `tcp` says how the bytes of an answer go out over TCP; without it each answer in one piece with its length. */
export async function startServer(
  script: Script,
  tcp: ((socket: Socket, packets: readonly Buffer[]) => void) | 'closed' = sendWhole,
): Promise<TestServer> {
  const asked: TestServer['asked'] = []
  const streams = new Set<Socket>()
  const server = createServer(socket => {
    streams.add(socket)
    socket.on('error', () => {})
    socket.on('data', async data => {
      const raw = data.subarray(2)
      const query = decode(raw)
      asked.push({ transport: 'tcp', query })
      const packets = await script(query, 'tcp', raw)
      if (tcp !== 'closed') tcp(socket, packets)
    })
  })
  const socket = createSocket('udp4')
  // The same port for both; another process may have one of them.
  for (;;) {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const free = await new Promise<boolean>(resolve => {
      socket.once('error', () => resolve(false))
      socket.bind(port, '127.0.0.1', () => resolve(true))
    })
    if (free) break
    await new Promise(resolve => server.close(resolve))
  }
  const { port } = socket.address()
  socket.on('message', async (raw, from) => {
    const query = decode(raw)
    asked.push({ transport: 'udp', query })
    for (const packet of await script(query, 'udp', raw)) socket.send(packet, from.port, from.address)
  })
  if (tcp === 'closed') await new Promise(resolve => server.close(resolve))
  return {
    address: '127.0.0.1',
    port,
    asked,
    [Symbol.asyncDispose]: async () => {
      for (const stream of streams) stream.destroy()
      await new Promise(resolve => socket.close(() => resolve(undefined)))
      if (tcp !== 'closed') await new Promise(resolve => server.close(resolve))
    },
  }
}

export function sendWhole(socket: Socket, packets: readonly Buffer[]): void {
  for (const packet of packets) socket.write(framed(packet))
}

export function framed(packet: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(packet.length)
  return Buffer.concat([length, packet])
}

export const FLAGS = { authoritative: 1 << 10, truncated: 1 << 9, recursion: 1 << 7 } as const

export interface Reply {
  readonly rcode?: number
  readonly flags?: number
  readonly answers?: readonly Answer[]
  readonly authorities?: readonly Answer[]
  readonly additionals?: readonly Answer[]
  readonly questions?: Packet['questions']
}

/** An answer to the query; recursion available when nothing else is said. */
export function replyTo(query: DecodedPacket, reply: Reply = {}): Buffer {
  const { rcode = 0, flags = FLAGS.recursion } = reply
  return encode({
    type: 'response',
    id: query.id ?? 0,
    flags: flags | rcode,
    questions: reply.questions ?? query.questions ?? [],
    answers: [...(reply.answers ?? [])],
    authorities: [...(reply.authorities ?? [])],
    additionals: [...(reply.additionals ?? [])],
  })
}

export function a(name: string, data: string, ttl = 300): Answer {
  return { type: 'A', class: 'IN', name, ttl, data }
}

export function aaaa(name: string, data: string, ttl = 300): Answer {
  return { type: 'AAAA', class: 'IN', name, ttl, data }
}

export function cname(name: string, data: string): Answer {
  return { type: 'CNAME', class: 'IN', name, ttl: 60, data }
}

export function soa(name: string): Answer {
  return {
    type: 'SOA',
    class: 'IN',
    name,
    ttl: 60,
    data: {
      mname: `ns.${name}`,
      rname: `admin.${name}`,
      serial: 1,
      refresh: 1,
      retry: 1,
      expire: 1,
      minimum: 1,
    },
  }
}

export function ns(name: string, data: string): Answer {
  return { type: 'NS', class: 'IN', name, ttl: 60, data }
}

/** Name and type asked for. */
export function askedFor(query: DecodedPacket): { readonly name: string; readonly type: string } {
  const [first] = query.questions ?? []
  return { name: first?.name ?? '', type: first?.type ?? '' }
}

/** Name the tests ask for. */
export const NAME = 'tools.cisco.com'
export const PATIENT: ProbeContext = { timeoutMs: 20_000 }
export const HASTY: ProbeContext = { timeoutMs: 400 }

/** Starts a server for one question; the reply, and how the questions came. */
export async function askScript(
  script: Script,
  context: ProbeContext = PATIENT,
  tcp?: Parameters<typeof startServer>[1],
): Promise<DnsReply & { transports: string[] }> {
  await using server = await startServer(script, tcp)
  const reply = await askServer(server, NAME, 'A', context)
  return { ...reply, transports: server.asked.map(({ transport }) => transport) }
}

export const always =
  (reply: Reply): Script =>
  query => [replyTo(query, reply)]
