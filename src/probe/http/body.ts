// What kind of text a body is: a page, a SOAP message, JSON. Pure; linear patterns only.
import type { BodyKind } from '../../model/probe/http.ts'

/** Only the beginning is looked at: what a body is shows there. */
const BEGINNING = 4096

export function bodyKind(body: Buffer, encoding: string | undefined): BodyKind {
  if (body.length === 0) return 'empty'
  // Plain bytes were asked for; what comes compressed all the same is not unpacked.
  if (encoding !== undefined && !/^(identity)?$/i.test(encoding.trim())) return 'encoded'
  const text = body.subarray(0, BEGINNING).toString('latin1')
  if (text.trim() === '') return 'empty'
  if (/[\x00-\x08\x0e-\x1f]/.test(text)) return 'binary'
  if (isHtml(text)) return 'html'
  if (isSoap(text)) return /<(?:[\w-]{1,20}:)?Fault[\s>]/.test(text) ? 'soap-fault' : 'soap'
  if (/^(?:\xef\xbb\xbf)?\s*</.test(text)) return 'xml'
  if (/^\s*[{[]/.test(text)) return 'json'
  return 'text'
}

/** Does it begin as a page does? */
export function isHtml(text: string): boolean {
  const begin = text.slice(0, BEGINNING).toLowerCase()
  if (/^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|title|h1|script|meta)\b/.test(begin)) return true
  // A comment or an XML declaration may stand first.
  return /^(?:\xef\xbb\xbf)?\s*<[!?]/.test(begin) && begin.includes('<html')
}

function isSoap(text: string): boolean {
  return (
    /<(?:[\w-]{1,20}:)?Envelope[\s>]/.test(text) &&
    /schemas\.xmlsoap\.org\/soap|w3\.org\/\d{4}\/\d{2}\/soap-envelope/.test(text)
  )
}

/** Title of a page, or its first heading; undefined when it has neither. Entities stay as they are. */
export function titleOf(text: string): string | undefined {
  const begin = text.slice(0, BEGINNING * 4)
  const match = /<(title|h1)\b[^<>]{0,200}>([^<]{1,400})/i.exec(begin)
  const title = match?.[2]?.replace(/\s+/g, ' ').trim()
  return title === undefined || title === '' ? undefined : title.slice(0, 200)
}
