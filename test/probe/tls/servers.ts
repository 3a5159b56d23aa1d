// Servers on loopback for handshake tests: TLS ones, and ones that only pretend.

import type { AddressInfo } from 'node:net'
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer, type TlsOptions } from 'node:tls'
import { afterEach } from 'vitest'

const open: { server: Server; sockets: Set<Socket> }[] = []

afterEach(async () => {
  for (const { server, sockets } of open.splice(0)) {
    for (const socket of sockets) socket.destroy()
    await new Promise(resolve => server.close(resolve))
  }
})

export interface Target {
  readonly address: string
  readonly port: number
}

export function tlsServer(options: TlsOptions): Promise<Target> {
  const server = createTlsServer(options, socket => socket.on('error', () => undefined))
  server.on('tlsClientError', () => undefined)
  return listening(server)
}

export function rawServer(talk: (socket: Socket) => void): Promise<Target> {
  return listening(
    createServer(socket => {
      socket.on('error', () => undefined)
      talk(socket)
      // Who does not read does not see the other side leave.
      socket.resume()
    }),
  )
}

async function listening(server: Server): Promise<Target> {
  const sockets = new Set<Socket>()
  server.on('connection', socket => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  open.push({ server, sockets })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { address: '127.0.0.1', port: (server.address() as AddressInfo).port }
}

/** Connections that servers still hold. */
export function connectionsLeft(): number {
  return open.reduce((sum, { sockets }) => sum + sockets.size, 0)
}
