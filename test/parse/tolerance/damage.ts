// Ways to damage a text: each takes a place in it, so that tests can walk over all places or draw them at random.

export interface Damage {
  readonly name: string
  /** Places there are: 'line' and 'byte' walk over the text, 'once' has one. */
  readonly over: 'line' | 'byte' | 'once'
  readonly apply: (text: string, at: number) => string
}

/** A message as consoles print it between the lines of an answer. */
export const MESSAGES: Readonly<Record<string, string>> = {
  'ios-xe': '*Nov 20 10:15:30.123: %SYS-5-CONFIG_I: Configured from console by netops on vty0 (192.0.2.7)',
  'nx-os':
    '2026 Nov 20 10:15:30 leaf-201 %VSHD-5-VSHD_SYSLOG_CONFIG_I: Configured from vty by netops on 192.0.2.7@pts/0',
  'ios-xr':
    'RP/0/RSP0/CPU0:Nov 20 10:15:30.123 UTC: config[65738]: %MGBL-SYS-5-CONFIG_I : Configured from console by netops',
}
const MESSAGE = MESSAGES['ios-xe'] ?? ''

export const MORE = ' --More-- '
/** What terminals receive to wipe a pager prompt off the screen again. */
export const MORE_WIPED = ` --More-- ${'\b'.repeat(10)}${' '.repeat(10)}${'\b'.repeat(10)}`
const ODD = '\u0000\u0007\u001b[2J\u001b]0;title\u0007\u001b'
/** What a decoder makes of bytes that are no UTF-8. */
const INVALID = new TextDecoder().decode(new Uint8Array([0xff, 0xfe, 0xc3, 0x28, 0xe2, 0x82]))

const lines = (change: (lines: string[], at: number) => string[]) => (text: string, at: number) =>
  change(text.split('\n'), at).join('\n')
const insert = (between: string) => lines((all, at) => [...all.slice(0, at), between, ...all.slice(at)])
const within = (between: string) =>
  lines((all, at) => {
    const line = all[at] ?? ''
    const middle = Math.floor(line.length / 2)
    return all.with(at, `${line.slice(0, middle)}${between}${line.slice(middle)}`)
  })
const each = (change: (line: string, at: number) => string) => lines(all => all.map(change))

/** Parts between blank lines. */
const parts = (change: (parts: string[]) => string[]) => (text: string) =>
  change(text.split(/\n(?:[ \t]*\n)+/)).join('\n\n')

export const DELETE_LINE: Damage = {
  name: 'a line deleted',
  over: 'line',
  apply: lines((all, at) => all.toSpliced(at, 1)),
}
export const CUT: Damage = { name: 'cut at a byte', over: 'byte', apply: (text, at) => text.slice(0, at) }

export const DAMAGES: readonly Damage[] = [
  DELETE_LINE,
  CUT,
  { name: 'the beginning lost', over: 'byte', apply: (text, at) => text.slice(at) },
  { name: 'a line twice', over: 'line', apply: lines((all, at) => all.toSpliced(at, 0, all[at] ?? '')) },
  { name: 'two lines swapped', over: 'line', apply: lines(swap) },
  {
    name: 'a line end lost',
    over: 'line',
    apply: lines((all, at) => all.toSpliced(at, 2, `${all[at]}${all[at + 1] ?? ''}`)),
  },
  { name: 'a line broken at half', over: 'line', apply: within('\n') },
  { name: 'a line moved in', over: 'line', apply: lines((all, at) => all.with(at, `    ${all[at]}`)) },
  {
    name: 'a line moved out',
    over: 'line',
    apply: lines((all, at) => all.with(at, (all[at] ?? '').trimStart())),
  },
  { name: 'a message between lines', over: 'line', apply: insert(MESSAGE) },
  { name: 'a message inside a line', over: 'line', apply: within(`\n${MESSAGE}\n`) },
  { name: 'a pager prompt on a line', over: 'line', apply: insert(MORE) },
  { name: 'a pager prompt inside a line', over: 'line', apply: within(MORE_WIPED) },
  { name: 'control characters inside a line', over: 'line', apply: within(ODD) },
  { name: 'invalid UTF-8 inside a line', over: 'line', apply: within(INVALID) },
  { name: 'everything twice', over: 'once', apply: text => `${text}\n${text}` },
  { name: 'sections in reverse', over: 'once', apply: parts(all => all.reverse()) },
  {
    name: 'the last section first',
    over: 'once',
    apply: parts(all => [...all.slice(-1), ...all.slice(0, -1)]),
  },
  { name: 'indentation lost', over: 'once', apply: each(line => line.trimStart()) },
  { name: 'a margin', over: 'once', apply: each(line => `   ${line}`) },
  { name: 'tabs for blanks', over: 'once', apply: each(line => line.replace(/^(?: {8}| {2,})/, '\t')) },
  {
    name: 'indentation at random',
    over: 'once',
    apply: each((line, at) => `${' '.repeat((at * 7) % 5)}${line.trimStart()}`),
  },
  { name: 'blank lines lost', over: 'once', apply: text => text.replace(/\n(?:[ \t]*\n)+/g, '\n') },
  { name: 'a blank line after every line', over: 'once', apply: each(line => `${line}\n`) },
  { name: 'CR LF', over: 'once', apply: text => text.replaceAll('\n', '\r\n') },
  { name: 'CR CR LF', over: 'once', apply: text => text.replaceAll('\n', '\r\r\n') },
  { name: 'CR alone', over: 'once', apply: text => text.replaceAll('\n', '\r') },
  { name: 'line ends lost', over: 'once', apply: text => text.replaceAll('\n', ' ') },
]

function swap(all: string[], at: number): string[] {
  const next = all[at + 1]
  return next === undefined ? all : all.with(at + 1, all[at] ?? '').with(at, next)
}

/** Number of places of a damage in a text. */
export function placesOf(damage: Damage, text: string): number {
  return damage.over === 'once' ? 1 : damage.over === 'byte' ? text.length : text.split('\n').length
}
