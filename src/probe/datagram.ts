// A UDP conversation with one server. The socket is connected: the kernel drops what others send, and tells of ICMP errors.
import { createSocket, type Socket } from 'node:dgram'
import { isIP } from 'node:net'

export interface Failure {
  /** not-sent: this computer cannot; unreachable: the network said no. */
  readonly failed: 'not-sent' | 'unreachable' | 'timed-out' | 'cancelled'
  /** The system's error code. */
  readonly code?: string
}

export interface Packet {
  readonly data: Buffer
  /** performance.now() when it was read. */
  readonly at: number
}

export interface Datagram {
  /** Sends; the moment just before, or why not. */
  send(packet: Buffer): Promise<number | Failure>
  /** The next packet, at most `ms` from now. */
  receive(ms: number): Promise<Packet | Failure>
  close(): void
}

/** A server may flood: what is not read yet beyond this is dropped. */
const MAX_QUEUE = 64
/** Refusals of this computer itself: no right to send, no such local address, no route. */
const OWN = new Set(['EPERM', 'EACCES', 'EADDRNOTAVAIL', 'EADDRINUSE', 'EINVAL', 'EMSGSIZE', 'EAFNOSUPPORT'])

export function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && 'failed' in value
}

/** A random source port, towards one address (an IP address, with or without zone). Never throws. */
export async function openDatagram(
  address: string,
  port: number,
  options: { readonly bind?: string | undefined; readonly signal?: AbortSignal | undefined },
): Promise<Datagram | Failure> {
  const { bind, signal } = options
  const family = isIP(address)
  if (bind !== undefined && isIP(bind) !== family) return { failed: 'not-sent', code: 'EAFNOSUPPORT' }
  if (signal?.aborted === true) return { failed: 'cancelled' }
  const socket = createSocket(family === 6 ? 'udp6' : 'udp4')
  const failure = await connect(socket, address, port, bind)
  if (failure === undefined) return conversation(socket, signal)
  close(socket)
  return failure
}

function connect(
  socket: Socket,
  address: string,
  port: number,
  bind: string | undefined,
): Promise<Failure | undefined> {
  return new Promise(resolve => {
    const fail = (error: Error): void => resolve({ failed: 'not-sent', ...codeOf(error) })
    socket.once('error', fail)
    const connected = (): void => {
      socket.off('error', fail)
      resolve(undefined)
    }
    try {
      socket.bind(bind === undefined ? { port: 0 } : { port: 0, address: bind }, () => {
        try {
          socket.connect(port, address, connected)
        } catch (error) {
          fail(error as Error)
        }
      })
    } catch (error) {
      fail(error as Error)
    }
  })
}

function conversation(socket: Socket, signal: AbortSignal | undefined): Datagram {
  const queue: (Packet | Failure)[] = []
  let wake: (() => void) | undefined
  const put = (item: Packet | Failure): void => {
    if (queue.length < MAX_QUEUE) queue.push(item)
    wake?.()
  }
  const onAbort = (): void => wake?.()
  socket.on('message', data => put({ data, at: performance.now() }))
  socket.on('error', error => put(failureOf(error)))
  signal?.addEventListener('abort', onAbort)
  return {
    send: packet =>
      new Promise(resolve => {
        const at = performance.now()
        const sent = (error: Error | null): void => resolve(error === null ? at : failureOf(error))
        try {
          socket.send(packet, sent)
        } catch (error) {
          sent(error as Error)
        }
      }),
    receive: async ms => {
      const until = performance.now() + ms
      for (;;) {
        if (signal?.aborted === true) return { failed: 'cancelled' }
        // Checked before the queue: a flood has no longer to be heard than silence.
        const left = until - performance.now()
        if (left <= 0) return { failed: 'timed-out' }
        const item = queue.shift()
        if (item !== undefined) return item
        await new Promise<void>(resolve => {
          const timer = setTimeout(resolve, left)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
        wake = undefined
      }
    },
    close: () => {
      signal?.removeEventListener('abort', onAbort)
      close(socket)
    },
  }
}

function close(socket: Socket): void {
  socket.removeAllListeners()
  socket.on('error', () => {})
  try {
    socket.close()
  } catch {
    // It was closed already.
  }
}

function failureOf(error: Error): Failure {
  const code = codeOf(error)
  return { failed: OWN.has(code.code) ? 'not-sent' : 'unreachable', ...code }
}

function codeOf(error: Error): { readonly code: string } {
  return { code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' }
}
