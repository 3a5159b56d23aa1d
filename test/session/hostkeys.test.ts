// known_hosts as OpenSSH writes it; a changed key is refused under every mode.
import { createHmac } from 'node:crypto'
import { appendFile, chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import ssh2 from 'ssh2'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkHostKey, type HostKeyMode, keyStatus, keyType, knownTypes } from '../../src/session/hostkeys.ts'
import { KnownHosts, matchesHost, parseKnownHosts, readKnownHosts } from '../../src/session/known-hosts.ts'

const key = (): { line: string; blob: Buffer } => {
  const line = ssh2.utils.generateKeyPairSync('ed25519').public.trim().split(' ').slice(0, 2).join(' ')
  return { line, blob: Buffer.from(line.split(' ')[1] ?? '', 'base64') }
}
const ours = key()
const other = key()
const hashed = (name: string): string => {
  const salt = Buffer.from('0123456789abcdefghij')
  return `|1|${salt.toString('base64')}|${createHmac('sha1', salt).update(name).digest('base64')}`
}

let dir: string
let file: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'smartlic-hosts-'))
  file = join(dir, 'known_hosts')
})
afterEach(() => rm(dir, { recursive: true, force: true }))

describe('T12 host patterns', () => {
  test.each([
    ['sw1', 'sw1', true],
    ['SW1.example.net', 'sw1.example.net', true],
    ['a,sw1,b', 'sw1', true],
    ['*.example.net', 'sw1.example.net', true],
    ['*.example.net', 'example.net', false],
    ['10.0.0.?', '10.0.0.7', true],
    ['10.0.0.?', '10.0.0.77', false],
    ['*,!sw1', 'sw1', false],
    ['!sw1,*', 'sw2', true],
    ['[sw1]:2222', '[sw1]:2222', true],
    ['sw1', '[sw1]:2222', false],
    ['*****a', 'a'.repeat(200), true],
  ])('%s against %s', (patterns, name, expected) => {
    expect(matchesHost(patterns, name)).toBe(expected)
  })

  test('hashed names', () => {
    expect(matchesHost(hashed('sw1'), 'sw1')).toBe(true)
    expect(matchesHost(hashed('sw1'), 'sw2')).toBe(false)
    expect(matchesHost(hashed('[sw1]:2222'), '[sw1]:2222')).toBe(true)
    expect(matchesHost('|1|broken', 'sw1')).toBe(false)
  })

  test('any text is read without failing', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), (text, name) => {
        for (const one of parseKnownHosts(text)) matchesHost(one.patterns, name)
      }),
    )
  })
})

describe('T12 what a key is', () => {
  const status = (text: string, port = 22): string =>
    keyStatus(new KnownHosts(text), { host: 'Sw1', port, blob: ours.blob })

  test('known, unknown, changed, revoked', () => {
    expect(status(`sw1 ${ours.line}`)).toBe('known')
    expect(status(`# sw1 ${ours.line}\n\nsw2 ${ours.line}`)).toBe('unknown')
    expect(status(`sw1 ${other.line}`)).toBe('changed')
    expect(status(`sw1 ${other.line}\nsw1 ${ours.line} old comment`)).toBe('known')
    expect(status(`sw1 ${ours.line}\n@revoked * ${ours.line}`)).toBe('revoked')
    expect(status(`@cert-authority * ${other.line}`)).toBe('unknown')
    expect(status(`[sw1]:2022 ${ours.line}`, 2022)).toBe('known')
    expect(status(`sw1 ${ours.line}`, 2022)).toBe('unknown')
  })

  test('a file is looked into by name as it would be line by line', () => {
    const word = fc.constantFrom(
      'sw1',
      'sw2',
      'SW1',
      '*',
      'sw?',
      '!sw1',
      '[sw1]:2222',
      hashed('sw1'),
      hashed('sw2'),
    )
    const lines = fc.array(
      fc.tuple(fc.constantFrom('', '@revoked '), fc.array(word, { minLength: 1, maxLength: 3 }), fc.nat(3)),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(lines, fc.constantFrom('sw1', 'sw2', '[sw1]:2222'), (parts, name) => {
        const texts = parts.map(([mark, words, key]) => `${mark}${words.join(',')} ssh-rsa AAAA${key}\n`)
        const known = new KnownHosts(texts.slice(0, 4).join(''))
        known.of(name)
        known.add(texts.slice(4).join(''))
        const byLine = parseKnownHosts(texts.join('')).filter(one => matchesHost(one.patterns, name))
        expect(known.of(name)).toMatchObject(byLine)
        expect(known.of(name)).toHaveLength(byLine.length)
      }),
    )
  })

  test('key types on record, for the order of the offer', () => {
    const known = new KnownHosts(`sw1 ssh-rsa AAAAB3\n${hashed('sw1')} ${ours.line}\nsw2 ssh-dss AAAA`)
    expect(knownTypes(known, { host: 'sw1', port: 22 })).toEqual(['ssh-rsa', 'ssh-ed25519'])
    expect(keyType(ours.blob)).toBe('ssh-ed25519')
    expect(keyType(Buffer.from('x'))).toBe('')
  })
})

describe('T12 deciding', () => {
  const decide = (mode: HostKeyMode, ask?: () => Promise<boolean>): Promise<void> =>
    checkHostKey(
      { host: 'sw1', port: 22, blob: ours.blob },
      { mode, file, ...(ask === undefined ? {} : { ask }) },
    )

  test.each(['strict', 'accept-new', 'ask', 'off'] as const)('a changed key fails under %s', async mode => {
    await writeFile(file, `sw1 ${other.line}\n`)
    await expect(decide(mode, async () => true)).rejects.toMatchObject({ kind: 'hostkey-changed' })
    expect(await readFile(file, 'utf8')).toBe(`sw1 ${other.line}\n`)
  })

  test.each(['strict', 'accept-new', 'ask', 'off'] as const)('a revoked key fails under %s', async mode => {
    await writeFile(file, `@revoked * ${ours.line}\n`)
    await expect(decide(mode)).rejects.toMatchObject({ kind: 'hostkey-revoked' })
  })

  test('further files are looked into, and never written to', async () => {
    const system = `${file}-system`
    await writeFile(file, '')
    await writeFile(system, `sw1 ${ours.line}\nsw2 ${other.line}\n`)
    const policy = { mode: 'strict', file, more: [system, `${file}-none`] } as const
    await checkHostKey({ host: 'sw1', port: 22, blob: ours.blob }, policy)
    await expect(checkHostKey({ host: 'sw2', port: 22, blob: ours.blob }, policy)).rejects.toMatchObject({
      kind: 'hostkey-changed',
      message: expect.stringContaining(`-f ${system}`),
    })
    await checkHostKey({ host: 'sw3', port: 22, blob: ours.blob }, { ...policy, mode: 'accept-new' })
    expect(await readFile(file, 'utf8')).toBe(`sw3 ${ours.line}\n`)
    expect(await readFile(system, 'utf8')).toBe(`sw1 ${ours.line}\nsw2 ${other.line}\n`)
    await writeFile(system, `@revoked sw3 ${ours.line}\n`)
    await expect(checkHostKey({ host: 'sw3', port: 22, blob: ours.blob }, policy)).rejects.toMatchObject({
      kind: 'hostkey-revoked',
    })
  })

  test('an alias stands for address and port', async () => {
    await writeFile(file, `console-7 ${ours.line}\n`)
    const policy = { mode: 'strict', file, alias: 'Console-7' } as const
    await checkHostKey({ host: '192.0.2.7', port: 2007, blob: ours.blob }, policy)
    await expect(
      checkHostKey({ host: '192.0.2.7', port: 2007, blob: other.blob }, policy),
    ).rejects.toMatchObject({ kind: 'hostkey-changed', message: expect.stringContaining('console-7') })
  })

  test('strict names the line to add', async () => {
    await expect(decide('strict')).rejects.toMatchObject({
      kind: 'hostkey-unknown',
      message: expect.stringContaining(`sw1 ${ours.line}`),
    })
  })

  test('accept-new stores whole lines, also behind a file that lacks its last line end', async () => {
    await writeFile(file, `sw9 ${other.line}`)
    await decide('accept-new')
    expect(await readFile(file, 'utf8')).toBe(`sw9 ${other.line}\nsw1 ${ours.line}\n`)
    await decide('strict')
  })

  test('a key stored by this process is known at once, and so is what somebody else makes of the file', async () => {
    await writeFile(file, `sw8 ${other.line}\n`)
    const status = async (host: string): Promise<string> =>
      keyStatus(await readKnownHosts(file), { host, port: 22, blob: ours.blob })
    expect(await status('sw1')).toBe('unknown')
    await decide('accept-new')
    expect(await status('sw1')).toBe('known')
    await appendFile(file, `@revoked sw1 ${ours.line}\n`)
    expect(await status('sw1')).toBe('revoked')
  })

  test('many at once leave one line each', async () => {
    const hosts = Array.from({ length: 25 }, (_, i) => `h${i % 20}`)
    await Promise.all(
      hosts.map(host => checkHostKey({ host, port: 22, blob: ours.blob }, { mode: 'accept-new', file })),
    )
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
    expect(lines).toHaveLength(20)
    expect(parseKnownHosts(lines.join('\n'))).toHaveLength(20)
  })

  test('lines another process appends at the same time survive, all of them whole', async () => {
    const outside = Array.from({ length: 20 }, (_, i) => `out${i} ${other.line}`)
    await Promise.all([
      ...Array.from({ length: 20 }, (_, i) =>
        checkHostKey({ host: `in${i}`, port: 22, blob: ours.blob }, { mode: 'accept-new', file }),
      ),
      ...outside.map(line => appendFile(file, `${line}\n`)),
    ])
    const lines = (await readFile(file, 'utf8')).split('\n').filter(line => line !== '')
    expect([...lines].sort()).toEqual(
      [...outside, ...Array.from({ length: 20 }, (_, i) => `in${i} ${ours.line}`)].sort(),
    )
  })

  test('a person is asked, one host at a time, and can say no', async () => {
    await expect(decide('ask', async () => false)).rejects.toMatchObject({ kind: 'hostkey-unknown' })
    let asking = 0
    let most = 0
    const ask = async (): Promise<boolean> => {
      most = Math.max(most, ++asking)
      await new Promise(resolve => setTimeout(resolve, 5))
      asking -= 1
      return true
    }
    await Promise.all(
      ['a', 'b', 'c'].map(host =>
        checkHostKey({ host, port: 22, blob: ours.blob }, { mode: 'ask', file, ask }),
      ),
    )
    expect(most).toBe(1)
    expect((await readFile(file, 'utf8')).trimEnd().split('\n')).toHaveLength(3)
  })

  test('off stores nothing and says so', async () => {
    const notes: string[] = []
    await checkHostKey(
      { host: 'sw1', port: 22, blob: ours.blob },
      { mode: 'off', file, note: text => notes.push(text) },
    )
    expect(notes).toHaveLength(1)
    await expect(readFile(file)).rejects.toThrow()
  })

  test('a file that is there but cannot be read fails closed', async () => {
    await expect(
      checkHostKey({ host: 'sw1', port: 22, blob: ours.blob }, { mode: 'accept-new', file: dir }),
    ).rejects.toMatchObject({
      kind: 'hostkey-file',
    })
    await writeFile(file, '')
    await chmod(file, 0o000)
    // root reads everything: the mode proves nothing there
    if (process.getuid?.() !== 0)
      await expect(decide('accept-new')).rejects.toMatchObject({ kind: 'hostkey-file' })
  })
})
