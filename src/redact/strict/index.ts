// What people wrote and named, found in one line: descriptions, remarks, banners, VRFs, access lists, policies.
import { contextsFor } from '../identity/contexts.ts'
import { namedSpans, nameSpan, type Scope } from '../identity/index.ts'
import type { Span } from '../span.ts'
import { KEPT_NAME, NAMED_CONTEXTS, TEXT_CONTEXTS } from './names.ts'
import { Banners, VrfTables } from './tables.ts'

const textContexts = contextsFor(TEXT_CONTEXTS)
const namedContexts = contextsFor(NAMED_CONTEXTS)

/** What a line says of itself. */
export function strictSpans(text: string, scope: Scope): Span[] {
  const lower = text.toLowerCase()
  return [
    ...namedSpans(text, textContexts(lower), scope),
    ...namedSpans(text, namedContexts(lower), scope, KEPT_NAME),
  ]
}

/** What only the lines above tell: each line of a text is to be read once and in order. */
export class StrictReader {
  private readonly tables = new VrfTables()
  private readonly banners = new Banners()

  read(text: string, scope: Scope): Span[] {
    const banner = this.banners.read(text)
    if (banner !== undefined) {
      const written = text.slice(banner.start, banner.end)
      const start = banner.start + (written.length - written.trimStart().length)
      return NO_TEXT.test(written) ? [] : one(nameSpan('text', written.trim(), start, scope))
    }
    const row = this.tables.read(text)
    return row === undefined || KEPT_NAME.test(row.name) ? [] : one(nameSpan('vrf', row.name, row.at, scope))
  }
}

/** Nothing, or hidden before. */
const NO_TEXT = /^\s*(?:<[a-z-]{1,20} hidden>\s*)?$/

function one(span: Span | undefined): Span[] {
  return span === undefined ? [] : [span]
}
