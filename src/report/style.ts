// How a report for a person may be dressed. The terminal side (src/cli/theme.ts) fills it in; this side stays pure.

export const MEANINGS = ['ok', 'critical', 'warning', 'unknown', 'dim', 'strong', 'paste', 'plain'] as const
export type Meaning = (typeof MEANINGS)[number]

export interface Symbols {
  readonly ok: string
  readonly critical: string
  readonly warning: string
  readonly unknown: string
  readonly notNeeded: string
  readonly info: string
  readonly arrow: string
  readonly dot: string
  readonly ellipsis: string
  readonly rule: string
}

export const UNICODE_SYMBOLS: Symbols = {
  ok: '✔',
  critical: '✖',
  warning: '▲',
  unknown: '?',
  notNeeded: '–',
  info: 'i',
  arrow: '→',
  dot: '·',
  ellipsis: '…',
  rule: '─',
}

export const ASCII_SYMBOLS: Symbols = {
  ok: '+',
  critical: 'X',
  warning: '!',
  unknown: '?',
  notNeeded: '-',
  info: 'i',
  arrow: '>',
  dot: '-',
  ellipsis: '...',
  rule: '-',
}

export interface Style {
  /** Columns. */
  readonly width: number
  readonly symbols: Symbols
  paint(meaning: Meaning, text: string): string
  link(text: string, url: string): string
}

/** No colour, no links. */
export function plainStyle(width = 80, symbols: Symbols = UNICODE_SYMBOLS): Style {
  return {
    width,
    symbols,
    paint: (_meaning, text) => text,
    link: (text, url) => (text === url ? url : `${text} <${url}>`),
  }
}
