// Text that is missing makes no rule fail: what passed or was unknown passes or is unknown, never worse.
//
// One thing cannot be told apart from damage: a text that another device would print whole. Hence the criterion.
// - A capture that is marked cut, timed out or not taken proves no absence whatever it is: no exception.
// - In a capture marked `ok`, deleting lines makes another whole text only where the text is a list of things that stand
//   for themselves: a configuration without one line (that has no sub-lines) or without one section, a log without one
//   message, a table or certificate store without one record. There a rule about absence fails honestly. Everywhere
//   else, in every other output of a show command, one line or one section less must not make a rule fail.
// - A heading without its sub-lines' indentation is no such text: a configuration that lost a heading is damaged.
import { describe, expect, test } from 'vitest'
import { factsOf } from '../../../src/app/judge.ts'
import { shippedRules } from '../../../src/app/rules.ts'
import { derive } from '../../../src/diagnose/derive/index.ts'
import { diagnose } from '../../../src/diagnose/index.ts'
import type { Capture, CaptureSet } from '../../../src/model/capture.ts'
import type { Finding } from '../../../src/model/finding.ts'
import { assemble } from '../../../src/parse/assemble.ts'
import { FULL, labSets } from './sources.ts'

const { set: rules } = await shippedRules()

const CONFIGURATION = /^(admin )?show running-config/
const RECORDS = /^show (logging|crypto ((ca|pki) trustpool|key mypubkey))/

function failed(findings: readonly Finding[]): Set<string> {
  return new Set(
    findings
      .filter(finding => finding.outcome === 'fail' && finding.severity !== 'info')
      .map(finding => finding.rule),
  )
}

/** Judges damaged versions of one device; only those whose facts differ need to be judged. */
class Device {
  readonly set: CaptureSet
  readonly #failed: ReadonlySet<string>
  readonly #facts: string
  judged = 0

  constructor(set: CaptureSet) {
    this.set = set
    this.#failed = failed(diagnose(factsOf(set), rules))
    this.#facts = JSON.stringify(assemble(set).facts)
  }

  /** Rules that fail now and did not before, as sentences. */
  worse(what: string, captures: readonly Capture[]): string[] {
    const store = assemble({ ...this.set, captures })
    if (JSON.stringify(store.facts) === this.#facts) return []
    this.judged += 1
    const findings = diagnose(derive(store), rules)
    const errors = findings.filter(finding => finding.outcome === 'error').map(finding => finding.rule)
    const added = [...failed(findings)].filter(rule => !this.#failed.has(rule))
    return [...added, ...errors].map(rule => `${rule}: ${this.set.name}: ${what}`)
  }

  /** The device's captures with one of them changed. */
  with(changed: Capture, change: Partial<Capture>): Capture[] {
    return this.set.captures.map(one => (one === changed ? { ...one, ...change } : one))
  }
}

const devices = labSets.map(set => new Device(set))

/** Every n-th place; the first differs from device to device, so that most lines they share are met. */
function places(length: number, turn: number, every: number, full = 1): number[] {
  const step = FULL ? full : every
  return Array.from({ length }, (_, at) => at).filter(at => at % step === turn % step)
}

function walk(check: (device: Device, capture: Capture, turn: number) => string[]): void {
  const found = devices.flatMap((device, turn) =>
    device.set.captures
      .filter(capture => capture.status === 'ok')
      .flatMap((capture, index) => check(device, capture, turn + index)),
  )
  expect(found).toEqual([])
  expect(devices.reduce((sum, device) => sum + device.judged, 0)).toBeGreaterThan(100)
}

const indentOf = (line: string): number => line.search(/\S/)

/** The lines of the block that starts at `at`: those below it that stand deeper, blank ones between them too. */
function blockEnd(lines: readonly string[], at: number): number {
  let end = at + 1
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next] ?? ''
    if (line.trim() === '') continue
    if (indentOf(line) <= indentOf(lines[at] ?? '')) break
    end = next + 1
  }
  return end
}

describe('a capture is missing', () => {
  test.each(['gone', 'timed-out', 'not-tried', 'unsupported'] as const)('%s', status => {
    walk((device, capture, turn) => {
      if (!FULL && turn % 7 !== 0) return []
      const rest = device.set.captures.filter(one => one !== capture)
      return device.worse(
        `${capture.command} ${status}`,
        status === 'gone' ? rest : device.with(capture, { status, text: '' }),
      )
    })
  })
})

test('a capture is cut at any byte and marked', () => {
  walk((device, capture, turn) =>
    places(capture.text.length, turn * 37, 1_511, 37).flatMap(at => {
      const text = capture.text.slice(0, at)
      return device.worse(
        `${capture.command} cut behind ${JSON.stringify(text.slice(-40))}`,
        device.with(capture, { status: turn % 2 === 0 ? 'truncated' : 'timed-out', text }),
      )
    }),
  )
})

test('one line less in a capture marked ok', () => {
  walk((device, capture, turn) => {
    const lines = capture.text.split('\n')
    return places(lines.length, turn, 13).flatMap(at => {
      const line = lines[at] ?? ''
      if (line.trim() === '') return []
      if (RECORDS.test(capture.command) && !/^\s|^CA /i.test(line)) return []
      if (CONFIGURATION.test(capture.command) && blockEnd(lines, at) === at + 1) return []
      return device.worse(
        `${capture.command} without ${JSON.stringify(line)}`,
        device.with(capture, { text: lines.toSpliced(at, 1).join('\n') }),
      )
    })
  })
})

test('one section less in the output of a show command marked ok, with its heading and without', () => {
  walk((device, capture, turn) => {
    if (CONFIGURATION.test(capture.command)) return []
    const lines = capture.text.split('\n')
    const heads = lines
      .map((_, at) => at)
      .filter(at => lines[at]?.trim() !== '' && blockEnd(lines, at) > at + 1)
    return places(heads.length, turn, 3).flatMap(index => {
      const at = heads[index] ?? 0
      const end = blockEnd(lines, at)
      const whole = lines.toSpliced(at, end - at).join('\n')
      const body = lines.toSpliced(at + 1, end - at - 1).join('\n')
      return [...(RECORDS.test(capture.command) ? [] : [whole]), body].flatMap(text =>
        device.worse(`${capture.command} without the section ${lines[at]}`, device.with(capture, { text })),
      )
    })
  })
})

/**
 * A saved file may be cut without a sign, and then is taken as whole. Where the lines left make a whole text of their own
 * nothing can tell: these outputs have no end of their own, so the mark has to come from elsewhere (the prompt behind the
 * text). Half a line, too, may read like a whole one.
 */
const ENDLESS =
  /^show (running-config (callhome|domain|http client|ntp|license|vrf|interface)|logging|crypto ((ca|pki) trustpool|key mypubkey))/

test('a capture is cut between two lines and not marked', () => {
  walk((device, capture, turn) => {
    if (ENDLESS.test(capture.command)) return []
    const lines = capture.text.split('\n')
    return places(lines.length, turn, 29).flatMap(at =>
      device.worse(
        `${capture.command} cut unseen before ${JSON.stringify(lines[at])}`,
        device.with(capture, { text: lines.slice(0, at).join('\n') }),
      ),
    )
  })
})
