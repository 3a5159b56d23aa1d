// Finds the echo of a typed command in what came back, however the terminal redrew it.

const LOOK_AT = 8_192
/** `%FACILITY-SEVERITY-MNEMONIC`: the device logs to this session. */
const LOG_LINE = /%[A-Z][A-Z0-9_]{0,40}(?:-[A-Z0-9_]{1,40}){0,4}-[0-7]-[A-Z0-9_]{1,60}\b/

export function isLogLine(line: string): boolean {
  return LOG_LINE.test(line)
}

/** Whether the echo was seen. */
export type Echo =
  /** `end`: first byte after the line the echo stands on; undefined while that line is unfinished. */
  | { readonly seen: true; readonly end: number | undefined }
  | { readonly seen: false; readonly hopeless: boolean }

/**
 * @param head Latin-1 text since the command was sent
 * @param prompt literal prompt; may stand before the echo any number of times
 */
export function findEcho(head: string, command: string, prompt: string): Echo {
  // Nearly every device: the command as it was typed, and a line end.
  const end = endOfTyped(head, command)
  if (end !== undefined) return { seen: true, end }
  const look = head.slice(0, LOOK_AT)
  const plain = echoIn(squeeze(look), head, command, prompt)
  // A carriage return may be a wrap, which adds to the line, or the start of drawing the whole line once more.
  return plain.seen ? plain : echoIn(squeeze(look, true), head, command, prompt)
}

function endOfTyped(head: string, command: string): number | undefined {
  if (!head.startsWith(command)) return undefined
  let at = command.length
  while (head[at] === '\r') at += 1
  return head[at] === '\n' ? at + 1 : undefined
}

function echoIn(visible: Visible, head: string, command: string, prompt: string): Echo {
  const wanted = command.replace(/\s+/g, '')
  let at = visible.text.indexOf(wanted)
  let length = wanted.length
  let from = at
  if (at < 0) {
    // A line wider than the terminal scrolls sideways: `host#$de SMART_LIC|CALL_HOME`, the start cut off.
    const scrolled = scrolledEcho(visible.text, wanted)
    if (scrolled === undefined) return { seen: false, hopeless: head.length >= LOOK_AT }
    at = scrolled.at
    length = scrolled.length
    // What was typed before it scrolled, if that still stands there; the same words may occur in the answer.
    const typed = visible.text.indexOf(wanted.slice(0, 8))
    from = typed >= 0 && typed < at ? typed : at - 1
  }
  if (!isPreface(visible, from, head, prompt)) return { seen: false, hopeless: true }
  const last = visible.at[at + length - 1] ?? 0
  const newline = head.indexOf('\n', last)
  return { seen: true, end: newline < 0 ? undefined : newline + 1 }
}

/** Only prompts and log lines may come before the echo. */
function isPreface(visible: Visible, from: number, head: string, prompt: string): boolean {
  const own = prompt.replace(/\s+/g, '')
  if (visible.text.slice(0, from).split(own).join('') === '') return true
  const lines: string[] = ['']
  let last = 0
  for (let i = 0; i < from; i++) {
    const at = visible.at[i] ?? 0
    if (head.slice(last, at).includes('\n')) lines.push('')
    lines.push(`${lines.pop() ?? ''}${visible.text[i] ?? ''}`)
    last = at
  }
  return lines.map(line => line.split(own).join('')).every(line => line === '' || LOG_LINE.test(line))
}

function scrolledEcho(text: string, wanted: string): { at: number; length: number } | undefined {
  const cut = text.lastIndexOf('$')
  if (cut < 0) return undefined
  const rest = text.slice(cut + 1)
  const shown = [...Array(Math.min(rest.length, wanted.length)).keys()]
    .map(i => rest.slice(0, i + 1))
    .reverse()
    .find(part => part.length >= 8 && wanted.endsWith(part))
  return shown === undefined ? undefined : { at: cut + 1, length: shown.length }
}

interface Visible {
  readonly text: string
  /** Position in the raw text of each character. */
  readonly at: readonly number[]
}

/**
 * Visible, non-blank characters; a backspace takes back the character before it.
 * @param redrawn a carriage return takes back the line: it is drawn once more
 */
export function squeeze(raw: string, redrawn = false): Visible {
  const at: number[] = []
  let line = 0
  for (let i = 0; i < raw.length; i++) {
    const code = raw.charCodeAt(i)
    if (code === 0x1b) i = skipEscape(raw, i)
    else if (code === 0x08) at.pop()
    else if (code === 0x0a) line = at.length
    else if (code === 0x0d && redrawn) at.length = Math.min(at.length, isLineEnd(raw, i) ? at.length : line)
    else if (code >= 0x20 && code !== 0x7f) at.push(i)
  }
  const seen = at.filter(i => raw[i] !== ' ')
  return { text: seen.map(i => raw[i]).join(''), at: seen }
}

/** CR LF, CR CR LF. */
function isLineEnd(raw: string, at: number): boolean {
  let i = at
  while (raw[i] === '\r') i++
  return raw[i] === '\n' || i >= raw.length
}

function skipEscape(raw: string, start: number): number {
  if (raw[start + 1] !== '[') return start + 1
  let i = start + 2
  while (i < raw.length && i < start + 66 && raw.charCodeAt(i) < 0x40) i++
  return i
}
