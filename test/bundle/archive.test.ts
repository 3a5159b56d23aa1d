// The archive grows in parts: in any order, in little memory, whole or not at all.
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { list } from 'tar'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { BundleSink } from '../../src/app/collect/sink.ts'
import { readInputs } from '../../src/app/input.ts'
import { soundRules } from '../../src/app/rules.ts'
import { Archive } from '../../src/bundle/archive.ts'
import { BLOCK, Held, heldText } from '../../src/bundle/held.ts'
import { Transcript } from '../../src/bundle/transcript.ts'
import type { CaptureSet } from '../../src/model/capture.ts'
import { bundled, newFolder, removeFolders } from './place.ts'

afterAll(removeFolders)
const TIME = new Date('2026-03-04T08:00:00Z')

/** Lines as a tech-support has them: no two alike. */
function longText(bytes: number): string {
  const lines: string[] = []
  for (let size = 0, at = 0; size < bytes; at += 1) {
    const line = `Smart Licensing trace ${at} ${((at * 2_654_435_761) >>> 0).toString(16)} handle ${at % 977}\n`
    lines.push(line)
    size += line.length
  }
  return lines.join('')
}

describe('an archive', () => {
  test('holds its parts in the order they are named, whichever was ready first', async () => {
    const [one, other] = await Promise.all(
      [false, true].map(async reverse => {
        const file = join(newFolder(), 'a.tar.gz')
        const archive = await Archive.open(file, TIME)
        const names = ['a', 'b', 'c']
        const parts = new Map<string, Awaited<ReturnType<Archive['add']>>>()
        for (const name of reverse ? [...names].reverse() : names)
          parts.set(
            name,
            await archive.add([{ path: `devices/${name}/x.txt`, content: heldText(name.repeat(700)) }]),
          )
        await archive.finish(
          [{ path: 'first.txt', content: heldText('first') }],
          names.map(name => parts.get(name) ?? { at: 0, bytes: 0 }),
        )
        return readFileSync(file)
      }),
    )
    expect(one?.equals(other ?? Buffer.alloc(0))).toBe(true)
  })

  test('is not there before it is whole, and leaves nothing when it is given up', async () => {
    const dir = newFolder()
    const file = join(dir, 'a.tar.gz')
    const archive = await Archive.open(file, TIME)
    await archive.add([{ path: 'x', content: heldText('text') }])
    expect(existsSync(file)).toBe(false)
    expect(readdirSync(dir)).toHaveLength(1)
    for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o777).toBe(0o600)
    await archive.abort()
    expect(readdirSync(dir)).toEqual([])
  })

  test('an older file of that name stays until the new one is whole', async () => {
    const dir = newFolder()
    const file = join(dir, 'a.tar.gz')
    writeFileSync(file, 'older')
    const archive = await Archive.open(file, TIME)
    await archive.add([{ path: 'x', content: heldText('text') }])
    expect(readFileSync(file, 'utf8')).toBe('older')
    await archive.abort()
    expect(readFileSync(file, 'utf8')).toBe('older')
  })

  test('a name that fits into no header is refused', async () => {
    const archive = await Archive.open(join(newFolder(), 'a.tar.gz'), TIME)
    await expect(archive.add([{ path: 'x'.repeat(300), content: heldText('') }])).rejects.toThrow(
      /too long a name/,
    )
    await archive.abort()
  })
})

describe('a capture of 20 MB', () => {
  const text = longText(20_000_000)

  test('is held packed and given in pieces', () => {
    const held = heldText(text)
    expect(held.bytes).toBe(text.length)
    const sizes = [...held.read()].map(piece => piece.length)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(2 * BLOCK)
    expect(sizes.length).toBeGreaterThan(30)
  })

  test('goes into a bundle and comes out of it unchanged', async () => {
    const set: CaptureSet = {
      name: 'big',
      platform: 'ios-xe',
      captures: [{ command: 'show license tech support', status: 'ok', text, firstLine: 1, origin: 'big' }],
    }
    const file = join(newFolder(), 'big.tar.gz')
    const pieces = function* (): Generator<Buffer> {
      for (let at = 0; at < text.length; at += 32_768) yield Buffer.from(text.slice(at, at + 32_768))
    }
    await bundled(file, [set], {}, { big: [...pieces()] })
    const { sets, notes } = await readInputs([file], {})
    expect(notes).toEqual([])
    expect(sets[0]?.captures[0]?.text === text).toBe(true)
    const entries: string[] = []
    await list({ file, onReadEntry: entry => entries.push(entry.path) })
    expect(entries).toContain('devices/big/transcript.txt')
  })

  test('T33 a transcript holds no more than its packed bytes and what is under way', () => {
    const transcript = new Transcript({ raw: true })
    for (let at = 0; at < text.length; at += 65_536) transcript.take(Buffer.from(text.slice(at, at + 65_536)))
    const { held, cut } = transcript.finish()
    expect(cut).toBe(false)
    expect(held.bytes).toBe(text.length)
    expect(held.packedBytes).toBeLessThan(text.length / 3)
  })
})

test('held bytes are the bytes that were written, in whatever pieces', () => {
  const held = new Held()
  const bytes = Buffer.from(longText(700_000))
  const again = Buffer.from(bytes)
  for (let at = 0; at < again.length; at += 4_093) {
    const piece = again.subarray(at, at + 4_093)
    held.write(piece)
    // The sender uses its memory again.
    piece.fill(0)
  }
  expect(Buffer.concat([...held.read()]).equals(bytes)).toBe(true)
})

test('a disk that fills up is told in a sentence, and nothing is left', async () => {
  const dir = newFolder()
  const probe = await open(join(dir, 'probe'), 'w')
  const prototype = Object.getPrototypeOf(probe) as typeof probe
  await probe.close()
  rmSync(join(dir, 'probe'))
  const full = vi.spyOn(prototype, 'write').mockImplementation(async () => {
    throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' })
  })
  try {
    const sink = await BundleSink.open({
      file: join(dir, 'a.tar.gz'),
      level: 'secrets',
      names: ['sw1'],
      rules: await soundRules(),
      version: 'test',
      started: TIME,
      raw: true,
    })
    const text = {
      command: 'show clock',
      status: 'ok' as const,
      text: '10:00\n',
      firstLine: 1,
      origin: 'sw1',
    }
    await expect(sink.add({ name: 'sw1', platform: 'ios-xe', captures: [text] })).rejects.toThrow(
      /cannot write the bundle to .*a\.tar\.gz \(ENOSPC\): the disk is full; make room/,
    )
    await sink.abort()
    expect(readdirSync(dir)).toEqual([])
  } finally {
    full.mockRestore()
  }
})

test('a place that cannot be written is told', async () => {
  const missing = join(newFolder(), 'no', 'such', 'folder', 'a.tar.gz')
  await expect(bundled(missing, [])).rejects.toThrow(
    /cannot write the bundle to .*: check that its directory exists/,
  )
})
