// Saved output in gzip, tar and zip: what a person has, and what somebody made to hurt.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InputError, type InputOptions, readInputs } from '../../src/app/input.ts'
import { assemble } from '../../src/parse/assemble.ts'
import { type TestFile, tarOf, zipOf } from './archives.ts'

let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'smartlic-archive-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function put(name: string, content: string | Uint8Array): string {
  const path = join(root, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}

const VERSION = 'Cisco IOS XE Software, Version 17.09.04a\n'
const CLOCK = '*16:15:44.123 UTC Wed Jun 22 2022\n'
const LOG = `sw1#show clock\n${CLOCK}sw1#show version\n${VERSION}`
const TWO_HOSTS: TestFile[] = [
  { name: './sw1/show_version.txt', text: VERSION },
  { name: './sw1/show_clock.txt', text: CLOCK },
  { name: './sw2/show_version.txt', text: VERSION },
]

async function failure(paths: readonly string[], options: InputOptions = {}): Promise<string> {
  const error = await readInputs(paths, options).then(
    () => 'no error',
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(InputError)
  return String(error)
}

describe('gzip', () => {
  test('evidence points to the line of the unpacked file', async () => {
    const path = put(
      'a.log.gz',
      gzipSync(`${LOG}sw1#show running-config | section call-home\nservice call-home\n`),
    )
    const { sets, notes } = await readInputs([path], {})
    const store = sets[0] && assemble(sets[0])
    expect(store?.sources.get('callhome.enabled')).toMatchObject([{ line: 6, origin: path }])
    expect(notes).toEqual([])
  })

  test('the name below the ending names the command', async () => {
    const path = put('sw7_show_clock.txt.gz', gzipSync(CLOCK))
    const { sets } = await readInputs([path], { platform: 'ios-xe' })
    expect(sets).toMatchObject([{ name: 'sw7', captures: [{ command: 'show clock' }] }])
  })

  test('several members, one after the other', async () => {
    const path = put('members.gz', Buffer.concat([gzipSync(LOG), gzipSync('sw1#show license all\nx\n')]))
    const { sets } = await readInputs([path], {})
    expect(sets[0]?.captures.at(-1)).toMatchObject({ command: 'show license all', firstLine: 6 })
  })

  test('a broken end: what came before counts, the last answer is truncated', async () => {
    const lines = Array.from({ length: 5000 }, (_, n) => `line ${n} ${Math.sin(n)}`).join('\n')
    const whole = gzipSync(`${LOG}sw1#show running-config\n${lines}\n`)
    const path = put('cut.gz', whole.subarray(0, whole.length - 200))
    const { sets, notes } = await readInputs([path], {})
    expect(sets[0]?.captures.map(({ command, status }) => [command, status])).toEqual([
      ['show clock', 'ok'],
      ['show version', 'ok'],
      ['show running-config', 'truncated'],
    ])
    const text = sets[0]?.captures[2]?.text ?? ''
    expect(lines.startsWith(text.slice(0, -1))).toBe(true)
    expect(text.split('\n').length).toBeGreaterThan(4900)
    expect(notes).toEqual([`${path} ends too early, what came before the end was read; fetch it again`])
  })

  test('a wrong checksum: no answer is taken as whole', async () => {
    const bytes = gzipSync(LOG)
    bytes.writeUInt32LE(1, bytes.length - 8)
    const { sets, notes } = await readInputs([put('crc.gz', bytes)], {})
    expect(sets[0]?.captures.map(capture => capture.status)).toEqual(['truncated', 'truncated'])
    expect(notes[0]).toMatch(/crc\.gz is damaged \(.*\).*fetch it again/)
  })

  test('a gigabyte of zeros is not unpacked', async () => {
    const megabyte = gzipSync(new Uint8Array(1024 * 1024), { level: 9 })
    const path = put('zeros.gz', Buffer.concat(Array.from({ length: 1024 }, () => megabyte)))
    expect(await failure([path])).toMatch(/zeros\.gz becomes more than 200 times larger/)
  })

  test('a gigabyte of text behind a real answer: the answer counts, marked', async () => {
    const megabyte = gzipSync(`${'a'.repeat(1023)}\n`.repeat(1024), { level: 9 })
    const parts = [gzipSync(LOG), ...Array.from({ length: 1024 }, () => megabyte)]
    const { sets, notes } = await readInputs([put('bomb.gz', Buffer.concat(parts))], {})
    expect(sets[0]?.captures.map(capture => capture.status)).toEqual(['ok', 'truncated'])
    expect(notes).toHaveLength(1)
    expect(notes[0]).toMatch(/bomb\.gz becomes more than 200 times larger/)
  })

  test('a size limit', async () => {
    const limits = { archives: { unpacked: 50 } }
    expect(await failure([put('large.gz', gzipSync('x\n'.repeat(100)))], { limits })).toMatch(
      /holds more than 0 MB/,
    )
  })

  test('gzip in gzip is refused', async () => {
    expect(await failure([put('twice.gz', gzipSync(gzipSync(LOG)))])).toMatch(/unpack the outer one first/)
  })

  test('nothing inside', async () => {
    expect(await failure([put('nothing.gz', gzipSync(''))])).toMatch(/nothing\.gz is empty/)
  })
})

describe.each([
  ['tar', 'all.tar', tarOf],
  ['tar.gz', 'all.tar.gz', (files: readonly TestFile[]) => gzipSync(tarOf(files))],
  ['tgz', 'all.tgz', (files: readonly TestFile[]) => gzipSync(tarOf(files))],
  ['zip', 'all.zip', zipOf],
])('%s', (kind, name, pack) => {
  test('a folder a host', async () => {
    const path = put(name, pack(TWO_HOSTS))
    const { sets, notes } = await readInputs([path], {})
    expect(
      sets.map(set => [set.name, set.captures.map(capture => [capture.command, capture.origin])]),
    ).toEqual([
      [
        'sw1',
        [
          ['show version', `${path}/sw1/show_version.txt`],
          ['show clock', `${path}/sw1/show_clock.txt`],
        ],
      ],
      ['sw2', [['show version', `${path}/sw2/show_version.txt`]]],
    ])
    expect(notes).toEqual([])
  })

  test('from standard input', async () => {
    const bytes = pack(TWO_HOSTS)
    const { sets } = await readInputs(['-'], {
      stdin: Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]),
    })
    expect(sets.map(set => set.name)).toEqual(['sw1', 'sw2'])
    expect(sets[1]?.captures[0]?.origin).toBe('standard input/sw2/show_version.txt')
  })

  test('files at its top belong to a device named after it', async () => {
    const path = put(`edge-7.${kind}`, pack([{ name: 'show_clock.txt', text: CLOCK }]))
    const { sets } = await readInputs([path], { platform: 'ios-xe' })
    expect(sets.map(set => set.name)).toEqual(['edge-7'])
  })

  test('gzip inside; an archive inside is refused and named', async () => {
    const path = put(
      name,
      pack([
        { name: 'a.log.gz', text: gzipSync(LOG) },
        { name: 'b.zip', text: zipOf(TWO_HOSTS) },
        { name: 'c.tgz', text: gzipSync(tarOf(TWO_HOSTS)) },
      ]),
    )
    const { sets, notes } = await readInputs([path], {})
    expect(sets).toMatchObject([{ name: 'sw1', captures: [{ origin: `${path}/a.log.gz` }, {}] }])
    expect(notes).toEqual([
      `${path}/b.zip is a zip archive inside another; unpack the outer one first`,
      `${path}/c.tgz is a tar archive inside another; unpack the outer one first`,
    ])
  })

  test('names that lead out are left out and named; nothing is written', async () => {
    const inside = join(root, 'inside', kind)
    mkdirSync(inside, { recursive: true })
    const path = join(inside, name)
    const bad = ['../up.log', 'a/../../up.log', '/etc/abs.log', 'C:\\abs.log', '..\\up.log']
    writeFileSync(
      path,
      pack([...bad.map(one => ({ name: one, text: LOG })), { name: 'good.log', text: LOG }]),
    )
    const { sets, notes } = await readInputs([path], {})
    expect(sets).toMatchObject([{ name: 'sw1', captures: [{ origin: `${path}/good.log` }, {}] }])
    expect(notes).toHaveLength(bad.length)
    for (const note of notes) expect(note).toMatch(/left out: its name (leads out|is an absolute)/)
    expect(readdirSync(inside)).toEqual([name])
  })

  test('links are not followed', async () => {
    const path = put(
      name,
      pack([
        { name: 'passwd', text: '', link: '/etc/passwd' },
        { name: 'a.log', text: LOG },
      ]),
    )
    const { sets, notes } = await readInputs([path], {})
    expect(sets).toHaveLength(1)
    expect(notes).toEqual([expect.stringMatching(/link/)])
  })

  test('hidden files and folders are nothing', async () => {
    const files = ['.git/config', '__MACOSX/._a.log', 'x/.DS_Store'].map(one => ({ name: one, text: 'x' }))
    const { notes } = await readInputs([put(name, pack([...files, { name: 'a.log', text: LOG }]))], {})
    expect(notes).toEqual([])
  })

  test('control characters in a name do not reach the report', async () => {
    const { sets } = await readInputs([put(name, pack([{ name: 'a\u001b[2J\nb.log', text: LOG }]))], {})
    expect(sets[0]?.captures[0]?.origin).toBe(`${join(root, name)}/a?[2J?b.log`)
  })

  test('more files than are read', async () => {
    const files = Array.from({ length: 20 }, (_, n) => ({ name: `h${n}_show_version.txt`, text: VERSION }))
    const { sets, notes } = await readInputs([put(name, pack(files))], {
      limits: { archives: { entries: 7 } },
    })
    expect(sets).toHaveLength(7)
    expect(notes[0]).toMatch(/holds more than 7 files/)
  })

  test('an empty archive', async () => {
    expect(await failure([put(name, pack([]))])).toMatch(/all\.\S+ holds no files/)
  })

  test('cut off', async () => {
    const noise = Array.from({ length: 4000 }, (_, n) => `${Math.sin(n)}`).join('\n')
    const whole = pack([
      { name: 'a.log', text: LOG },
      { name: 'b.log', text: `sw2#show version\n${VERSION}${noise}` },
    ])
    const path = put(name, whole.subarray(0, whole.length - 3000))
    if (kind === 'zip') {
      // Its table of contents stands at its end.
      expect(await failure([path])).toMatch(/all\.zip is not a whole zip archive.*fetch it again/)
      return
    }
    const { sets, notes } = await readInputs([path], {})
    expect(sets.map(set => [set.name, set.captures.map(capture => capture.status)])).toEqual([
      ['sw1', ['ok', 'ok']],
      ['sw2', ['truncated']],
    ])
    expect(notes).toHaveLength(1)
    expect(notes[0]).toMatch(/ends too early.*fetch it again/)
  })
})

describe('zip', () => {
  test('a wrong checksum: its answers are not taken as whole, the others are', async () => {
    const path = put(
      'crc.zip',
      zipOf([
        { name: 'a.log', text: LOG, crc: 1 },
        { name: 'h2_show_version.txt', text: VERSION },
      ]),
    )
    const { sets, notes } = await readInputs([path], {})
    expect(sets.map(set => [set.name, set.captures.map(capture => capture.status)])).toEqual([
      ['sw1', ['truncated', 'truncated']],
      ['h2', ['ok']],
    ])
    expect(notes).toEqual([
      `${path}/a.log is damaged (its checksum is wrong), what could be unpacked was read; fetch it again`,
    ])
  })

  test('encrypted', async () => {
    const path = put('secret.zip', zipOf([{ name: 'a.log', text: LOG, flags: 1 }]))
    expect(await failure([path])).toMatch(
      /secret\.zip holds a\.log, which was left out: it is encrypted; unpack it/,
    )
  })

  test('a bomb of zeros', async () => {
    const zeros = new Uint8Array(64 * 1024 * 1024)
    const path = put(
      'bomb.zip',
      zipOf([
        { name: 'a.log', text: LOG },
        { name: 'b.log', text: zeros },
      ]),
    )
    const { sets, notes } = await readInputs([path], {})
    expect(sets).toHaveLength(1)
    expect(notes.join('\n')).toMatch(
      /b\.log (is not text|is a tar|holds no files|becomes more than 200 times larger)/,
    )
  })

  test('too large for memory when it is no file', async () => {
    const limits = { archives: { zipInMemory: 100 } }
    const stdin = Readable.from([zipOf(TWO_HOSTS)])
    expect(await failure(['-'], { stdin, limits })).toMatch(/standard input is a zip archive of more than/)
  })
})
