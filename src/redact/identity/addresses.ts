// IPv4, IPv6 and MAC addresses in one line.
import type { PseudonymKind } from '../kinds.ts'
import type { Span } from '../span.ts'
import type { Scope } from './index.ts'
import { parseIpv4 } from './ipv4.ts'
import { parseIpv6 } from './ipv6.ts'
import { parseMac } from './mac.ts'

/** Four numbers and no more: object identifiers and versions have other lengths or stand behind their word. */
const IPV4 = /(?<![\w.]|\bversion )(\d{1,3}(?:\.\d{1,3}){3})(?!\w|\.\d)/gi
const IPV6 = /(?<![\w:.])((?=[0-9A-Fa-f:.]{0,45}::|(?:[0-9A-Fa-f]{1,4}:){7})[0-9A-Fa-f:.]{2,45})(?![\w:])/g
const MAC =
  /(?<![\w:.-])((?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}|(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2})(?![\w:-]|\.\w)/g

export function addressSpans(text: string, scope: Scope): Span[] {
  const spans: Span[] = []
  const take = (pattern: RegExp, kind: PseudonymKind, valid: (token: string) => boolean): void => {
    for (const found of text.matchAll(pattern)) {
      const token = (found[1] ?? '').replace(/\.$/, '')
      if (!valid(token) || scope.isOwn(token)) continue
      const put = scope.map.of(kind, token)
      if (put === token) continue
      scope.sawOriginal()
      spans.push({ start: found.index, end: found.index + token.length, kind, put, rank: 1 })
    }
  }
  if (text.includes(':')) take(IPV6, 'ipv6', token => !isWwn(token) && parseIpv6(token) !== undefined)
  if (text.includes('.')) take(IPV4, 'ipv4', token => parseIpv4(token) !== undefined)
  take(MAC, 'mac', token => parseMac(token) !== undefined)
  return spans
}

/** Eight pairs of digits are a world wide name or an engine ID, not an IPv6 address. */
function isWwn(token: string): boolean {
  return /^(?:[0-9A-Fa-f]{2}:){7}[0-9A-Fa-f]{2}$/.test(token)
}
