// One TLS handshake with what the device can do, on a new connection or on a stream such as a proxy's tunnel. Nothing is
// sent after it, and nobody but the judge says whether the certificates are good.
import { isIP } from 'node:net'
import { Duplex } from 'node:stream'
import { connect, type TLSSocket } from 'node:tls'
import {
  TLS_VERSIONS,
  type TlsCertificate,
  type TlsOffer,
  type TlsOutcome,
  type TlsProbe,
  type TlsVersion,
} from '../../model/probe/tls.ts'
import type { ProbeContext } from '../context.ts'
import { openTcp, type TcpTarget } from '../tcp/open.ts'
import { codeOf } from '../tcp/outcome.ts'
import { since, whenStopped } from '../tcp/stop.ts'
import { readCertificate } from './certificate.ts'
import { failureOutcome } from './outcome.ts'
import { HandshakeReader, MAX_CERTIFICATE, MAX_CHAIN, MAX_FLIGHT } from './records.ts'
import { tap } from './tap.ts'

export interface HandshakeOffer {
  /** Host of the URL: sent as server name unless it is an address. */
  readonly serverName: string
  /** TLS 1.2 when not given, which is all that most releases can do. */
  readonly minVersion?: TlsVersion
  readonly maxVersion?: TlsVersion
  /** OpenSSL cipher list, e.g. `AES128-SHA:AES256-SHA`. */
  readonly ciphers?: string
}

const SUITES_1_3 = 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256'
/** Level 0 lets old versions, short keys and SHA-1 through: whether they are good is judged later. */
const LEVEL = '@SECLEVEL=0'
/** A refusal of the client's certificate comes after the handshake in TLS 1.3. */
const AFTERTHOUGHT_MS = 300

/** Never rejects; the stream is destroyed at the end. */
export async function handshake(
  target: Duplex | TcpTarget,
  asked: HandshakeOffer,
  ctx: ProbeContext,
): Promise<TlsProbe> {
  const start = performance.now()
  const offer: TlsOffer = {
    ...asked,
    minVersion: asked.minVersion ?? 'TLSv1.2',
    maxVersion: asked.maxVersion ?? 'TLSv1.2',
  }
  const end = (outcome: TlsOutcome, detail: string, more: Partial<TlsProbe> = {}): TlsProbe => ({
    outcome,
    detail,
    offered: offer,
    ...(target instanceof Duplex ? {} : { address: target.address, port: target.port }),
    chain: [],
    chainLinked: false,
    chainSkipped: 0,
    ...more,
    durationMs: since(start),
  })
  if (target instanceof Duplex) return handshakeOver(target, offer, ctx, ctx.timeoutMs, end)
  const { socket, attempt } = await openTcp(target, ctx)
  if (socket === undefined) {
    return end(NO_CONNECTION[attempt.outcome] ?? 'unreachable', `no connection: ${attempt.outcome}`)
  }
  return handshakeOver(socket, offer, ctx, Math.max(1, ctx.timeoutMs - attempt.ms), end)
}

const NO_CONNECTION: Readonly<Record<string, TlsOutcome>> = {
  refused: 'refused',
  'timed-out': 'timed-out',
  reset: 'reset',
  cancelled: 'cancelled',
}

type End = (outcome: TlsOutcome, detail: string, more?: Partial<TlsProbe>) => TlsProbe

async function handshakeOver(
  stream: Duplex,
  offer: TlsOffer,
  ctx: ProbeContext,
  timeoutMs: number,
  end: End,
): Promise<TlsProbe> {
  const reader = new HandshakeReader()
  const { seen } = reader
  let tls: TLSSocket | undefined
  let through: Duplex | undefined
  let ended = false
  try {
    through = tap(stream, chunk => {
      reader.push(chunk)
      return seen.bytes <= MAX_FLIGHT
    })
    through.once('end', () => {
      ended = true
    })
    tls = connect({ socket: through, ...tlsOptions(offer) })
    const stop = await settled(tls, ctx, timeoutMs)
    const { ders, linked, skipped } = chainOf(tls, reader)
    const chain: TlsCertificate[] = []
    for (const der of ders) {
      const certificate = await readCertificate(der)
      if (certificate !== undefined) chain.push(certificate)
    }
    const more = { chain, chainLinked: linked, chainSkipped: skipped + ders.length - chain.length }
    if (stop.kind === 'timed-out') {
      const said =
        seen.bytes === 0 ? 'the server said nothing' : 'the server stopped in the middle of the handshake'
      return end('timed-out', said, { ...more, ...plainAnswer(seen.plainText) })
    }
    if (stop.kind === 'cancelled') return end('cancelled', 'the run was stopped', more)
    if (stop.kind === 'failed') {
      if (seen.bytes > MAX_FLIGHT) return end('bad-answer', 'the answer is longer than any handshake', more)
      const { alert, ...failure } = failureOutcome(seen, { code: stop.code, ended })
      const shown = { ...more, ...plainAnswer(seen.plainText), ...(alert === undefined ? {} : { alert }) }
      return end(failure.outcome, failure.detail, shown)
    }
    const agreed = { protocol: stop.protocol, cipher: stop.cipher }
    return end('ok', `${agreed.protocol} with ${agreed.cipher}`, { ...more, ...agreed })
  } catch (error) {
    // A cipher list that OpenSSL does not know, or versions the wrong way round.
    return end('no-common-cipher', `this computer cannot offer that (${codeOf(error)})`)
  } finally {
    tls?.destroy()
    through?.destroy()
    stream.destroy()
  }
}

function tlsOptions(offer: TlsOffer) {
  const ciphers = offer.ciphers ?? `${SUITES_1_3}:DEFAULT`
  return {
    minVersion: offer.minVersion,
    maxVersion: offer.maxVersion,
    ciphers: ciphers.includes('@SECLEVEL') ? ciphers : `${ciphers}:${LEVEL}`,
    rejectUnauthorized: false,
    // No root of this computer may slip into the chain as served.
    ca: [],
    // An address is no server name (RFC 6066, 3).
    servername: isIP(offer.serverName) === 0 ? offer.serverName : '',
    checkServerIdentity: () => undefined,
  }
}

type Settled =
  | { readonly kind: 'ok'; readonly protocol: TlsVersion; readonly cipher: string }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'cancelled' }

function settled(tls: TLSSocket, ctx: ProbeContext, timeoutMs: number): Promise<Settled> {
  return new Promise(resolve => {
    let agreed: Settled | undefined
    let later: NodeJS.Timeout | undefined
    const finish = (how: Settled): void => {
      letBe()
      clearTimeout(later)
      resolve(how)
    }
    const letBe = whenStopped(ctx.signal, timeoutMs, why => finish(agreed ?? { kind: why }))
    tls.once('secureConnect', () => {
      const protocol = TLS_VERSIONS.find(version => version === tls.getProtocol())
      agreed = { kind: 'ok', protocol: protocol ?? 'TLSv1.2', cipher: tls.getCipher().name }
      if (protocol !== 'TLSv1.3') return finish(agreed)
      later = setTimeout(() => finish(agreed ?? { kind: 'failed', code: '' }), AFTERTHOUGHT_MS)
      tls.resume()
    })
    // Stays for the life of the socket.
    tls.on('error', error => {
      const code = codeOf(error)
      finish(agreed !== undefined && !/_ALERT_/.test(code) ? agreed : { kind: 'failed', code })
    })
    tls.once('close', () => finish(agreed ?? { kind: 'failed', code: '' }))
  })
}

/** What came in the clear; else, for TLS 1.3, what Node could link from the server's certificate on. */
function chainOf(
  tls: TLSSocket,
  { seen }: HandshakeReader,
): { ders: Buffer[]; linked: boolean; skipped: number } {
  if (seen.certificatesRead) return { ders: seen.certificates, linked: false, skipped: seen.skipped }
  const ders: Buffer[] = []
  let skipped = 0
  let certificate = tls.getPeerX509Certificate()
  while (certificate !== undefined && ders.length < MAX_CHAIN) {
    if (certificate.raw.length <= MAX_CERTIFICATE) ders.push(certificate.raw)
    else skipped++
    const issuer: typeof certificate | undefined = certificate.issuerCertificate
    certificate = issuer !== undefined && !issuer.raw.equals(certificate.raw) ? issuer : undefined
  }
  return { ders, linked: ders.length > 0, skipped }
}

function plainAnswer(text: string): Pick<TlsProbe, 'plainAnswer'> {
  const line = text.split(/\r?\n/, 1)[0] ?? ''
  return line === '' ? {} : { plainAnswer: line.slice(0, 200) }
}
