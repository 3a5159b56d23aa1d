// Opens one TCP connection to one address; names are never resolved here.
import { connect, isIP, type Socket } from 'node:net'
import type { TcpAttempt, TcpOutcome } from '../../model/probe/tcp.ts'
import type { ProbeContext } from '../context.ts'
import { outcomeOf } from './outcome.ts'
import { since, turn, whenStopped } from './stop.ts'

export interface TcpTarget {
  /** An IP address, without brackets. */
  readonly address: string
  readonly port: number
}

export interface OpenedTcp {
  readonly attempt: TcpAttempt
  /** Only when connected; the caller closes it. Errors that nobody listens to are swallowed. */
  readonly socket?: Socket
}

export async function openTcp(target: TcpTarget, ctx: ProbeContext): Promise<OpenedTcp> {
  const { address, port } = target
  const family = familyOf(address)
  const attempt = (outcome: TcpOutcome, ms: number, code?: string): TcpAttempt => ({
    address,
    family,
    port,
    outcome,
    ms,
    ...(code === undefined ? {} : { code }),
  })
  const why = reasonNotToTry(target, family, ctx.bind)
  if (why !== undefined) return { attempt: attempt('not-tried', 0, why) }
  if (!(await turn(ctx))) return { attempt: attempt('cancelled', 0) }
  const start = performance.now()
  return new Promise(resolve => {
    const socket = connect({
      host: address,
      port,
      ...(ctx.bind === undefined ? {} : { localAddress: ctx.bind }),
    })
    const finish = (outcome: TcpOutcome, code?: string): void => {
      letBe()
      socket.removeListener('connect', onConnect)
      const result = attempt(outcome, since(start), code)
      if (outcome === 'connected') resolve({ attempt: result, socket })
      else {
        socket.destroy()
        resolve({ attempt: result })
      }
    }
    const onConnect = (): void => {
      socket.setNoDelay(true)
      finish('connected')
    }
    const letBe = whenStopped(ctx.signal, ctx.timeoutMs, finish)
    socket.once('connect', onConnect)
    // Stays for the life of the socket: a late reset must not end the program.
    socket.on('error', error => {
      const { outcome, code } = outcomeOf(error)
      finish(outcome, code)
    })
  })
}

export function familyOf(address: string): 4 | 6 | 0 {
  const family = isIP(address)
  return family === 4 || family === 6 ? family : 0
}

function reasonNotToTry(target: TcpTarget, family: number, bind: string | undefined): string | undefined {
  if (family === 0) return 'no-address'
  if (!Number.isInteger(target.port) || target.port < 1 || target.port > 65535) return 'no-port'
  if (bind !== undefined && isIP(bind) !== family) return 'bind-family'
  return undefined
}
