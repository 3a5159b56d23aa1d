// What people wrote and named, found in one line: descriptions, remarks, banners, VRFs, access lists, policies.
import { namedSpans, nameSpan, type Scope } from '../identity/index.ts'
import type { Span } from '../span.ts'
import { KEPT_NAME, NAMED_CONTEXTS, TEXT_CONTEXTS } from './names.ts'
import { Banners, VrfTables } from './tables.ts'

/** Keeps track of banners and tables, so each line of a text is to be read once and in order. */
export class StrictReader {
  private readonly tables = new VrfTables()
  private readonly banners = new Banners()

  spans(text: string, scope: Scope): Span[] {
    const banner = this.banners.read(text)
    if (banner !== undefined) {
      const written = text.slice(banner.start, banner.end)
      const start = banner.start + (written.length - written.trimStart().length)
      return one(nameSpan('text', written.trim(), start, scope), written.trim() !== '')
    }
    const row = this.tables.read(text)
    const spans =
      row !== undefined && !KEPT_NAME.test(row.name) ? one(nameSpan('vrf', row.name, row.at, scope)) : []
    const lower = text.toLowerCase()
    spans.push(...namedSpans(text, lower, TEXT_CONTEXTS, scope))
    spans.push(...namedSpans(text, lower, NAMED_CONTEXTS, scope, KEPT_NAME))
    return spans
  }
}

function one(span: Span | undefined, wanted = true): Span[] {
  return span === undefined || !wanted ? [] : [span]
}
