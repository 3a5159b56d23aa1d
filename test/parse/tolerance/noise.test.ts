// Noise that adds nothing and takes nothing away: the facts stay the same, or only those of the damaged place change.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readInputs } from '../../../src/app/input.ts'
import type { FactStore } from '../../../src/model/facts/store.ts'
import { assemble } from '../../../src/parse/assemble.ts'
import { MESSAGES, MORE, MORE_WIPED } from './damage.ts'
import { FULL, type Sample, samples, setOf } from './sources.ts'

/** Logs are left out of what inserts messages: there one more message is one more fact. */
const SAMPLES = samples().filter(
  ({ command }) => !/\b(log(ging)?|eventlog|trace|history|event)\b/.test(command),
)

const facts = (sample: Sample, text: string): unknown => assemble(setOf({ ...sample, text })).facts

/** Places in a text, the first of them other from sample to sample. */
function places(length: number, turn: number, most: number): number[] {
  const step = FULL ? 1 : Math.max(1, Math.ceil(length / most))
  return Array.from({ length }, (_, at) => at).filter(at => at % step === turn % step)
}

describe('a log message', () => {
  test('between two lines changes nothing', () => {
    SAMPLES.forEach((sample, turn) => {
      const lines = sample.text.split('\n')
      const before = facts(sample, sample.text)
      const message = MESSAGES[sample.platform] ?? ''
      for (const at of places(lines.length, turn, 3)) {
        const text = lines.toSpliced(at, 0, message).join('\n')
        expect(facts(sample, text), `${sample.name}: ${sample.command}\n${text}`).toEqual(before)
      }
    })
  })

  test('inside a line costs what that line proves', () => {
    SAMPLES.forEach((sample, turn) => {
      const lines = sample.text.split('\n')
      const before = assemble(setOf(sample))
      const message = MESSAGES[sample.platform] ?? ''
      for (const at of places(lines.length, turn, 2)) {
        const line = lines[at] ?? ''
        const middle = Math.floor(line.length / 2)
        // Half a line may read as a line of its own: `ip http source-` and `interface mgmt0`.
        if (line.trim() === '' || isRule(line) || line.slice(middle).startsWith('interface ')) continue
        const text = lines.with(at, `${line.slice(0, middle)}\n${message}\n${line.slice(middle)}`).join('\n')
        const after = assemble(setOf({ ...sample, text }))
        expect(changed(before, after, lines, at), `${sample.name}: ${sample.command}\n${text}`).toEqual([])
      }
    })
  })
})

/** Section of a fact: the first two words of its path, or the one before a list's element. */
function sectionOf(path: string): string {
  return path
    .replace(/\.[\d(].*$/, '')
    .split('.')
    .slice(0, 2)
    .join('.')
}

/** Leaves by path; an element of a list goes by its name where it has one, for others may come before it. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  const isList = Array.isArray(value)
  if (value === null || typeof value !== 'object' || (isList && value.some(one => typeof one !== 'object')))
    return [[path, value]]
  return Object.entries(value as Record<string, unknown>).flatMap(([key, part]) => {
    const name = isList && areDistinct(value) ? (part as { name?: unknown }).name : undefined
    const step = name === undefined ? key : `(${String(name)})`
    return leaves(part, path === '' ? step : `${path}.${step}`)
  })
}

function areDistinct(list: readonly unknown[]): boolean {
  return new Set(list.map(one => (one as { name?: unknown }).name)).size === list.length
}

const indentOf = (line: string): number => line.search(/\S/)
const isRule = (line: string | undefined): boolean => /^[\s=+|-]*[=-]{3}[\s=+|-]*$/.test(line ?? '')

/** First line behind what a line heads: its deeper lines, or all up to the next heading when a rule underlines it. */
function endOf(lines: readonly string[], at: number): number {
  const underlined = isRule(lines[at + 1])
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next] ?? ''
    if (line.trim() === '' || isRule(line)) continue
    if (underlined ? isRule(lines[next + 1]) : indentOf(line) <= indentOf(lines[at] ?? '')) return next
  }
  return lines.length
}

/** The line that heads the section a line lies in: the nearest above it with no indentation, or the line itself. */
function headOf(lines: readonly string[], at: number): number {
  const margin = Math.min(...lines.filter(line => line.trim() !== '').map(indentOf))
  let head = at
  while (head > 0 && (lines[head]?.trim() === '' || indentOf(lines[head] ?? '') > margin)) head -= 1
  return head
}

/** Facts that differ although their section has nothing to do with the line. */
function changed(before: FactStore, after: FactStore, lines: readonly string[], at: number): string[] {
  const head = headOf(lines, at)
  const from = head + 1
  const end = Math.max(at + 1, endOf(lines, head))
  const touched = new Set(
    [...before.sources]
      .filter(([, sources]) => sources.some(source => source.line >= from && source.line <= end))
      .map(([path]) => sectionOf(path)),
  )
  const now = new Map(leaves(after.facts))
  // A configuration with a line out of place may have lost others: what it does not hold, and its lists, become unknown.
  // So does what a lost heading headed; where that ends, the text alone does not tell.
  const isConfiguration = before.facts.collection?.answered?.some(command => /running-config/.test(command))
  const mayBeUnknown = isConfiguration === true || head === at
  // A time keeps its digits when the configuration's zone is not known any more.
  const lost = (path: string, value: unknown): boolean =>
    mayBeUnknown && (!now.has(path) || `${now.get(path)}Z` === value)
  return leaves(before.facts)
    .filter(
      ([path, value]) =>
        !path.startsWith('collection.') &&
        // Places in the log are counted: without a line the later ones move up.
        !/^log\.events\.\d+\.index$/.test(path) &&
        !lost(path, value) &&
        !touched.has(sectionOf(path)) &&
        JSON.stringify(now.get(path)) !== JSON.stringify(value),
    )
    .map(([path, value]) => `${path}: ${JSON.stringify(value)} became ${JSON.stringify(now.get(path))}`)
}

describe('a saved file', () => {
  const dir = mkdtempSync(join(tmpdir(), 'tolerance-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  async function read({ platform, command }: Sample, bytes: Uint8Array | string): Promise<FactStore> {
    const file = join(dir, 'saved.txt')
    writeFileSync(file, bytes)
    const { sets } = await readInputs([file], { platform, command })
    return assemble(sets[0] ?? expect.fail('nothing was read'))
  }
  const FEW = samples().filter((_, index) => FULL || index % 6 === 0)
  const half = (text: string): number => text.lastIndexOf('\n', Math.floor(text.length / 2)) + 1

  /** Each leaves what a person would read as it is. */
  const noises: Record<string, (text: string) => string | Uint8Array> = {
    'CR LF': text => text.replaceAll('\n', '\r\n'),
    'CR CR LF': text => text.replaceAll('\n', '\r\r\n'),
    'LF and CR LF mixed': text => text.replaceAll(/\n(.*)\n/g, '\n$1\r\n'),
    'a byte order mark': text => `\ufeff${text}`,
    'UTF-16': text => Buffer.from(`\ufeff${text}`, 'utf16le'),
    'control characters': text => text.replaceAll('\n', '\u0007\n').replaceAll(': ', ':\u0001 '),
    'NUL, ESC and BEL': text => `${text.slice(0, half(text))}\u0000\u001b[K\u0007${text.slice(half(text))}`,
    'colours and a title': text =>
      `\u001b]0;sw1\u0007\u001b[1m${text.slice(0, half(text))}\u001b[0m${text.slice(half(text))}`,
    'a pager prompt wiped': text => `${text.slice(0, half(text))}${MORE_WIPED}${text.slice(half(text))}`,
    // The blanks that wiped it are still there.
    'a pager prompt left': text =>
      `${text.slice(0, half(text))} --More--${' '.repeat(9)}${text.slice(half(text))}`,
    'a pager prompt overwritten': text =>
      `${text.slice(0, half(text))} --More-- \r          \r${text.slice(half(text))}`,
  }
  test.each(Object.entries(noises))('%s', async (_name, noise) => {
    for (const sample of FEW) {
      const before = await read(sample, sample.text)
      const after = await read(sample, noise(sample.text))
      expect(after.facts, `${sample.name}: ${sample.command}`).toEqual(before.facts)
    }
  })

  test('blanks turned into tabs keep the order of indentation and the facts of commands without one', async () => {
    const samples = FEW.filter(({ command }) => /^show license (all|status|usage)$/.test(command))
    // A wrapped line is known by its width, which tabs change.
    for (const sample of samples.filter(({ text }) => !text.split('\n').some(line => line.length >= 79))) {
      const text = sample.text.replaceAll(/^ {2,}/gm, '\t')
      expect((await read(sample, text)).facts, sample.name).toEqual((await read(sample, sample.text)).facts)
    }
  })

  test('bytes that are no UTF-8 cost what their line proves', async () => {
    for (const [turn, sample] of FEW.entries()) {
      const lines = sample.text.split('\n')
      for (const at of places(lines.length, turn, 1)) {
        const line = lines[at] ?? ''
        if (line.trim() === '' || isRule(line)) continue
        const middle = Math.floor(line.length / 2)
        const bytes = Buffer.concat([
          Buffer.from(`${[...lines.slice(0, at), line.slice(0, middle)].join('\n')}`),
          Buffer.from([0xff, 0xc3, 0x28, 0xe2, 0x82]),
          Buffer.from([line.slice(middle), ...lines.slice(at + 1)].join('\n')),
        ])
        const before = await read(sample, sample.text)
        expect(changed(before, await read(sample, bytes), lines, at), `${sample.name}: ${line}`).toEqual([])
      }
    }
  })

  test('cut at a pager prompt is marked truncated', async () => {
    for (const { platform, command, text } of FEW.filter(sample => half(sample.text) > 1)) {
      const file = join(dir, 'cut.txt')
      writeFileSync(file, `${text.slice(0, half(text))}${MORE}`)
      const { sets } = await readInputs([file], { platform, command })
      expect(
        sets[0]?.captures.map(capture => capture.status),
        command,
      ).toContain('truncated')
    }
  })
})
