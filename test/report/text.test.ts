// The report for a person: order, what is shown, what is safe to paste, widths.
import { describe, expect, test } from 'vitest'
import { ASCII_SYMBOLS, plainStyle } from '../../src/report/style.ts'
import { formatText } from '../../src/report/text.ts'
import { columnsOf } from '../../src/report/wrap.ts'
import { critical, finding, healthy, NO_LINES, reportOf, unreadable, warning } from './sample.ts'

function textOf(device: Parameters<typeof reportOf>[0], width = 80, verbose = false): string {
  return formatText(reportOf(device), { style: plainStyle(width), verbose })
}

describe('a critical device', () => {
  const text = textOf(critical)
  const lines = text.split('\n')

  test('the first lines say what, how long and where', () => {
    const top = lines.slice(0, 13).join('\n')
    expect(top).toContain('CRITICAL  10.20.0.11 (edge-sw1) · N9K-C93180YC-EX')
    expect(top).toContain('19 days until the authorization expires')
    expect(top).toContain('BROKEN: url')
    expect(top).toContain('1. Call Home sends to Cisco over plain HTTP (critical, url)')
    expect(top).toContain('2. No name server in the VRF')
  })

  test('the most pressing deadline says what happens then and when the device tries next', () => {
    expect(text.replace(/\n {11}/g, ' ')).toContain(
      '19 days until the authorization expires (2026-03-21 04:11:09 UTC). On that day the server returns the licences to the pool; features keep working. Next try 2026-03-03 03:11:09 UTC; tried again every 23 hours.',
    )
  })

  test('a second deadline that does not press is left to --verbose', () => {
    expect(text).not.toContain('201 days')
    expect(textOf(critical, 80, true)).toContain('201 days until the ID certificate expires')
  })

  test('evidence is command, line and text', () => {
    expect(text).toContain('show license status:31 | Failure reason:')
  })

  test('lines to paste stand alone, whole and from the first column', () => {
    const block = critical.findings[0]?.remediation[0]?.lines ?? []
    const from = lines.indexOf('configure terminal')
    expect(lines[from - 1]).toBe('')
    expect(lines.slice(from, from + block.length)).toEqual(block)
    expect(lines[from + block.length]).toBe('')
    expect(Math.max(...block.map(line => line.length))).toBeGreaterThan(80)
  })

  test('placeholders are announced before the lines', () => {
    expect(text.indexOf('Fill in <DNS>')).toBeLessThan(text.indexOf('  ip name-server <DNS>'))
  })

  test('a symptom is folded under its cause and is no block of its own', () => {
    expect(text).toContain('explains  · The device says: Fail to send out Call Home HTTP message')
    expect(text).not.toContain('callhome-send-failed')
    expect(text).not.toContain('3. ')
  })

  test('evidence is cut to three lines unless all is asked for', () => {
    expect(text).toContain('and 1 more line (--verbose)')
    expect(textOf(critical, 80, true)).toContain('show logging:902 | b')
  })

  test('what is not known names the command that settles it', () => {
    expect(text).toMatch(
      /next +collect these too and run again; they decide 3 more checks:\n +show ip route vrf management \(3 checks\)/,
    )
    expect(text).toContain('show clock → settles clock-offset (the answer is cut)')
    expect(text).toContain('show clock: truncated')
  })
})

test('a healthy device is one line that fits', () => {
  for (const width of [60, 80, 160]) {
    const text = textOf(healthy, width)
    expect(text.trimEnd().split('\n')).toHaveLength(1)
    expect(text).toContain('HEALTHY  core-1')
    expect(columnsOf(text.trimEnd())).toBeLessThanOrEqual(width)
  }
})

test('a healthy device in full on demand', () => {
  expect(textOf(healthy, 80, true)).toContain('52 checks passed')
})

test('what is undecided on a healthy device is not hidden', () => {
  const text = textOf({ ...healthy, counts: { ...healthy.counts, unknown: 3 } })
  expect(text).toContain('; 3 undecided')
})

test('an unreadable device says why and what to do next', () => {
  const text = textOf(unreadable)
  expect(text).toContain('refused the connection')
  expect(text).toContain('known     nothing: no command was answered')
  expect(text).toContain('112 checks undecided')
  expect(text).toContain('smartlic analyze FILE')
  expect(text).not.toContain('path ')
})

test('an unexplained symptom and a rule in error are shown', () => {
  const text = textOf(warning)
  expect(text).toContain('the cause is not proven')
  expect(text).toContain('Out of compliance: ADVANCED_P2P')
  expect(text).toContain('broken-rule: no overload')
  expect(text).toContain('2 days ago the authorization expired')
})

describe('several devices', () => {
  const all = reportOf(healthy, warning, unreadable, critical)
  const text = formatText(all, { style: plainStyle(80) })

  test('worst first, and a table of all at the end', () => {
    expect(text.indexOf('CRITICAL')).toBeLessThan(text.indexOf('UNKNOWN'))
    expect(text.indexOf('UNKNOWN')).toBeLessThan(text.indexOf('WARNING'))
    const table = text.slice(text.indexOf('status  '))
    for (const device of all.devices) expect(table).toContain(device.name)
    expect(table).toContain('connection refused')
    expect(table).toContain('4 devices: 1 critical, 1 unknown, 1 warning, 1 healthy')
  })

  test('a healthy device is in the table only', () => {
    expect(text.match(/core-1/g)).toHaveLength(1)
  })
})

test.each([60, 80, 160])('no trailing spaces, no line over %i columns but those to copy', width => {
  const text = formatText(reportOf(critical, healthy, unreadable, warning), {
    style: plainStyle(width),
    verbose: true,
  })
  const paste = new Set(critical.findings.flatMap(found => found.remediation.flatMap(fix => fix.lines)))
  for (const line of text.split('\n')) {
    expect(line).toBe(line.trimEnd())
    if (paste.has(line) || line.includes('://') || line.includes('undo')) continue
    // The table keeps its fixed columns whole at 60.
    if (width >= 80) expect(columnsOf(line), line).toBeLessThanOrEqual(width)
  }
})

test('every status has a word: nothing depends on symbols or colour', () => {
  const text = formatText(reportOf(critical), { style: plainStyle(80, ASCII_SYMBOLS) })
  expect(text).toMatch(/^[\n -~]*$/)
  expect(text).toContain('BROKEN: dns')
  expect(text).toContain('not needed: proxy')
  expect(text).toContain('unknown: tcp tls crl')
})

test('control characters of a device reach no terminal', () => {
  const evil = '\u001b[2J\u001b]0;owned\u0007x\u009b31m\u202ey\rz\u0000\u001b'
  const text = textOf({
    ...critical,
    name: evil,
    hostname: evil,
    model: evil,
    state: { summary: evil, facts: [{ label: 'a', value: evil }], deadlines: [] },
    findings: [
      finding({
        rule: 'x',
        title: evil,
        message: evil,
        why: evil,
        evidence: [{ command: evil, line: 1, text: evil, origin: evil }],
        remediation: [
          {
            title: evil,
            risk: 'low',
            impact: evil,
            lines: [evil],
            steps: [evil],
            undo: [evil],
            ...NO_LINES,
            placeholders: [evil],
          },
        ],
        verify: [{ run: evil, expect: evil }],
        references: [{ title: evil, url: evil }],
      }),
    ],
    plan: {
      rules: [evil],
      config: [evil],
      exec: [evil],
      steps: [{ rule: evil, text: evil }],
      steps_first: false,
      undo: [evil],
      undo_notes: [evil],
      ...NO_LINES,
      risk: 'low',
      impact: [evil],
      placeholders: [{ name: evil, hint: evil }],
      verify: [{ run: evil, expect: evil }],
      left_out: [{ rule: evil, title: evil, kind: 'contradiction', reason: evil }],
      effect: { clears: [evil], leaves: [evil], appears: [evil], undecided: [evil], notes: [evil] },
    },
    unknown: [{ command: evil, reason: evil, rules: [evil] }],
    captures: [{ command: evil, status: 'denied', origin: evil, lines: 0, bytes: 0, reason: evil }],
    problem: { kind: evil, message: evil },
  })
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
  expect(text).not.toContain('owned')
})

test('the same rule on several elements gives its reason once', () => {
  const one = finding({ rule: 'same', title: 'Same', why: 'Because.', message: 'one' })
  const text = textOf({ ...critical, findings: [one, { ...one, message: 'two' }] })
  expect(text.match(/Because\./g)).toHaveLength(1)
  expect(text).toContain('two')
})
