// What was masked in a bundle, by kind, file and line: `redaction.json`. It holds no value, masked or not.
import type { RedactionLevel } from '../model/redaction.ts'
import type { MaskKind } from '../redact/kinds.ts'
import type { MaskedIn } from './writer.ts'

export const REDACTION_SCHEMA = 'smartlic.redaction/v1'

/** Lines named for one kind in one file, and in all files; beyond that only the count grows. */
const MOST_LINES = 500
const MOST_LINES_IN_ALL = 200_000

interface KindNote {
  readonly count: number
  /** 1-based. */
  readonly lines: readonly number[]
}

export class MaskReport {
  readonly level: RedactionLevel
  readonly counts: Partial<Record<MaskKind, number>> = {}
  private readonly files: { readonly file: string; readonly masked: Readonly<Record<string, KindNote>> }[] =
    []
  private room = MOST_LINES_IN_ALL

  constructor(level: RedactionLevel) {
    this.level = level
  }

  add(file: string | undefined, found: MaskedIn | undefined): void {
    if (file === undefined || found === undefined) return
    const masked: Record<string, KindNote> = {}
    for (const [kind, count] of Object.entries(found.counts)) {
      this.counts[kind as MaskKind] = (this.counts[kind as MaskKind] ?? 0) + count
      const all = new Set(found.masked.filter(one => one.kind === kind).map(({ line }) => line))
      const lines = [...all].slice(0, Math.min(MOST_LINES, this.room))
      this.room -= lines.length
      masked[kind] = { count, lines }
    }
    if (Object.keys(masked).length > 0) this.files.push({ file, masked })
  }

  text(): string {
    const { level, counts } = this
    const files = [...this.files].sort((a, b) => (a.file < b.file ? -1 : 1))
    return `${JSON.stringify({ schema: REDACTION_SCHEMA, level, counts, files }, null, 1)}\n`
  }
}
