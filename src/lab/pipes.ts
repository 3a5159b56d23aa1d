// Output modifiers: `| include RE`, `exclude`, `begin`, `section`, `count`. Expressions run on a linear engine.
import { RE2JS } from 're2js'

const KINDS = ['include', 'exclude', 'begin', 'section', 'count'] as const
type Kind = (typeof KINDS)[number]

export interface Pipe {
  readonly kind: Kind
  readonly expression: string
}

/** A command and its modifiers, or the column of the first character that makes no sense. */
export type Split =
  | { readonly command: string; readonly pipes: readonly Pipe[] }
  | { readonly badColumn: number }

/**
 * IOS reads everything behind the modifier as one expression, bars included; NX-OS and XR allow quotes and several pipes.
 * A bar starts a new modifier only when a modifier word follows it.
 */
export function splitPipes(typed: string): Split {
  const first = barOutsideQuotes(typed, 0)
  if (first < 0) return { command: typed.trim(), pipes: [] }
  const pipes: Pipe[] = []
  let at = first
  while (at >= 0) {
    const rest = typed.slice(at + 1)
    const word = /^\s*(\S+)/.exec(rest)
    const kind = kindOf(word?.[1] ?? '')
    if (word === null || kind === undefined) {
      return { badColumn: at + 1 + (rest.length - rest.trimStart().length) }
    }
    const from = at + 1 + word[0].length
    let next = barOutsideQuotes(typed, from)
    while (next >= 0 && kindOf(/^\s+(\S+)/.exec(typed.slice(next + 1))?.[1] ?? '') === undefined) {
      next = barOutsideQuotes(typed, next + 1)
    }
    const text = typed.slice(from, next < 0 ? undefined : next).trim()
    pipes.push({ kind, expression: /^".*"$/.test(text) ? text.slice(1, -1) : text })
    at = next
  }
  return { command: typed.slice(0, first).trim(), pipes }
}

function kindOf(word: string): Kind | undefined {
  if (word === '') return undefined
  return KINDS.find(kind => kind.startsWith(word.toLowerCase()))
}

function barOutsideQuotes(text: string, from: number): number {
  let quoted = false
  for (let at = from; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted
    else if (text[at] === '|' && !quoted) return at
  }
  return -1
}

/** Applies one modifier to an answer. An expression the engine refuses matches nothing. */
export function applyPipe(text: string, pipe: Pipe): string {
  const lines = text.replace(/\n$/, '').split('\n')
  let matches: (line: string) => boolean
  try {
    const expression = RE2JS.compile(pipe.expression)
    matches = line => expression.matcher(line).find()
  } catch {
    matches = () => false
  }
  const kept = select(lines, pipe.kind, matches)
  return kept.length === 0 ? '' : `${kept.join('\n')}\n`
}

function select(lines: readonly string[], kind: Kind, matches: (line: string) => boolean): string[] {
  switch (kind) {
    case 'include':
      return lines.filter(matches)
    case 'exclude':
      return lines.filter(line => !matches(line))
    case 'count':
      return [`Number of lines which match regexp = ${lines.filter(matches).length}`]
    case 'begin': {
      const at = lines.findIndex(matches)
      return at < 0 ? [] : lines.slice(at)
    }
    case 'section': {
      const kept: string[] = []
      let depth = -1
      for (const line of lines) {
        const indent = line.length - line.trimStart().length
        if (depth >= 0 && indent <= depth) depth = -1
        if (depth < 0 && matches(line)) depth = indent
        if (depth >= 0) kept.push(line)
      }
      return kept
    }
  }
}
