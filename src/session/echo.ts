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
  const visible = squeeze(head.slice(0, LOOK_AT))
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
    from = Math.max(0, visible.text.indexOf(wanted.slice(0, 8)))
  }
  if (!isPreface(visible.text.slice(0, from), head, visible.at[from] ?? 0, prompt))
    return { seen: false, hopeless: true }
  const last = visible.at[at + length - 1] ?? 0
  const newline = head.indexOf('\n', last)
  return { seen: true, end: newline < 0 ? undefined : newline + 1 }
}

/** Only prompts and log lines may come before the echo. */
function isPreface(squeezed: string, head: string, until: number, prompt: string): boolean {
  const own = prompt.replace(/\s+/g, '')
  if (squeezed.split(own).join('') === '') return true
  const lines = head
    .slice(0, until)
    .split('\n')
    .map(line => squeeze(line).text.split(own).join(''))
  return lines.every(line => line === '' || LOG_LINE.test(line))
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

/** Visible, non-blank characters with their positions; a backspace takes back the character before it. */
export function squeeze(raw: string): { text: string; at: number[] } {
  const at: number[] = []
  for (let i = 0; i < raw.length; i++) {
    const code = raw.charCodeAt(i)
    if (code === 0x1b) i = skipEscape(raw, i)
    else if (code === 0x08) at.pop()
    else if (code >= 0x20 && code !== 0x7f) at.push(i)
  }
  const seen = at.filter(i => raw[i] !== ' ')
  return { text: seen.map(i => raw[i]).join(''), at: seen }
}

function skipEscape(raw: string, start: number): number {
  if (raw[start + 1] !== '[') return start + 1
  let i = start + 2
  while (i < raw.length && i < start + 66 && raw.charCodeAt(i) < 0x40) i++
  return i
}
