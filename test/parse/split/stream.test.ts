// A text read piece by piece gives what it gives as a whole, however it is cut; limits; line numbers.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Segment, type SplitLimits, Splitter, splitText } from '../../../src/parse/split/index.ts'

function inPieces(bytes: Uint8Array, sizes: readonly number[], limits: Partial<SplitLimits> = {}): Segment[] {
  const splitter = new Splitter({ limits })
  // As a reader does: one buffer, used again and again.
  const buffer = new Uint8Array(Math.max(...sizes))
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const piece = bytes.subarray(at, at + (sizes[turn % sizes.length] ?? 1))
    buffer.set(piece)
    splitter.push(buffer.subarray(0, piece.length))
    buffer.fill(35)
    at += piece.length
  }
  return splitter.finish()
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

const LINES = [
  'sw1#show license status',
  'sw1#show logging',
  'sw1#show vlan',
  'sw1#',
  'sw2#',
  'sw2>sh ver',
  'other#words that are none',
  'RP/0/RP0/CPU0:r1#show version',
  'sysadmin-vm:0_RP0# show license all',
  'sw1#show tech-support',
  '------------------ show clock ------------------',
  '------------------ show vlan ------------------',
  '`show version`',
  '!Command: show running-config',
  'show running-config',
  'show version',
  '! Cisco IOS XE Software, Version 17.9.4',
  'Syslog logging: enabled',
  '*Nov 22 10:00:01.123: %SMART_LIC-3-COMM_FAILED: Grüße',
  'Cisco IOS XE Software, Version 17.09.04a',
  'hostname sw9',
  '---------- ----- ------',
  ' --More-- \b\b\b\b\b\b\b\b\b        \b\b\b\b\b\b\b\b\bsw1#show clock',
  '\u001b[1msw2#\u001b[0mshow versiom\bn',
  'x\ry',
  '',
  '   ',
  ' indented text',
  '=~=~=~=~=~=~=~=~=~=~=~= PuTTY log 2026.11.22 10:00:01 =~=~=~=~=~=~=~=~=~=~=~=',
  'netops@jump:~$ ssh sw1',
]
const SMALL: Partial<SplitLimits> = { section: 60, unnamed: 40, total: 400, marks: 12 }

const text = fc
  .tuple(fc.array(fc.constantFrom(...LINES), { maxLength: 40 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, end, last]) => lines.join(end) + (last ? end : ''))
const sizes = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 })

describe('cut into any pieces', () => {
  test('the same segments', () => {
    fc.assert(
      fc.property(text, sizes, (whole, cuts) => {
        expect(inPieces(encode(whole), cuts)).toEqual(splitText(whole))
      }),
      { numRuns: 400 },
    )
  })

  test('the same segments at the limits', () => {
    fc.assert(
      fc.property(text, sizes, (whole, cuts) => {
        expect(inPieces(encode(whole), cuts, SMALL)).toEqual(splitText(whole, { limits: SMALL }))
      }),
      { numRuns: 400 },
    )
  })

  test('the same beyond the head, with long lines and time stamps', () => {
    const log = `${LINES.join('\n')}\n${'word '.repeat(30_000)}\n`.repeat(3)
    const stamped = log.replace(/^/gm, '[10:00:01] ')
    for (const whole of [log, stamped, log.replace(/\n/g, '\r')])
      for (const cuts of [[1000], [65_536], [65_535, 1], [70_000, 3]])
        expect(inPieces(encode(whole), cuts)).toEqual(splitText(whole))
  })

  const tests = fileURLToPath(new URL('../../', import.meta.url))
  const corpus = fileURLToPath(new URL('../../../../shared/corpus/', import.meta.url))
  test.each([
    ['the fixtures', tests],
    ['real output, where it is at hand', corpus],
  ])('the same on %s', (_, folder) => {
    const names = existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : []
    for (const name of names.filter(one => one.endsWith('.txt')).sort()) {
      const bytes = readFileSync(join(folder, name))
      expect(inPieces(bytes, [997, 13]), name).toEqual(inPieces(bytes, [bytes.length || 1]))
    }
    expect(names.length > 0 || folder === corpus).toBe(true)
  })
})

test('every kept line stands where its number says', () => {
  fc.assert(
    fc.property(text, fc.constantFrom(undefined, SMALL), (whole, limits) => {
      // Without any LF, a CR ends a line.
      const lines = whole.split(whole.includes('\n') ? /\r?\n/ : /\r/)
      for (const segment of splitText(whole, limits === undefined ? {} : { limits })) {
        if (segment.unread === true || segment.cut !== undefined) continue
        segment.text.split('\n').forEach((line, at) => {
          const original = lines[segment.firstLine - 1 + at] ?? ''
          // Lines with escapes and pagers look different; what is left of them is in them.
          if (!/[\u0000-\u001f]|--More--/.test(original) && line !== '') expect(original).toBe(line)
        })
      }
    }),
    { numRuns: 300 },
  )
})

describe('limits', () => {
  const long = (command: string): string =>
    `sw1#${command}\n${'0123456789\n'.repeat(20)}last\nsw1#show clock\n12:00\n`

  test('of a long answer the beginning is kept, and it is said', () => {
    const [found, next] = splitText(long('show running-config'), { limits: { section: 100 } })
    expect(found).toMatchObject({ firstLine: 2, cut: 'only its first 100 bytes were read' })
    expect(found?.text.startsWith('0123456789\n0123456789')).toBe(true)
    expect(found?.text.length).toBeLessThan(100)
    expect(next).toMatchObject({ command: 'show clock', text: '12:00', firstLine: 24 })
  })

  test('of a long log the newest lines are kept', () => {
    const [found] = splitText(long('show logging'), { limits: { section: 100 } })
    expect(found?.cut).toBe('only its newest 100 bytes were read')
    expect(found?.text.endsWith('0123456789\nlast')).toBe(true)
    expect(found?.firstLine).toBe(22 - (found?.text.split('\n').length ?? 0) + 1)
  })

  test('a text that nothing recognises is not kept whole', () => {
    const [found] = splitText('prose\n'.repeat(1000), { limits: { unnamed: 100 } })
    expect(found?.text.length).toBeLessThanOrEqual(100)
    const named = splitText('prose\n'.repeat(1000), { limits: { unnamed: 100 }, command: 'show clock' })
    expect(named[0]?.text.length).toBe(5999)
  })

  test('of a bare log the newest lines are kept', () => {
    const lines = Array.from({ length: 100 }, (_, n) => `*Nov 22 10:00:00.000: %SYS-5-CONFIG_I: ${n}`)
    const log = `Syslog logging: enabled\n${lines.join('\n')}\n`
    const [found] = splitText(log, { limits: { unnamed: 200, section: 500 } })
    const kept = found?.text.split('\n') ?? []
    expect(kept.at(-1)).toBe(lines.at(-1))
    expect(kept.length).toBeGreaterThan(5)
    expect(log.split('\n')[(found?.firstLine ?? 0) - 1]).toBe(kept[0])
  })

  test('a bare configuration is recognised and kept, below comments too', () => {
    const config = `${'! x\n'.repeat(10)}Current configuration : 10 bytes\n!\nversion 17.9\nhostname sw1\n${'interface x\n'.repeat(50)}`
    expect(splitText(config, { limits: { unnamed: 100 } })[0]?.text).toBe(config.trimEnd())
  })

  test('more answers than are read', () => {
    const log = 'sw1#show clock\n12:00\n'.repeat(50)
    const found = splitText(log, { limits: { marks: 10 } })
    expect(found).toHaveLength(9)
    expect(found[8]?.cut).toBe('only its first 10 answers were read')
  })

  test('an input that ends too early cuts its last answer, a damaged one all', () => {
    const read = (everywhere: boolean): Segment[] => {
      const splitter = new Splitter()
      splitter.push(encode('sw1#show clock\n1\nsw1#show version\n2\n'))
      return splitter.finish({ reason: 'because', everywhere })
    }
    expect(read(false).map(one => one.cut)).toEqual([undefined, 'because'])
    expect(read(true).map(one => one.cut)).toEqual(['because', 'because'])
  })
})
