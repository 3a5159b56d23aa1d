// What a configuration capture covers: only what its filter let through may be called absent.

/** One alternative of a pipe filter, reduced to a literal. */
interface Literal {
  readonly text: string
  readonly anchored: boolean
}

export interface Scope {
  /** The whole configuration, to its `end` line. */
  readonly full: boolean
  /** Lines stand with the sub-lines of their section (false for `| include`). */
  readonly sections: boolean
  /** True when a line starting with `form` would be in the text if the device had it; every form must be covered. */
  covers(...forms: readonly string[]): boolean
}

const MAX_LITERALS = 64

/**
 * Scope of `command` (as typed, with its filter). `whole`: the text was read to its end without a cut; for an
 * unfiltered configuration that means the `end` line.
 */
export function scopeOf(command: string, whole: boolean): Scope {
  const bar = command.indexOf('|')
  if (bar < 0) return { full: whole, sections: true, covers: () => whole }
  const [verb = '', ...rest] = command
    .slice(bar + 1)
    .trim()
    .split(/\s+/)
  const pattern = unquote(rest.join(' '))
  const kind = filterKind(verb)
  const literals = kind === undefined || !whole ? [] : expandPattern(pattern)
  const covers = (...forms: readonly string[]): boolean =>
    literals.length > 0 && forms.every(form => literals.some(literal => passes(form, literal)))
  return { full: false, sections: kind !== 'include', covers }
}

/** `begin` and `exclude` filters show lines but prove no absence. */
function filterKind(verb: string): 'include' | 'section' | undefined {
  const word = verb.toLowerCase()
  if (word !== '' && 'include'.startsWith(word)) return 'include'
  if (word !== '' && ('section'.startsWith(word) || word === 'sec')) return 'section'
  return undefined
}

function passes(form: string, literal: Literal): boolean {
  return literal.anchored ? form.startsWith(literal.text) : form.includes(literal.text)
}

function unquote(text: string): string {
  return /^".*"$/.test(text) ? text.slice(1, -1) : text
}

/**
 * Expands `^(no )?(license|ip host)` into literals. Anything beyond groups, alternatives, `?` after a group and a
 * leading `^` gives none: a filter that is not understood covers nothing. No regular expression is built from it.
 */
export function expandPattern(pattern: string): Literal[] {
  const found: Literal[] = []
  for (const part of splitTop(pattern)) {
    const anchored = part.startsWith('^')
    const texts = expandSequence(anchored ? part.slice(1) : part)
    if (texts === undefined) return []
    for (const text of texts) if (text !== '') found.push({ text, anchored })
  }
  return found.length > MAX_LITERALS ? [] : found
}

function expandSequence(part: string): string[] | undefined {
  let texts = ['']
  let at = 0
  while (at < part.length) {
    let options: string[] | undefined
    if (part[at] === '(') {
      const close = closing(part, at)
      if (close < 0) return undefined
      options = []
      for (const inner of splitTop(part.slice(at + 1, close))) {
        const expanded = expandSequence(inner)
        if (expanded === undefined) return undefined
        options.push(...expanded)
      }
      at = close + 1
      if (part[at] === '?') {
        options.push('')
        at += 1
      }
    } else {
      const char = part[at] ?? ''
      if ('.*+?[]{}\\$^)'.includes(char)) return undefined
      options = [char]
      at += 1
    }
    const longer: string[] = []
    for (const text of texts) for (const option of options) longer.push(text + option)
    if (longer.length > MAX_LITERALS) return undefined
    texts = longer
  }
  return texts
}

function closing(text: string, open: number): number {
  let depth = 0
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1
    else if (text[at] === ')') {
      depth -= 1
      if (depth === 0) return at
    }
  }
  return -1
}

/** Splits at the `|` that stand outside every group. */
function splitTop(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1
    else if (text[at] === ')') depth -= 1
    else if (text[at] === '|' && depth === 0) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  parts.push(text.slice(start))
  return parts
}
