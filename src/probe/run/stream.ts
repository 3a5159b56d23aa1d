// TLS over a connection, for one request without licensing data: whether the certificate is good was judged before.
import { isIP } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect } from 'node:tls'
import type { ProbeContext } from '../context.ts'
import type { TlsLimits } from '../plan.ts'
import { whenStopped } from '../tcp/stop.ts'

/** Undefined when the handshake fails; the stream is destroyed then. */
export function overTls(
  stream: Duplex,
  host: string,
  offer: TlsLimits,
  context: ProbeContext,
): Promise<Duplex | undefined> {
  return new Promise(resolve => {
    const tls = connect({
      socket: stream,
      minVersion: offer.minVersion,
      maxVersion: offer.maxVersion,
      ciphers: `${offer.ciphers ?? 'DEFAULT'}:@SECLEVEL=0`,
      rejectUnauthorized: false,
      servername: isIP(host) === 0 ? host : '',
    })
    const finish = (done: boolean): void => {
      letBe()
      if (!done) {
        tls.destroy()
        stream.destroy()
      }
      resolve(done ? tls : undefined)
    }
    const letBe = whenStopped(context.signal, context.timeoutMs, () => finish(false))
    tls.once('secureConnect', () => finish(true))
    // Stays for the life of the stream: a late reset must not end the program.
    tls.on('error', () => finish(false))
    stream.on('error', () => finish(false))
  })
}
