// Finds the command a person meant: every word may be cut short while it stays unique, as on the device.

export type Lookup =
  /** `pattern` as in the list of known commands; `command` with every word spelled out. */
  | { readonly kind: 'found'; readonly command: string; readonly pattern: string }
  | { readonly kind: 'ambiguous' }
  | { readonly kind: 'incomplete' }
  /** `column`: where the first word that fits nothing starts. */
  | { readonly kind: 'invalid'; readonly column: number }

interface Word {
  readonly text: string
  readonly column: number
}

function wordsOf(typed: string): Word[] {
  return [...typed.matchAll(/\S+/g)].map(match => ({ text: match[0], column: match.index }))
}

/** `known` holds full commands in lower case words; a word `*` stands for one word of any text, `**` for the rest. */
export function lookUp(typed: string, known: readonly string[]): Lookup {
  const words = wordsOf(typed)
  let candidates = known.map(command => ({ command, parts: command.split(' ') }))
  for (const [at, word] of words.entries()) {
    const text = word.text.toLowerCase()
    const fitting = candidates.filter(({ parts }) => {
      const part = parts[at] ?? (parts.at(-1) === '**' ? '**' : '')
      return part === '**' || part === '*' || part.startsWith(text)
    })
    const exact = fitting.filter(({ parts }) => parts[at] === text)
    const next = exact.length > 0 ? exact : fitting
    if (next.length === 0) return { kind: 'invalid', column: word.column }
    const spelled = new Set(next.map(({ parts }) => parts[at]))
    if (spelled.size > 1 && !spelled.has('*') && !spelled.has('**')) return { kind: 'ambiguous' }
    candidates = next
  }
  const whole = candidates.find(({ parts }) => parts.length === words.length || parts.at(-1) === '**')
  return whole === undefined
    ? { kind: 'incomplete' }
    : { kind: 'found', command: expand(whole.parts, words), pattern: whole.command }
}

function expand(parts: readonly string[], words: readonly Word[]): string {
  const out: string[] = []
  for (const [at, word] of words.entries()) {
    const part = parts[at] ?? '**'
    out.push(part === '*' || part === '**' ? word.text : part)
  }
  return out.join(' ')
}
