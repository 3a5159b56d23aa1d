// What the terminal can show is read from the stream and the environment only.
import { describe, expect, test } from 'vitest'
import { createTheme, terminalWidth } from '../../src/cli/theme.ts'
import { formatText } from '../../src/report/text.ts'
import { critical, reportOf } from '../report/sample.ts'

const TTY = { isTTY: true, columns: 132 }
const PIPE = {}
const ESC = '\u001b'

function coloured(options: Parameters<typeof createTheme>[0]): boolean {
  return formatText(reportOf(critical), { style: createTheme(options) }).includes(`${ESC}[`)
}

describe('colour', () => {
  test('in a terminal, not in a pipe', () => {
    expect(coloured({ stream: TTY, env: { FORCE_COLOR: '1' } })).toBe(true)
    expect(coloured({ stream: PIPE, env: {} })).toBe(false)
  })

  test('NO_COLOR, TERM=dumb and --no-color turn it off', () => {
    expect(coloured({ stream: TTY, env: { NO_COLOR: '1' } })).toBe(false)
    expect(coloured({ stream: TTY, env: { TERM: 'dumb' } })).toBe(false)
    expect(coloured({ stream: TTY, env: { FORCE_COLOR: '1' }, plain: true })).toBe(false)
  })

  test('FORCE_COLOR turns it on in a pipe, and 0 off', () => {
    expect(coloured({ stream: PIPE, env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).toBe(true)
    expect(coloured({ stream: TTY, env: { FORCE_COLOR: '0' } })).toBe(false)
  })

  test('colour changes no character', () => {
    const plain = formatText(reportOf(critical), {
      style: createTheme({ stream: PIPE, env: { LANG: 'C.UTF-8' } }),
    })
    const env = { LANG: 'C.UTF-8', FORCE_COLOR: '3', FORCE_HYPERLINK: '0', COLUMNS: '80' }
    const painted = formatText(reportOf(critical), { style: createTheme({ stream: TTY, env }) })
    expect(painted.replaceAll(/\u001b\[[0-9;]*m/g, '')).toBe(plain)
  })
})

test('symbols are ASCII where the locale is not UTF-8', () => {
  const symbol = (env: Record<string, string>) => createTheme({ stream: PIPE, env }).symbols.ok
  expect(symbol({})).toBe('+')
  expect(symbol({ LANG: 'en_US.UTF-8' })).toBe('✔')
  expect(symbol({ LANG: 'en_US.UTF-8', LC_ALL: 'C' })).toBe('+')
  expect(symbol({ LC_CTYPE: 'de_DE.utf8' })).toBe('✔')
})

test('width: COLUMNS, then the terminal, between 60 and 160', () => {
  expect(terminalWidth(TTY, {})).toBe(132)
  expect(terminalWidth(TTY, { COLUMNS: '100' })).toBe(100)
  expect(terminalWidth(TTY, { COLUMNS: '9' })).toBe(60)
  expect(terminalWidth({ isTTY: true, columns: 400 }, {})).toBe(160)
  expect(terminalWidth(PIPE, { COLUMNS: 'wide' })).toBe(80)
})

test('links only where asked for, with the address in plain sight elsewhere', () => {
  const link = createTheme({ stream: PIPE, env: { FORCE_HYPERLINK: '1' } }).link(
    'guide',
    'https://cisco.com/a b',
  )
  expect(link).toBe(`${ESC}]8;;https://cisco.com/a%20b${ESC}\\guide${ESC}]8;;${ESC}\\`)
  expect(createTheme({ stream: PIPE, env: {} }).link('guide', 'https://cisco.com')).toBe(
    'guide <https://cisco.com>',
  )
})
