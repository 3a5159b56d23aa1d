// Does a port that said nothing to plain text speak TLS? Asked with one handshake that is not completed.
import type { Duplex } from 'node:stream'
import { connect } from 'node:tls'
import type { ProbeContext } from '../context.ts'
import { openTcp, type TcpTarget } from './open.ts'
import { whenStopped } from './stop.ts'

/** First bytes of TLS records: an alert or a handshake message, of SSL 3.0 to TLS 1.3. */
export function looksLikeTls(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && (bytes[0] === 0x15 || bytes[0] === 0x16) && bytes[1] === 3
}

/** Opens its own connection. */
export async function speaksTls(target: TcpTarget, ctx: ProbeContext): Promise<boolean> {
  const { attempt, socket } = await openTcp(target, ctx)
  return socket !== undefined && answersTls(socket, ctx.signal, ctx.timeoutMs - attempt.ms)
}

/** Over a fresh stream, which is destroyed. An alert in answer to the hello counts as speaking TLS. */
export function answersTls(stream: Duplex, signal: AbortSignal | undefined, ms: number): Promise<boolean> {
  stream.on('error', () => undefined)
  return new Promise(resolve => {
    // Nothing is trusted or sent over it, so the certificate does not matter.
    const tls = connect({ socket: stream, rejectUnauthorized: false })
    const finish = (yes: boolean): void => {
      letBe()
      tls.destroy()
      stream.destroy()
      resolve(yes)
    }
    const letBe = whenStopped(signal, ms, () => finish(false))
    tls.once('secureConnect', () => finish(true))
    tls.on('error', error => finish('code' in error && /_ALERT_/.test(String(error.code))))
    tls.once('close', () => finish(false))
  })
}
