// Reads what a server sends during a handshake, as far as it is in the clear: alerts, the answer's version, certificates.
// Node hands out certificates only after linking them by issuer, which hides their order and drops strays.

const RECORD_HEADER = 5
const HANDSHAKE_HEADER = 4
const CHANGE_CIPHER_SPEC = 20
const ALERT = 21
const HANDSHAKE = 22
const SERVER_HELLO = 2
const CERTIFICATE = 11
const CERTIFICATE_REQUEST = 13
const SUPPORTED_VERSIONS = 43
const TLS_1_3 = 0x0304

/** More than any server sends: 20 certificates of 16 KB. */
export const MAX_FLIGHT = 400_000
export const MAX_CERTIFICATE = 16 * 1024
export const MAX_CHAIN = 20
const MAX_PLAIN = 400

/** Names of RFC 5246, 7.2, and RFC 8446, 6. */
const ALERT_NAMES: Readonly<Record<number, string>> = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  22: 'record_overflow',
  40: 'handshake_failure',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  109: 'missing_extension',
  110: 'unsupported_extension',
  112: 'unrecognized_name',
  115: 'unknown_psk_identity',
  116: 'certificate_required',
  120: 'no_application_protocol',
}

export interface Seen {
  /** Bytes that came so far. */
  bytes: number
  /** The first byte begins no TLS record. */
  plain: boolean
  /** Beginning of an answer in plain text, as Latin-1. */
  plainText: string
  /** The last fatal alert, or a warning when there was no other. */
  alert: string | undefined
  /** Version the server chose, e.g. 0x0303; 0 before its hello. */
  version: number
  /** DER of the certificates as they came. */
  certificates: Buffer[]
  /** Certificates left out. */
  skipped: number
  /** The Certificate message was read. */
  certificatesRead: boolean
  /** The server asks for a certificate. */
  asksCertificate: boolean
}

/** Keeps what came in one growing buffer, so that a server which sends single bytes costs no more than any other. */
class ByteQueue {
  #buffer = Buffer.alloc(4096)
  #start = 0
  #end = 0

  get length(): number {
    return this.#end - this.#start
  }

  push(chunk: Uint8Array): void {
    if (this.#end + chunk.length > this.#buffer.length) {
      const larger = Buffer.alloc(Math.max(this.#buffer.length * 2, this.length + chunk.length))
      this.#buffer.copy(larger, 0, this.#start, this.#end)
      this.#end -= this.#start
      this.#start = 0
      this.#buffer = larger
    }
    this.#buffer.set(chunk, this.#end)
    this.#end += chunk.length
  }

  peek(length: number): Buffer {
    return this.#buffer.subarray(this.#start, this.#start + length)
  }

  take(length: number): Buffer {
    const taken = Buffer.from(this.peek(length))
    this.#start += taken.length
    return taken
  }
}

/** Give it every chunk the server sends; `seen` says what was in them. Never throws, keeps at most MAX_FLIGHT bytes. */
export class HandshakeReader {
  readonly seen: Seen = {
    bytes: 0,
    plain: false,
    plainText: '',
    alert: undefined,
    version: 0,
    certificates: [],
    skipped: 0,
    certificatesRead: false,
    asksCertificate: false,
  }
  readonly #records = new ByteQueue()
  readonly #messages = new ByteQueue()
  #fatal = false
  #over = false

  push(chunk: Uint8Array): void {
    const first = this.seen.bytes === 0 ? chunk[0] : undefined
    this.seen.bytes += chunk.length
    if (first !== undefined && (first < CHANGE_CIPHER_SPEC || first > 23)) this.seen.plain = true
    if (this.seen.plain) {
      const room = MAX_PLAIN - this.seen.plainText.length
      if (room > 0) this.seen.plainText += Buffer.from(chunk.subarray(0, room)).toString('latin1')
      return
    }
    if (this.#over || this.seen.bytes > MAX_FLIGHT) return
    this.#records.push(chunk)
    while (this.#readRecord()) {}
  }

  #readRecord(): boolean {
    if (this.#over || this.#records.length < RECORD_HEADER) return false
    const header = this.#records.peek(RECORD_HEADER)
    const length = header.readUInt16BE(3)
    if (this.#records.length < RECORD_HEADER + length) return false
    const type = header[0]
    this.#records.take(RECORD_HEADER)
    const body = this.#records.take(length)
    if (type === ALERT) this.#readAlert(body)
    else if (type === HANDSHAKE) {
      this.#messages.push(body)
      while (this.#readMessage()) {}
      // From here on everything is encrypted.
    } else this.#over = true
    return true
  }

  #readAlert(body: Buffer): void {
    // An encrypted alert is longer.
    if (body.length !== 2 || this.#fatal) return
    this.#fatal = body[0] === 2
    this.seen.alert = ALERT_NAMES[body[1] ?? -1] ?? `alert ${body[1]}`
  }

  #readMessage(): boolean {
    if (this.#messages.length < HANDSHAKE_HEADER) return false
    const length = this.#messages.peek(HANDSHAKE_HEADER).readUIntBE(1, 3)
    if (this.#messages.length < HANDSHAKE_HEADER + length) return false
    const type = this.#messages.take(HANDSHAKE_HEADER)[0]
    const body = this.#messages.take(length)
    if (type === SERVER_HELLO) {
      this.seen.version = helloVersion(body)
      // TLS 1.3 encrypts what follows.
      if (this.seen.version >= TLS_1_3) this.#over = true
    } else if (type === CERTIFICATE && !this.seen.certificatesRead) this.#readCertificates(body)
    else if (type === CERTIFICATE_REQUEST) this.seen.asksCertificate = true
    return true
  }

  #readCertificates(body: Buffer): void {
    this.seen.certificatesRead = true
    for (let at = 3; at + 3 <= body.length; ) {
      const length = body.readUIntBE(at, 3)
      const der = body.subarray(at + 3, at + 3 + length)
      at += 3 + length
      const whole = der.length === length && length > 0 && length <= MAX_CERTIFICATE
      if (whole && this.seen.certificates.length < MAX_CHAIN) this.seen.certificates.push(Buffer.from(der))
      else this.seen.skipped++
    }
  }
}

/** The version a ServerHello chooses; TLS 1.3 says so in an extension. 0 when it is cut. */
function helloVersion(body: Buffer): number {
  if (body.length < 38) return 0
  const legacy = body.readUInt16BE(0)
  // Version, 32 random bytes, session id, cipher suite, compression, length of the extensions.
  let at = 34 + 1 + (body[34] ?? 0) + 2 + 1 + 2
  while (at + 4 <= body.length) {
    const type = body.readUInt16BE(at)
    const length = body.readUInt16BE(at + 2)
    if (type === SUPPORTED_VERSIONS && length === 2 && at + 6 <= body.length) return body.readUInt16BE(at + 4)
    at += 4 + length
  }
  return legacy
}
