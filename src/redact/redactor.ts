// Text in, masked text out, in pieces of any size: nothing is passed on before it is known what its line holds.

import type { RedactionLevel } from '../model/redaction.ts'
import { identitySpans, type Scope } from './identity/index.ts'
import { type MaskKind, marker } from './kinds.ts'
import { literalSpans } from './literal.ts'
import type { MapEntry, Pseudonyms } from './pseudonyms.ts'
import { BodyReader, inlinePem } from './secrets/bodies.ts'
import { secretSpans } from './secrets/index.ts'
import { SecretTables } from './secrets/tables.ts'
import { type Span, settle, withFiller, withMarkers } from './span.ts'
import { LineSplitter, type PhysicalLine } from './stream/lines.ts'
import { Parents } from './stream/parents.ts'
import { Unit } from './stream/unit.ts'
import { visibleOf, withoutErased } from './stream/visible.ts'
import { goesOn, startsAnew, WIDTHS } from './stream/wrap.ts'
import { StrictReader, strictSpans } from './strict/index.ts'
import { hidden } from './value.ts'

export interface RedactorOptions {
  /** `secrets` when left out. */
  readonly level?: RedactionLevel
  /** The bundle's map; needed above level `secrets`. Shared by all redactors of a bundle. */
  readonly map?: Pseudonyms
  /**
   * The text comes straight from a device: no address in it is a pseudonym. Left out, a text whose every name and
   * address is a pseudonym of the map counts as redacted before and stays as it is.
   */
  readonly raw?: boolean
  /** Masked wherever they stand, whatever the line says: the run's own passwords. May grow while text is read. */
  readonly literals?: ReadonlySet<string>
  /** Terminal widths at which lines may have been wrapped, besides the usual ones. */
  readonly widths?: readonly number[]
}

/** One thing masked: what it was and where it stood. */
export interface Masked {
  readonly kind: MaskKind
  /** 1-based line of the text; masking neither adds nor removes lines. */
  readonly line: number
  /** Length class of a secret: enough to tell an empty or a cut one from a whole one. */
  readonly length: 'short' | 'medium' | 'long'
}

export interface Redactor {
  /** The masked text of every line that is complete. What may go on in the next line waits. */
  push(chunk: string): string
  /** The rest. The redactor takes no more text afterwards. */
  finish(): string
  /** What was masked, in the order of the text; the first {@link MOST_REPORTED} only. */
  report(): readonly Masked[]
  /** How often each kind was masked, all of them counted. */
  counts(): Readonly<Partial<Record<MaskKind, number>>>
  /** Pseudonyms given so far by all redactors that share the map; empty at level `secrets`. */
  map(): readonly MapEntry[]
}

/** Beyond this only {@link Redactor.counts} grows: memory stays bounded. */
export const MOST_REPORTED = 100_000

/** @throws Error when a level above `secrets` is asked for without a map */
export function createRedactor(options: RedactorOptions = {}): Redactor {
  return new LineRedactor(options)
}

/** The whole text at once. */
export function redactText(text: string, options: RedactorOptions = {}): string {
  const redactor = createRedactor(options)
  return redactWith(redactor, text)
}

/** Characters handed on at a time: an answer may be 20 MB, and the lines of all of it need not exist at once. */
const STEP = 65_536

/** The whole text through a redactor that is not used again: its report stays with the caller. */
export function redactWith(redactor: Redactor, text: string): string {
  let out = ''
  for (let at = 0; at < text.length; at += STEP) out += redactor.push(text.slice(at, at + STEP))
  return out + redactor.finish()
}

class LineRedactor implements Redactor {
  private readonly level: RedactionLevel
  private readonly pseudonyms: Pseudonyms | undefined
  private readonly scope: Scope | undefined
  private readonly widths: ReadonlySet<number>
  private readonly literals: ReadonlySet<string> | undefined
  private readonly splitter = new LineSplitter()
  private readonly bodies = new BodyReader()
  private readonly tables = new SecretTables()
  private readonly parents = new Parents()
  private readonly strict = new StrictReader()
  private readonly masked: Masked[] = []
  private readonly kinds: Partial<Record<MaskKind, number>> = {}
  private unit: Unit | undefined
  private gap: 'joined' | 'spaced' | undefined

  constructor(options: RedactorOptions) {
    this.level = options.level ?? 'secrets'
    this.pseudonyms = options.map
    this.literals = options.literals
    this.widths = new Set([...WIDTHS, ...(options.widths ?? [])])
    if (this.level !== 'secrets') {
      if (options.map === undefined)
        throw new Error(`redaction at level ${this.level} needs a map of pseudonyms`)
      this.scope = scopeOf(options.map, options.raw === true)
    }
  }

  push(chunk: string): string {
    return this.splitter
      .push(chunk)
      .map(line => this.take(line))
      .join('')
  }

  finish(): string {
    const rest = this.splitter.finish().map(line => this.take(line))
    return rest.join('') + this.flush()
  }

  report(): readonly Masked[] {
    return this.masked
  }

  counts(): Readonly<Partial<Record<MaskKind, number>>> {
    return this.kinds
  }

  map(): readonly MapEntry[] {
    return this.pseudonyms?.entries() ?? []
  }

  /** Output is due when the line cannot go on in the next one. */
  private take(raw: PhysicalLine): string {
    const line = { ...raw, text: withoutErased(raw.text) }
    const seen = visibleOf(line.text)
    const body = this.bodies.read(seen.text)
    if (body !== undefined) {
      const before = this.flush()
      const whole = new Unit()
      whole.add(line, seen, false)
      return before + this.emit(whole, bodySpan(seen.text, body))
    }
    const before = startsAnew(seen.text) ? this.flush() : ''
    const unit = this.unit ?? new Unit()
    unit.add(line, seen, this.gap === 'spaced')
    this.unit = unit
    this.gap = line.dropped > 0 ? undefined : goesOn(unit, this.widths)
    return this.gap === undefined ? before + this.flush() : before
  }

  private flush(): string {
    const unit = this.unit
    this.unit = undefined
    this.gap = undefined
    if (unit === undefined) return ''
    const above = this.parents.above(unit.text)
    const parts = unit.parts.map(({ seen, from }) => {
      const spans = this.spansOf(seen.text, this.parents.of(seen.text), true)
      return spans.map(span => ({ ...span, start: span.start + from, end: span.end + from }))
    })
    // A line as long as a terminal is wide may end there all the same: it is read with and without the next ones.
    const joined = unit.parts.slice(1).map(({ seen, from }) => {
      return this.spansOf(unit.text.slice(0, from + seen.text.length), above)
    })
    return this.emit(unit, settle([...joined.flat(), ...parts.flat()]))
  }

  /** @param printed the text is one printed line, read once and in its order */
  private spansOf(text: string, parents: readonly string[], printed = false): Span[] {
    const secrets: Span[] = secretSpans(text, parents)
    if (this.literals !== undefined) secrets.push(...literalSpans(text, this.literals))
    const row = printed ? this.tables.read(text) : undefined
    if (row !== undefined) secrets.push(row)
    for (const { start, end, kind } of inlinePem(text)) {
      const span = hidden(start, end, kind)
      if (span !== undefined) secrets.push(span)
    }
    if (this.scope === undefined) return secrets
    // What is secret is no name: nothing of it may reach the map.
    const hiding = settle(secrets)
    const rest = hiding.length === 0 ? text : withFiller(text, hiding)
    const scope = { ...this.scope, shown: (from: number, to: number) => withMarkers(text, from, to, hiding) }
    const spans = [...hiding, ...identitySpans(rest, scope)]
    if (this.level !== 'strict') return spans
    return [...spans, ...strictSpans(rest, scope), ...(printed ? this.strict.read(rest, scope) : [])]
  }

  private emit(unit: Unit, spans: readonly Span[]): string {
    for (const { start, end, kind } of spans) this.note(kind, unit.lineOf(start), end - start)
    const text = unit.render(spans)
    const last = unit.last?.line
    if (last === undefined || last.dropped === 0) return text
    this.note('overlong', last.number, last.dropped)
    return text.slice(0, text.length - last.ending.length) + marker('overlong') + last.ending
  }

  private note(kind: MaskKind, line: number, size: number): void {
    this.kinds[kind] = (this.kinds[kind] ?? 0) + 1
    if (this.masked.length < MOST_REPORTED)
      this.masked.push({ kind, line, length: size <= 8 ? 'short' : size <= 32 ? 'medium' : 'long' })
  }
}

/** The line's text without its indentation; nothing when it was hidden before. */
function bodySpan(text: string, kind: Parameters<typeof hidden>[2]): Span[] {
  const start = text.search(/\S/)
  const body = text.trim()
  const span = body === marker(kind) ? undefined : hidden(start, start + body.length, kind)
  return span === undefined ? [] : [span]
}

function scopeOf(map: Pseudonyms, raw: boolean): Scope {
  // Only what was given before this text began can stand in it: what this text gives cannot have been read from it.
  const order = map.size
  let again = !raw
  return {
    map,
    shown: () => '',
    isOwn: token => again && map.isOwn(token, order),
    sawOriginal: () => {
      again = false
    },
  }
}
