// Everything that plans of devices lead to, in this process: each address and port a server of its own, and every packet that leaves is counted.
import { Socket as Datagrams } from 'node:dgram'
import { type AddressInfo, createServer, isIP, type Server, Socket } from 'node:net'
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls'
import { vi } from 'vitest'
import { PortMap } from '../../src/probe/map.ts'
import { type ProbePlan, peerOf } from '../../src/probe/plan.ts'
import { a, askedFor, replyTo, startServer } from './dns/server.ts'
import { startTimeServer, timeReply } from './time/server.ts'
import { type Made, make } from './tls/certificates.ts'

/** `answers`: names resolve, TLS stands, no path is found; `silent`: accepted and never answered; `closed`: nobody listens. */
export type Mood = 'answers' | 'silent' | 'closed'

/** Hosts of lists that the certificate names: of known authorities, and strangers. */
export const LIST_HOSTS = ['crl.identrust.com', 'crl3.digicert.com']
export const STRANGE_HOSTS = ['crl.evil.example', 'metadata.google.internal']

interface Meant {
  readonly kind: 'dns' | 'peer' | 'ntp' | 'list'
  readonly address: string
  readonly port: number
}

export interface World extends AsyncDisposable {
  /** Text of SMARTLIC_PROBE_MAP. */
  readonly map: string
  /** Names an address was given for, and itself. */
  readonly hostsOf: (address: string) => string[]
  readonly names: ReadonlyMap<string, string>
}

export async function startWorld(plans: readonly ProbePlan[], mood: Mood): Promise<World> {
  const names = namesOf(plans)
  const addressOf = (host: string): string => (isIP(host) === 0 ? (names.get(host) ?? '') : host)
  const meant = meantBy(plans, addressOf)
  const certificate = await certificateFor(plans)
  const stops: (() => PromiseLike<unknown>)[] = []
  const pairs: string[] = []
  for (const one of meant) {
    const port = await start(one, mood, names, certificate, stops)
    const address = isIP(one.address) === 6 ? `[${one.address}]` : one.address
    pairs.push(`${address}:${one.port}=127.0.0.1:${port}`)
  }
  return {
    map: pairs.join(','),
    names,
    hostsOf: address => [address, ...[...names].filter(([, at]) => at === address).map(([name]) => name)],
    [Symbol.asyncDispose]: async () => {
      for (const stop of stops) await stop()
    },
  }
}

/** Each name an address of its own. Public ones: a name of the cloud that stands for one inside is refused. */
function namesOf(plans: readonly ProbePlan[]): Map<string, string> {
  const all = plans.flatMap(plan => [
    plan.target.host,
    plan.proxy?.host ?? '',
    plan.listsProxy?.host ?? '',
    ...plan.ntp.map(({ address }) => address),
  ])
  const names = [...new Set([...all, ...LIST_HOSTS, ...STRANGE_HOSTS])].filter(
    host => host !== '' && isIP(host) === 0,
  )
  return new Map(names.map((name, at) => [name, `203.0.113.${at + 1}`]))
}

function meantBy(plans: readonly ProbePlan[], addressOf: (host: string) => string): Meant[] {
  const all = plans.flatMap((plan): Meant[] => {
    const peer = peerOf(plan)
    const peers = [addressOf(peer.host), ...plan.hostEntries]
    const lists = [...LIST_HOSTS, ...STRANGE_HOSTS].map(host => ({ host, port: 80 }))
    return [
      ...plan.servers.map(({ address, port }): Meant => ({ kind: 'dns', address, port })),
      ...peers.map((address): Meant => ({ kind: 'peer', address, port: peer.port })),
      ...plan.ntp.map(({ address }): Meant => ({ kind: 'ntp', address: addressOf(address), port: 123 })),
      ...[...lists, ...(plan.listsProxy === undefined ? [] : [plan.listsProxy])].map(
        ({ host, port }): Meant => ({ kind: 'list', address: addressOf(host), port }),
      ),
    ]
  })
  return [...new Map(all.map(one => [`${one.address} ${one.port}`, one])).values()]
}

async function certificateFor(plans: readonly ProbePlan[]): Promise<Made> {
  const hosts = plans.map(({ target }) => target.host)
  return make({
    cn: 'server',
    dns: hosts.filter(host => isIP(host) === 0),
    crl: [...STRANGE_HOSTS, ...LIST_HOSTS].map(host => `http://${host}/a.crl`),
    issuer: await make({ cn: 'authority', ca: true }),
  })
}

async function start(
  { kind }: Meant,
  mood: Mood,
  names: ReadonlyMap<string, string>,
  certificate: Made,
  stops: (() => PromiseLike<unknown>)[],
): Promise<number> {
  if (kind === 'dns') {
    const server = await startServer(query => {
      if (mood !== 'answers') return []
      const { name, type } = askedFor(query)
      const address = names.get(name)
      if (address === undefined) return [replyTo(query, { rcode: 3 })]
      return [replyTo(query, { answers: type === 'A' ? [a(name, address)] : [] })]
    })
    if (mood === 'closed') await server[Symbol.asyncDispose]()
    else stops.push(() => server[Symbol.asyncDispose]())
    return server.port
  }
  if (kind === 'ntp') {
    const server = await startTimeServer(question => (mood === 'answers' ? [timeReply(question)] : []))
    if (mood === 'closed') await server[Symbol.asyncDispose]()
    else stops.push(() => server[Symbol.asyncDispose]())
    return server.port
  }
  return startPeer(mood, certificate, stops)
}

/** TLS and plain text on one port, and a proxy: what a client begins with tells. */
async function startPeer(
  mood: Mood,
  certificate: Made,
  stops: (() => PromiseLike<unknown>)[],
): Promise<number> {
  const open = new Set<Socket>()
  const tls = createTlsServer({ key: certificate.keyPem, cert: certificate.pem }, secured => {
    secured.on('error', () => undefined)
    secured.on('data', () => secured.end(NOT_FOUND))
  })
  tls.on('tlsClientError', () => undefined)
  const server = createServer(socket => {
    open.add(socket)
    socket.on('error', () => undefined)
    if (mood === 'answers') socket.once('readable', () => converse(socket, tls))
    else socket.resume()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const stop = (): Promise<void> => closed(server, open)
  if (mood === 'closed') await stop()
  else stops.push(stop)
  return port
}

const NOT_FOUND = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'

function converse(socket: Socket, tls: TlsServer): void {
  const first = socket.read() as Buffer | null
  if (first === null) return
  if (first[0] === 0x16) {
    socket.unshift(first)
    tls.emit('connection', socket)
  } else if (first.toString('latin1').startsWith('CONNECT ')) {
    socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
    socket.once('readable', () => converse(socket, tls))
  } else socket.end(NOT_FOUND)
}

function closed(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  for (const socket of open) socket.destroy()
  return new Promise(resolve => server.close(() => resolve()))
}

export interface Contact {
  readonly protocol: 'udp' | 'tcp'
  /** What was meant by it, by the map. */
  readonly address: string
  readonly port: number
}

/** Every packet and connection of this process from now on, whoever makes it. `stop` ends the listening. */
export function watchContacts(mapText: string): { readonly seen: Contact[]; readonly stop: () => void } {
  const map = PortMap.read(mapText)
  const seen: Contact[] = []
  const note = (protocol: Contact['protocol'], address: string, port: number): void => {
    seen.push({ protocol, ...map.meant({ address, port }) })
  }
  const connect = Socket.prototype.connect
  const connected = vi.spyOn(Socket.prototype, 'connect').mockImplementation(function (
    this: Socket,
    ...args: unknown[]
  ) {
    const first = Array.isArray(args[0]) ? args[0][0] : args[0]
    const { host = '', port = 0 } = first as { host?: string; port?: number }
    note('tcp', host, port)
    return (connect as (...all: unknown[]) => Socket).apply(this, args)
  } as never)
  const send = Datagrams.prototype.send
  const sent = vi.spyOn(Datagrams.prototype, 'send').mockImplementation(function (
    this: Datagrams,
    ...args: unknown[]
  ) {
    // Servers of the test say to whom they answer; the probe's sockets are connected.
    if (typeof args[1] !== 'number') {
      const { address, port } = this.remoteAddress()
      note('udp', address, port)
    }
    return (send as (...all: unknown[]) => void).apply(this, args)
  } as never)
  return {
    seen,
    stop: () => {
      connected.mockRestore()
      sent.mockRestore()
    },
  }
}
