// One line taken apart into words, with its place in the configuration: what the rules for secrets look at.

export interface Word {
  readonly text: string
  /** Lower case, without quotes, brackets, a prompt, and the `cmd=` or `command:` that logs put in front. */
  readonly key: string
  readonly start: number
  /** Behind the last character. */
  readonly end: number
}

export interface LineView {
  readonly text: string
  readonly words: readonly Word[]
  /** Configuration lines this one stands under, outermost first, in lower case. */
  readonly parents: readonly string[]
}

/** A marker holds a blank and is one word all the same. */
const WORD = /(?:<[a-z-]{1,20} hidden>|\S)+/g
const FRONT = /^[^\s]*[:=;|"'`([{<>,!#](?=[^\s])/
const BACK = /["'`)\]}>,;:.!?]+$/

export function wordsOf(text: string): Word[] {
  const words: Word[] = []
  for (const found of text.matchAll(WORD)) {
    const start = found.index
    words.push({ text: found[0], key: keyOf(found[0]), start, end: start + found[0].length })
  }
  return words
}

/** No keyword is longer; a longer word is data. */
const LONGEST_KEY = 80

function keyOf(word: string): string {
  if (word.length > LONGEST_KEY) return ''
  return word.replace(BACK, '').replace(FRONT, '').toLowerCase()
}

/** Position of the nearest of `keys` in front of `at`, at most `reach` words back; -1 when there is none. */
export function before(line: LineView, at: number, keys: ReadonlySet<string>, reach = 16): number {
  for (let index = at - 1; index >= 0 && index >= at - reach; index -= 1) {
    if (keys.has(line.words[index]?.key ?? '')) return index
  }
  return -1
}

/** One of the lines above, nearest first, starts with the word. */
export function under(line: LineView, ...heads: readonly string[]): boolean {
  return line.parents.some(parent => heads.some(head => parent === head || parent.startsWith(`${head} `)))
}
