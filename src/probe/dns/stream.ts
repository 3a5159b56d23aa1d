// One DNS question over TCP: messages with a length in front, in pieces of any size.
import { createConnection, type Socket } from 'node:net'
import type { Failure } from '../datagram.ts'
import { type Message, readAnswer } from './message.ts'

/** A server has one answer to give; what comes before it is not looked through for ever. */
const MAX_MESSAGES = 8

export interface StreamAnswer {
  readonly message: Message | 'malformed'
  readonly ms: number
  readonly ignored: number
}

interface Options {
  readonly timeoutMs: number
  readonly bind?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** Never rejects. Closed without an answer: unreachable with code ECLOSED. */
export function askOverTcp(
  address: string,
  port: number,
  asked: Buffer,
  { timeoutMs, bind, signal }: Options,
): Promise<StreamAnswer | Failure> {
  return new Promise(resolve => {
    if (signal?.aborted === true) return resolve({ failed: 'cancelled' })
    const start = performance.now()
    let socket: Socket | undefined
    const end = (result: StreamAnswer | Failure): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
      socket?.destroy()
      resolve(result)
    }
    const onAbort = (): void => end({ failed: 'cancelled' })
    const timer = setTimeout(() => end({ failed: 'timed-out', code: 'ETIMEDOUT' }), timeoutMs)
    signal?.addEventListener('abort', onAbort)
    let ignored = 0
    const take = messages(packet => {
      const message = readAnswer(asked, packet)
      if (message !== 'other') return end({ message, ms: Math.round(performance.now() - start), ignored })
      ignored += 1
      if (ignored >= MAX_MESSAGES) end({ failed: 'unreachable', code: 'EPROTO' })
    })
    try {
      socket = createConnection({
        host: address,
        port,
        ...(bind === undefined ? {} : { localAddress: bind }),
      })
    } catch (error) {
      return end(failed(error as Error))
    }
    const length = Buffer.alloc(2)
    length.writeUInt16BE(asked.length)
    socket.on('connect', () => socket?.write(Buffer.concat([length, asked])))
    socket.on('data', take)
    socket.on('error', error => end(failed(error)))
    socket.on('close', () => end({ failed: 'unreachable', code: 'ECLOSED' }))
  })
}

function failed(error: Error): Failure {
  return { failed: 'unreachable', code: (error as NodeJS.ErrnoException).code ?? 'UNKNOWN' }
}

/** Puts pieces together; holds one message, at most 65,535 bytes. */
function messages(take: (packet: Buffer) => void): (piece: Buffer) => void {
  let high: number | undefined
  let packet: Buffer | undefined
  let filled = 0
  return piece => {
    let at = 0
    while (at < piece.length) {
      if (packet === undefined) {
        const byte = piece[at] ?? 0
        at += 1
        if (high === undefined) high = byte
        else {
          packet = Buffer.alloc(high * 256 + byte)
          high = undefined
          filled = 0
        }
      } else {
        const copied = piece.copy(packet, filled, at)
        filled += copied
        at += copied
      }
      if (packet !== undefined && filled === packet.length) {
        const whole = packet
        packet = undefined
        take(whole)
      }
    }
  }
}
