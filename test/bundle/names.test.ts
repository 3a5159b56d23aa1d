// Names of files in a bundle: whatever a device is called, the name is harmless on every system and stands alone.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { list } from 'tar'
import { afterAll, describe, expect, test } from 'vitest'
import { readInputs } from '../../src/app/input.ts'
import { captureName, freeName, safeName } from '../../src/bundle/names.ts'
import type { CaptureSet } from '../../src/model/capture.ts'
import { bundled, newFolder, removeFolders } from './place.ts'

afterAll(removeFolders)

const SAFE = /^(?!(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$))[A-Za-z0-9](?:[A-Za-z0-9._-]{0,60}[A-Za-z0-9])?$/i

const HOSTILE = [
  '../../../etc/passwd',
  '..',
  '.',
  '',
  '/absolute',
  'C:\\windows',
  'a\0b',
  'CON',
  'nul.txt',
  'com1',
  '.hidden',
  '-rf',
  'x'.repeat(5_000),
  '\u001b]0;owned\u0007',
  'sw1\nsw2',
  '$(reboot)',
  '`id`',
  '=cmd|calc',
  'Zürich-ß',
  '\u202egpj.exe',
  '10.0.0.1:22',
  '2001:db8::1',
  'dot.',
]

describe('a safe name', () => {
  test.each(HOSTILE.map(name => [JSON.stringify(name).slice(0, 40), name] as const))('%s', (_shown, name) => {
    expect(safeName(name)).toMatch(SAFE)
  })

  test('is harmless whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), name => {
        expect(safeName(name)).toMatch(SAFE)
        expect(captureName(0, name)).toMatch(/^01-[a-z0-9](?:[a-z0-9-]{0,60}[a-z0-9])?\.txt$/)
      }),
      { seed: 20260304, numRuns: 300 },
    )
  })

  test('is never given twice, also where capitals are small letters', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('SW1', 'sw1', 'sw/1', 'sw_1', 'Sw1-2', 'con', '', 'device')),
        names => {
          const taken = new Set<string>()
          const given = names.map(name => freeName(name, taken).toLowerCase())
          expect(new Set(given).size).toBe(names.length)
        },
      ),
      { seed: 7, numRuns: 200 },
    )
  })

  test('tells what a person would expect', () => {
    expect(safeName('sw1.example.net')).toBe('sw1.example.net')
    expect(captureName(2, 'show license all')).toBe('03-show-license-all.txt')
    expect(captureName(99, 'show logging | include "A|B"')).toBe('100-show-logging-include-a-b.txt')
  })
})

test('devices of hostile names make a bundle that unpacks anywhere and reads back', async () => {
  const sets = HOSTILE.map((name, at): CaptureSet => {
    const captures = [
      {
        command: `show clock ${name.slice(0, 20)}`,
        status: 'ok' as const,
        text: `${at}\n`,
        firstLine: 1,
        origin: name,
      },
    ]
    return { name: `${name}${at}`, platform: 'ios-xe', captures }
  })
  const dir = newFolder()
  const file = join(dir, 'hostile.tar.gz')
  await bundled(file, sets)
  const paths: string[] = []
  await list({ file, onReadEntry: entry => paths.push(entry.path) })
  expect(new Set(paths.map(path => path.toLowerCase())).size).toBe(sets.length + 3)
  for (const path of paths)
    expect(path).toMatch(/^(?:manifest\.json|SHA256SUMS|redaction\.json|devices\/[\w.-]+\/[\w.-]+)$/)
  const read = await readInputs([file], {})
  expect(read.notes).toEqual([])
  expect(read.sets.map(({ name, captures }) => [name, captures[0]?.text])).toEqual(
    sets.map(({ name, captures }) => [name, captures[0]?.text]),
  )
  expect(readFileSync(file).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]))
})
