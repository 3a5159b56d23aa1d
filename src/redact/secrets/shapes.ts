// Secrets that give themselves away by their shape, whatever stands around them: hashes, tokens, keys of clouds.
import { PART_MARKER, type SecretKind } from '../kinds.ts'
import type { Span } from '../span.ts'
import { hidden } from '../value.ts'
import { all } from './rule.ts'

/** Each with what must stand in the line for it to be tried: most lines hold none of it. */
const SHAPES: readonly (readonly [SecretKind, RegExp, RegExp])[] = [
  // crypt(3) and Cisco types 5, 8, 9, 10, 14.
  ['password', /\$/, /\$(?:\d{1,2}|2[abxy]|nt|sha\d{1,3})\$[\w./+$-]{2,200}/g],
  ['api-key', /eyJ/, /\beyJ[\w+/-]{6,4000}\.[\w+/-]{2,4000}(?:\.[\w+/-]{0,4000})?/g],
  ['api-key', /A[KS]IA|A[GRI][PO]A/, /\b(?:AKIA|ASIA|AGPA|AROA|AIDA)[0-9A-Z]{16}\b/g],
  [
    'api-key',
    /AIza|xox|gh[pousr]_|github_pat_|glpat-|SG\./,
    /\b(?:AIza[\w-]{30,50}|xox[abeprs]-[\w-]{10,200}|gh[pousr]_\w{20,255}|github_pat_\w{20,255}|glpat-[\w-]{20,64}|SG\.[\w-]{16,64}\.[\w-]{16,128})/g,
  ],
  ['api-key', /bearer/i, /(?<=\bbearer\s{1,4})[\w.~+/-]{16,4000}={0,2}/gi],
  // Registration tokens of Cisco Smart Software Manager end in an encoded line feed.
  ['token', /%3D|%0A/i, /\b[A-Za-z0-9+/_-]{20,400}(?:%[0-9A-Fa-f]{2}[A-Za-z0-9+/_-]{0,400}){1,8}/g],
]

export function shapeSpans(text: string): Span[] {
  return SHAPES.flatMap(([kind, hint, shape]) =>
    hint.test(text)
      ? [...text.matchAll(shape)].flatMap(found =>
          all(hidden(found.index, found.index + found[0].length, kind, put(text, found.index, kind))),
        )
      : [],
  )
}

/** In the middle of a word the marker must not tear it apart. */
function put(text: string, at: number, kind: SecretKind): string | undefined {
  const front = text[at - 1]
  return front === undefined || /[\s"'`]/.test(front) ? undefined : kind === 'token' ? PART_MARKER : undefined
}
