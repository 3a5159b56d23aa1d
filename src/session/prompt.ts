// What a prompt looks like, and what only looks like one.
import { TERMINAL_WIDTHS } from '../model/terminal.ts'
import { cleanText } from './clean.ts'

/** No blanks inside, something readable, `>` or `#` at the end: host names may hold parentheses, slashes and colons. */
const PROMPT = /^(?=[^\s]*[A-Za-z0-9])[!-~]{1,200}[>#]$/

/** Modes in which a show command is not safe or not understood: leave at once. */
const WRONG_MODES: readonly { readonly shape: RegExp; readonly mode: string }[] = [
  { shape: /\((?:config|admin-config|cfg)[^()]{0,80}\)#$/i, mode: 'configuration mode' },
  { shape: /^rommon\b[ \d]{0,8}[>#]$/i, mode: 'the ROM monitor' },
  { shape: /^switch:$/i, mode: 'the boot loader' },
  { shape: /^(?:loader|grub)(?:-[a-z]{1,20})? ?>$/i, mode: 'the boot loader' },
  { shape: /^\[[\w.-]{1,64}@[^\]]{1,128}\][$#]$/, mode: 'a Linux shell' },
  { shape: /^[\w.-]{1,64}@[\w.-]{1,64}:[^\s]{0,128}[$#]$/, mode: 'a Linux shell' },
  { shape: /^(?:bash|sh)[\d.-]{0,10}[$#]$/i, mode: 'a Linux shell' },
  { shape: /\((?:tcl|sh-fltr)\)[#>]$/i, mode: 'the Tcl shell' },
]

/** Questions a device may ask at login that must not be answered by a program. */
const PASSWORD_CHANGE =
  /password (?:has |is )?expired|(?:enter|set|choose|type) (?:a |your )?new password|change your password|old password\s*:\s*$|new password\s*:\s*$/i
const SESSION_LIMIT =
  /CLI session limit|maximum number of (?:sessions|users|logins)|no free (?:tty|vty)|all (?:tty|vty) lines/i
const LOGIN_QUESTION = /^(?:user ?name|login|user)\s*:$/i
const RETURN_TO_START = /press (?:return|enter) to (?:get started|continue)/i
const QUESTION =
  /(?:pass(?:word|code|phrase)[^:]{0,40}|username|login)\s*:$|\[confirm\]$|[([]y(?:es)?\/n(?:o)?[)\]]\s*[:?]?$/i
const PAGER =
  /^(?:<?-+ ?\(?more(?:\b[^<>]{0,60})?\)? ?-+>?|--more--.{0,60}|\(END\)|lines \d{1,9}-\d{1,9}.{0,40})$/i

/** The last line of a stretch of output as a terminal shows it, trailing blanks removed. */
export function lastLine(tail: string): string {
  const at = tail.lastIndexOf('\n')
  return cleanText(tail.slice(at + 1)).trimEnd()
}

/**
 * The last line as it was printed, for a quote: with what a terminal wrapped. Its end alone would not tell that it holds a
 * secret.
 */
export function lastPrinted(tail: string): string {
  const lines = cleanText(tail.slice(-LOOKED_AT)).split('\n')
  let printed = lines.pop() ?? ''
  for (let above = lines.pop(); above !== undefined; above = lines.pop()) {
    if (!TERMINAL_WIDTHS.includes(above.length)) break
    printed = above + printed
  }
  return printed.trimEnd()
}
const LOOKED_AT = 4_096

export function looksLikePrompt(line: string): boolean {
  return PROMPT.test(line)
}

/** Names the mode when the prompt is one the tool must leave. */
export function wrongMode(line: string): string | undefined {
  return WRONG_MODES.find(entry => entry.shape.test(line.trim()))?.mode
}

export type LoginDialogue = 'password-change' | 'session-limit' | 'login' | 'press-return' | undefined

/** What the device wants before it gives a prompt. */
export function loginDialogue(tail: string): LoginDialogue {
  const text = cleanText(tail.slice(-2_000))
  const line = lastLine(tail)
  if (PASSWORD_CHANGE.test(text)) return 'password-change'
  if (SESSION_LIMIT.test(text)) return 'session-limit'
  if (LOGIN_QUESTION.test(line) || /^password\s*:$/i.test(line)) return 'login'
  return RETURN_TO_START.test(lastLines(text)) ? 'press-return' : undefined
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-2).join('\n')
}

export function isQuestion(line: string): boolean {
  return QUESTION.test(line.trim())
}

/** `--More--` and its relatives: `next` wants a space, `end` wants `q`. */
export function pagerAt(line: string): 'next' | 'end' | undefined {
  const trimmed = line.trim()
  if (!PAGER.test(trimmed)) return undefined
  return /\(END\)$/i.test(trimmed) ? 'end' : 'next'
}

/** The prompt ends with `>`: user exec, `enable` may be needed. */
export function isUserPrompt(prompt: string): boolean {
  return prompt.endsWith('>')
}
