// Forms of configuration lines: how a typed line is told from another, and what of it is its identity.
import type { Platform } from '../../model/platform.ts'
import { fullInterfaceName } from './interfaces.ts'

/**
 * A line the platform knows, written as `key words [marker [<if>]]`. Placeholders in the key: `<name>` one word, `"<name>"` one
 * word that the device prints between quotes, `<if>` an interface, `<rest>` all that follows. The marker says what a second
 * line with the same key does:
 *   (none)  the whole line is its identity: it is added
 *   =       what follows the key replaces what was there
 *   +       the words that follow are added to those that are there
 *   =+      the words that follow replace those that are there; `no` takes away the ones it names
 */
export interface CommandRow {
  readonly form: string
  /** Other spellings the device takes; it prints the first. */
  readonly also?: readonly string[]
  /** In force without a line: `no ...` is what stands in the configuration. */
  readonly on?: boolean
  /** With `on`: the line itself is printed as well when it was typed. */
  readonly shown?: boolean
  /** Typing it takes away the lines that begin so (the device says it or does it silently). */
  readonly drops?: readonly string[]
  /** Does something and leaves no line. */
  readonly action?: boolean
}

export interface ModeRow {
  /** Key words of the line that leads into it. */
  readonly head: string
  readonly also?: readonly string[]
  /** What stands between the brackets of the prompt. */
  readonly prompt: string
  readonly commands: readonly CommandRow[]
  readonly modes?: readonly ModeRow[]
  /** Takes lines that are not listed here. */
  readonly open?: boolean
  /** First words of lines it takes although they also begin global ones. */
  readonly words?: readonly string[]
  /** Stands in the configuration only while something stands below it. */
  readonly container?: boolean
  /** IOS XR: may also be written on one line (`ntp server X`); how the device prints it when nothing is there yet. */
  readonly inline?: 'flat' | 'block'
}

type Marker = '' | '=' | '+' | '=+'

export interface Form {
  readonly key: readonly string[]
  readonly marker: Marker
  /** The first value is an interface. */
  readonly interfaceValue: boolean
}

const COMPILED = new Map<string, Form>()

/** Splits the written form once. */
export function compileForm(text: string): Form {
  const known = COMPILED.get(text)
  if (known !== undefined) return known
  const words = text.split(' ')
  const at = words.findIndex(word => word === '=' || word === '+' || word === '=+')
  const form: Form = {
    key: at < 0 ? words : words.slice(0, at),
    marker: at < 0 ? '' : (words[at] as Marker),
    interfaceValue: at >= 0 && words[at + 1] === '<if>',
  }
  COMPILED.set(text, form)
  return form
}

/** Words of a line; a quoted one is one word and keeps its quotes. */
export function wordsOf(line: string): string[] {
  return line.trim().match(/"[^"]*"|\S+/g) ?? []
}

export function unquote(word: string): string {
  return word.length > 1 && word.startsWith('"') && word.endsWith('"') ? word.slice(1, -1) : word
}

export interface Match {
  /** Comparable words of the key; of a `no` line perhaps not all of them. */
  readonly key: readonly string[]
  /** The key as the device prints it. */
  readonly printed: readonly string[]
  readonly values: readonly string[]
  /** All of the key was typed. */
  readonly whole: boolean
}

export interface MatchOptions {
  readonly platform: Platform
  /** Words may be cut short, as a person types them. */
  readonly abbreviated?: boolean
  /** `no ...`: the words in front are enough. */
  readonly partial?: boolean
}

const isPlaceholder = (word: string): boolean => /^"?<[a-z]+>"?$/.test(word)

/** Words of a line against a form; undefined when they are not of it. */
export function matchForm(form: Form, words: readonly string[], options: MatchOptions): Match | undefined {
  const key: string[] = []
  const printed: string[] = []
  let at = 0
  let whole = true
  for (const [place, want] of form.key.entries()) {
    const word = words[at]
    if (want === '<rest>') {
      const others = words.slice(at)
      if (others.length === 0 && options.partial !== true) return undefined
      key.push(...others.map(unquote))
      printed.push(...others)
      at = words.length
      continue
    }
    if (word === undefined) {
      // `no ntp server` means every line that begins so; `no ip domain` means nothing.
      const open = place > 0 && (isPlaceholder(want) || form.key.slice(0, place).some(isPlaceholder))
      if (options.partial !== true || !open) return undefined
      whole = false
      break
    }
    if (want === '<if>') {
      const two = words[at + 1] === undefined ? undefined : `${word}${words[at + 1]}`
      const joined = /^[A-Za-z][A-Za-z-]*$/.test(word) && two !== undefined
      const name = fullInterfaceName(options.platform, joined ? two : word)
      if (name === undefined) return undefined
      key.push(name.toLowerCase())
      printed.push(name)
      at += joined ? 2 : 1
    } else if (isPlaceholder(want)) {
      const bare = unquote(word)
      key.push(bare)
      printed.push(want.startsWith('"') ? `"${bare}"` : word)
      at += 1
    } else {
      if (!sameWord(unquote(word), unquote(want), options.abbreviated === true)) return undefined
      key.push(unquote(want))
      printed.push(want)
      at += 1
    }
  }
  const rest = words.slice(at)
  if (form.marker === '' && rest.length > 0) return undefined
  return { key, printed, values: valuesOf(form, rest, options.platform), whole }
}

function valuesOf(form: Form, rest: readonly string[], platform: Platform): string[] {
  const [first, second] = rest
  if (!form.interfaceValue || first === undefined) return [...rest]
  const joined = /^[A-Za-z][A-Za-z-]*$/.test(first) && second !== undefined
  const name = fullInterfaceName(platform, joined ? `${first}${second}` : first)
  return name === undefined ? [...rest] : [name, ...rest.slice(joined ? 2 : 1)]
}

function sameWord(typed: string, want: string, abbreviated: boolean): boolean {
  const word = typed.toLowerCase()
  const full = want.toLowerCase()
  return word === full || (abbreviated && word.length > 1 && full.startsWith(word))
}

/** The row's own form and its other spellings, matched in turn; the first spelling is the one printed. */
export function matchRow(
  row: { readonly form: string; readonly also?: readonly string[] },
  words: readonly string[],
  options: MatchOptions,
): Match | undefined {
  const main = compileForm(row.form)
  const direct = matchForm(main, words, options)
  if (direct !== undefined) return direct
  for (const other of row.also ?? []) {
    const form = compileForm(other)
    const found = matchForm(form, words, options)
    if (found === undefined) continue
    const again = respell(main, form, found)
    return matchForm(main, again, { ...options, abbreviated: false })
  }
  return undefined
}

/** The words in the first spelling: its key words, the placeholders' words of the other one. */
function respell(main: Form, other: Form, found: Match): string[] {
  const fills: string[][] = []
  let at = 0
  for (const want of other.key) {
    if (at >= found.printed.length) break
    const width = want === '<rest>' ? found.printed.length - at : 1
    if (isPlaceholder(want)) fills.push(found.printed.slice(at, at + width))
    at += width
  }
  const words = main.key.flatMap(want => (isPlaceholder(want) ? (fills.shift() ?? []) : [want]))
  return [...words, ...found.values]
}
