// The TCP connection to a device or to the first jump host, with its own limit and errors.
import { type Socket, connect as tcpConnect } from 'node:net'
import { quote } from './clean.ts'
import { type ProblemKind, SessionError, seconds, stopped } from './errors.ts'
import type { SessionLimits } from './limits.ts'

export interface SocketOptions {
  readonly limits: SessionLimits
  readonly signal?: AbortSignal
  /** Address of this computer to call from. */
  readonly bind?: string
}

/** @throws SessionError naming what kept the connection from being made */
export async function openSocket(host: string, port: number, options: SocketOptions): Promise<Socket> {
  const { connectMs } = options.limits
  return new Promise((resolve, reject) => {
    const socket = tcpConnect({
      host,
      port,
      autoSelectFamily: true,
      keepAlive: true,
      noDelay: true,
      ...(options.bind === undefined ? {} : { localAddress: options.bind }),
    })
    const fail = (error: SessionError): void => {
      cleanUp()
      socket.on('error', () => undefined)
      socket.destroy()
      reject(error)
    }
    const timer = setTimeout(
      () =>
        fail(
          new SessionError(
            'connect-timeout',
            `no answer from port ${port} in ${seconds(connectMs)}; check the address and the access lists on the way`,
          ),
        ),
      connectMs,
    )
    const onAbort = (): void => fail(stopped())
    const cleanUp = (): void => {
      clearTimeout(timer)
      options.signal?.removeEventListener('abort', onAbort)
      socket.removeAllListeners('connect')
      socket.removeAllListeners('error')
    }
    options.signal?.addEventListener('abort', onAbort, { once: true })
    socket.once('error', (error: NodeJS.ErrnoException) => fail(socketError(error, host, port, options.bind)))
    socket.once('connect', () => {
      cleanUp()
      resolve(socket)
    })
    if (options.signal?.aborted === true) onAbort()
  })
}

const SOCKET_ERRORS: Readonly<Record<string, readonly [ProblemKind, string]>> = {
  ENOTFOUND: ['dns', 'the name cannot be resolved; check its spelling'],
  EAI_AGAIN: ['dns', 'the name server does not answer; check the resolver of this computer'],
  ECONNREFUSED: ['refused', 'the port refuses connections; check that SSH is enabled and the port is right'],
  EHOSTUNREACH: ['unreachable', 'there is no route to the device'],
  ENETUNREACH: ['unreachable', 'there is no route to the network of the device'],
  ETIMEDOUT: ['connect-timeout', 'no answer; check the address and the access lists on the way'],
  EADDRNOTAVAIL: ['unreachable', 'the address to call from is not one of this computer; check --bind'],
  // Linux, when one of the two is an IPv4 and the other an IPv6 address.
  EINVAL: [
    'unreachable',
    'the address to call from and that of the device are not of one kind (IPv4, IPv6); check --bind',
  ],
  ECONNRESET: [
    'closed-before-ident',
    'the device reset the connection; its VTY lines may be taken or its login rate reached',
  ],
}

function socketError(
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
  bind: string | undefined,
): SessionError {
  const known = error.code === 'EINVAL' && bind === undefined ? undefined : SOCKET_ERRORS[error.code ?? '']
  const [kind, text] = known ?? ['unreachable', `cannot connect (${error.code ?? error.name})`]
  return new SessionError(kind, `${quote(host)} port ${port}: ${text}`)
}
