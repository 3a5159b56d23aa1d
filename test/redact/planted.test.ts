// Secrets planted in the configuration of every simulated device and in every fixture do not come out, and hiding them
// changes no finding.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { judge } from '../../src/app/judge.ts'
import { soundRules } from '../../src/app/rules.ts'
import { loadDevices } from '../../src/lab/load.ts'
import type { CaptureSet } from '../../src/model/capture.ts'
import { PLATFORMS } from '../../src/model/platform.ts'
import { redactCaptures } from '../../src/redact/captures.ts'
import { createRedactor } from '../../src/redact/redactor.ts'
import { capturesOf } from '../lab/captures.ts'
import { type Canary, canariesOf, leakIn } from './canaries.ts'

const NOW = new Date('2026-03-04T08:00:00Z')
const rules = await soundRules()
const tables = Object.fromEntries(PLATFORMS.map(platform => [platform, canariesOf(platform, 3)]))

/** In front of the configuration's `end`, with a comment between two of them. */
function planted(set: CaptureSet, canaries: readonly Canary[]): CaptureSet {
  const lines = canaries.map(canary => canary.text).join('\n!\n')
  return {
    ...set,
    captures: set.captures.map(capture => {
      if (!/^(?:admin )?show running-config/.test(capture.command)) return capture
      const end = capture.text.search(/\nend\s*$/)
      const at = end < 0 ? capture.text.length : end
      return { ...capture, text: `${capture.text.slice(0, at)}\n!\n${lines}\n!${capture.text.slice(at)}` }
    }),
  }
}

/** What was found, without the texts: some of them quote what is hidden now. */
function outcomes(set: CaptureSet): unknown {
  const { status, path, findings, counts } = judge(set, rules)
  return {
    status,
    counts,
    path: path.map(hop => [hop.hop, hop.status]),
    findings: findings.map(({ rule, severity, outcome, explained_by }) => [
      rule,
      severity,
      outcome,
      explained_by,
    ]),
  }
}

describe('simulated devices', () => {
  test.each(loadDevices().map((device, at) => [device.id, device, at] as const))('%s', (_id, device, at) => {
    const canaries = tables[device.persona] ?? []
    const set = planted(capturesOf(device, NOW), canaries)
    const redacted = redactCaptures(set)
    const text = redacted.captures.map(capture => capture.text).join('\n')
    expect(text.length).toBeGreaterThan(10_000)
    expect(leakIn(text, canaries)).toBeUndefined()
    // Judging takes far longer than masking; that findings stay is shown for every device without planted secrets.
    if (at % 4 === 0) expect(outcomes(redacted)).toEqual(outcomes(set))
  })
})

describe('fixtures', () => {
  const root = fileURLToPath(new URL('../fixtures', import.meta.url))
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.txt'))
    .map(entry => join(entry.parentPath, entry.name))

  test('there are some', () => expect(files.length).toBeGreaterThan(50))

  test.each(PLATFORMS)('%s', platform => {
    const canaries = tables[platform] ?? []
    for (const [turn, file] of files.filter(path => path.includes(platform)).entries()) {
      const lines = readFileSync(file, 'utf8').split('\n')
      // Spread over the text: each fixture gives other neighbours.
      const step = Math.max(1, Math.ceil(canaries.length / lines.length))
      const text = lines
        .flatMap((line, at) => [line, ...canaries.slice(at * step, (at + 1) * step).map(one => one.text), ''])
        .join('\n')
      const redactor = createRedactor()
      let out = ''
      const size = 1 + (turn % 64)
      for (let at = 0; at < text.length; at += size) out += redactor.push(text.slice(at, at + size))
      expect({ file, leak: leakIn(out + redactor.finish(), canaries) }).toEqual({ file, leak: undefined })
    }
  })
})
