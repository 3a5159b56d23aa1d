// How a handshake that did not go through ended: from the server's alert, what OpenSSL said, and how the stream closed.
import type { TlsOutcome } from '../../model/probe/tls.ts'
import type { Seen } from './records.ts'

const BY_ALERT: Readonly<Record<string, TlsOutcome>> = {
  protocol_version: 'version-refused',
  inappropriate_fallback: 'version-refused',
  handshake_failure: 'no-common-cipher',
  insufficient_security: 'no-common-cipher',
  bad_certificate: 'cert-refused',
  unsupported_certificate: 'cert-refused',
  certificate_revoked: 'cert-refused',
  certificate_expired: 'cert-refused',
  certificate_unknown: 'cert-refused',
  unknown_ca: 'cert-refused',
  access_denied: 'cert-refused',
  certificate_required: 'cert-refused',
  unrecognized_name: 'name-refused',
}

/** Error codes of OpenSSL in which the version is what the two sides do not share. */
const VERSION_ERROR = /_(UNSUPPORTED_PROTOCOL|WRONG_SSL_VERSION|NO_PROTOCOLS_AVAILABLE|UNKNOWN_PROTOCOL)$/
const CIPHER_ERROR = /_(NO_CIPHER_MATCH|NO_CIPHERS_AVAILABLE|WRONG_CIPHER_RETURNED|UNKNOWN_CIPHER_RETURNED)$/
/** `ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED`, `ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE`. */
const ALERT_ERROR = /_ALERT_([A-Z_]{1,40})$/

/** What ended the handshake: the peer's end, an error of the stream or of TLS. */
export interface Failure {
  readonly code: string
  /** The other side ended its half without an error. */
  readonly ended: boolean
}

export interface FailureOutcome {
  readonly outcome: TlsOutcome
  readonly detail: string
  readonly alert?: string
}

export function failureOutcome(seen: Seen, { code, ended }: Failure): FailureOutcome {
  if (seen.plain) return { outcome: 'not-tls', detail: plainDetail(seen.plainText) }
  const named = ALERT_ERROR.exec(code)?.[1]?.toLowerCase()
  const alert = named ?? seen.alert
  if (alert !== undefined && alert !== 'close_notify') return alertOutcome(alert, seen)
  if (VERSION_ERROR.test(code)) {
    return {
      outcome: 'version-refused',
      detail: 'the server answered with a TLS version that was not offered',
    }
  }
  if (CIPHER_ERROR.test(code)) {
    return { outcome: 'no-common-cipher', detail: 'the server chose a cipher that was not offered' }
  }
  const stage = seen.bytes === 0 ? 'before it said anything' : 'in the middle of the handshake'
  if (code === 'ECONNRESET' && !ended) {
    return { outcome: 'reset', detail: `the connection was reset ${stage}` }
  }
  if (ended || code === 'EPIPE' || code === 'ECONNRESET' || code === '') {
    return { outcome: 'closed', detail: `the server closed the connection ${stage}` }
  }
  return { outcome: 'bad-answer', detail: `the server's answer breaks TLS (${code.slice(0, 60)})` }
}

function alertOutcome(alert: string, seen: Seen): FailureOutcome {
  // Old servers say handshake_failure when the certificate they asked for did not come.
  const wanted = seen.asksCertificate && alert === 'handshake_failure'
  const outcome = wanted ? 'cert-refused' : (BY_ALERT[alert] ?? 'bad-answer')
  const said = `the server ended the handshake with the alert ${alert}`
  return { outcome, detail: wanted ? `${said}: it wants a certificate from the client` : said, alert }
}

function plainDetail(text: string): string {
  if (/^HTTP\/\d/.test(text)) return 'a web server answered in plain HTTP: the port does not speak TLS'
  if (/^SSH-/.test(text)) return 'an SSH server answered'
  return 'what answered does not speak TLS'
}
