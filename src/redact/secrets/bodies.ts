// Secrets that fill lines of their own: PEM blocks, hex dumps of keys and certificates, PKCS #12, code blocks.
import type { SecretKind } from '../kinds.ts'

/**
 * Whether a line is the body of something secret. Told by the shape of the lines as well as by what opened the block:
 * a block that never closes must not hide the rest of a log.
 */
export class BodyReader {
  private open:
    | { readonly kind: SecretKind; readonly body: RegExp; readonly close: RegExp; lines: number }
    | undefined
  private dump: RegExp | undefined

  /** The kind to hide the whole line as; undefined for a line that is shown (and read by the other rules). */
  read(line: string): SecretKind | undefined {
    const text = line.trim()
    if (text === '') return undefined
    if (this.open !== undefined) {
      const { kind, body, close } = this.open
      this.open.lines += 1
      if (close.test(text) || this.open.lines > MOST_LINES) {
        this.open = undefined
        return close === CODE_CLOSE ? kind : undefined
      }
      if (body.test(text) || /^<(?:[a-z-]{1,20} )?hidden>$/.test(text)) return kind
      this.open = undefined
    }
    return this.opened(text) ?? this.dumped(text)
  }

  private opened(text: string): SecretKind | undefined {
    const pem = PEM_OPEN.exec(text)
    if (pem !== null && !PEM_CLOSE.test(text)) {
      const kind = /PRIVATE|OPENSSH/.test(pem[1] ?? '') ? 'private-key' : 'key-data'
      this.open = { kind, body: PEM_BODY, close: PEM_CLOSE, lines: 0 }
    } else if (/^(?:key-string|key-data)$|^Exported pkcs12 follows|PKCS12 follows:?$/i.test(text)) {
      this.open = { kind: 'key-data', body: KEY_BODY, close: KEY_CLOSE, lines: 0 }
    } else if (CODE_OPEN.test(text) && !CODE_CLOSE.test(text)) {
      this.open = { kind: 'code', body: CODE_BODY, close: CODE_CLOSE, lines: 0 }
      return 'code'
    }
    return undefined
  }

  /** Hex dumps (certificates of a running-config, exported keys) and base64 have a shape of their own. */
  private dumped(text: string): SecretKind | undefined {
    if (HEX_LINE.test(text)) this.dump = HEX_END
    else if (isBase64(text)) this.dump = BASE64_END
    else if (this.dump?.test(text) !== true || KEY_CLOSE.test(text) || /^[a-z]+$/.test(text)) {
      this.dump = undefined
      return undefined
    }
    return 'key-data'
  }
}

/** The largest keys and chains are far shorter. */
const MOST_LINES = 600
const PEM_OPEN = /-----BEGIN ([A-Z0-9 ]{1,40})-----/
const PEM_CLOSE = /-----END [A-Z0-9 ]{1,40}-----/
const PEM_BODY =
  /^(?:[|>+"' ]{0,6}[A-Za-z0-9+/]{1,4096}={0,2}[\\nr"',;]{0,8}|(?:Proc-Type|DEK-Info|Comment|Version|Subject|Issuer): .{0,200})$/
const KEY_BODY =
  /^(?:[A-Za-z0-9+/]{1,4096}={0,2}|(?:[0-9A-Fa-f]{1,64} ){0,16}[0-9A-Fa-f]{1,64}|ssh-\w+ \S+.{0,80})$/
const KEY_CLOSE = /^(?:quit|exit|end|!|---End\b.*)$/i
const CODE_OPEN =
  /<(?:smartLicense\w{0,40}|specificPLR|authorizationCode|trustCode|RequestCode|returnCode)\b[^>]{0,200}>/i
const CODE_CLOSE =
  /<\/(?:smartLicense\w{0,40}|specificPLR|authorizationCode|trustCode|RequestCode|returnCode)>/i
const CODE_BODY = /^\S{1,4096}$/
const HEX_LINE = /^(?:[0-9A-Fa-f]{8} ){2,16}[0-9A-Fa-f]{2,8}$/
const HEX_END = /^(?:[0-9A-Fa-f]{8} ){0,16}[0-9A-Fa-f]{2,8}$/
const BASE64_END = /^[A-Za-z0-9+/]{1,80}={0,2}$/

/** A full line of base64; a rule of one letter or a long name is none. */
function isBase64(text: string): boolean {
  return (
    text.length >= 48 &&
    /^[A-Za-z0-9+/]{48,4096}={0,2}$/.test(text) &&
    /[a-z]/.test(text) &&
    /[A-Z]/.test(text) &&
    /\d/.test(text)
  )
}

/** A PEM block on one line, as logs and JSON carry it, with `\n` for its line ends. */
const PEM_INLINE = /(-----BEGIN [A-Z0-9 ]{1,40}-----)([^-]{1,65536})(?=-----END|$)/g

export function inlinePem(text: string): { start: number; end: number; kind: SecretKind }[] {
  if (!text.includes('-----BEGIN')) return []
  return [...text.matchAll(PEM_INLINE)]
    .filter(
      found =>
        !/^\s*(?:<[a-z -]*hidden>)?\s*$/.test((found[2] ?? '').slice(0, 60)) || (found[2] ?? '').length > 60,
    )
    .map(found => {
      const start = found.index + (found[1] ?? '').length
      const kind: SecretKind = /PRIVATE|OPENSSH/.test(found[1] ?? '') ? 'private-key' : 'key-data'
      return { start, end: start + (found[2] ?? '').length, kind }
    })
}
