// Saved output to capture sets: files, folders, standard input, and what cannot be used.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { InputError, readInputs } from '../../src/app/input.ts'
import { assemble } from '../../src/parse/assemble.ts'
import { corpus, fixture } from '../parse/ios-xe/config-read.ts'

let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'smartlic-input-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

function put(name: string, content: string | Uint8Array): string {
  const path = join(root, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}

const CLOCK = '*16:15:44.123 UTC Wed Jun 22 2022\n'
const VERSION = 'Cisco IOS XE Software, Version 17.09.04a\n'

describe('one file', () => {
  test('a log of two devices', async () => {
    const path = put(
      'two.log',
      `sw1#show version\n${VERSION}sw1#sh clock\n${CLOCK}n9k# show version\nCisco Nexus Operating System (NX-OS) Software\nn9k# \n`,
    )
    const { sets, notes } = await readInputs([path], {})
    expect(sets.map(set => [set.name, set.platform, set.captures.map(capture => capture.command)])).toEqual([
      ['sw1', 'ios-xe', ['show version', 'sh clock']],
      ['n9k', 'nx-os', ['show version']],
    ])
    expect(sets[0]?.captures[1]).toMatchObject({ firstLine: 4, origin: path, status: 'ok' })
    expect(notes).toEqual([])
  })

  test('evidence points to the line of the file', async () => {
    const path = put(
      'lines.log',
      `sw1#show version\n${VERSION}sw1#show running-config | section call-home\n\nservice call-home\nsw1#\n`,
    )
    const { sets } = await readInputs([path], {})
    const store = sets[0] && assemble(sets[0])
    expect(store?.facts.callhome?.enabled).toBe(true)
    expect(store?.sources.get('callhome.enabled')).toEqual([
      {
        command: 'show running-config | section call-home',
        line: 5,
        text: 'service call-home',
        origin: path,
      },
    ])
  })

  test('a bare configuration is recognised and names the device', async () => {
    const { sets } = await readInputs([put('anything.txt', fixture('config-vrf-onprem.txt'))], {})
    expect(sets).toMatchObject([
      { name: 'edge-r1', platform: 'ios-xe', captures: [{ command: 'show running-config' }] },
    ])
  })

  test('a bare log is a log, whatever it quotes', async () => {
    const text = `Syslog logging: enabled (0 messages dropped)\n*Jun 22 16:00:00.000: %SYS-5-RESTART: System restarted --\nCisco IOS Software, Version 17.9.4\n*Jun 22 16:00:01.000: %SMART_LIC-3-COMM_FAILED: x\n`
    const { sets } = await readInputs([put('whatever.txt', text)], {})
    expect(sets[0]?.captures.map(capture => capture.command)).toEqual(['show logging'])
    expect(sets[0] && assemble(sets[0]).facts.log?.events?.map(event => event.mnemonic)).toEqual([
      'RESTART',
      'COMM_FAILED',
    ])
  })

  test('the file name gives the command, the option the platform', async () => {
    const path = put('plain/show_clock.txt', CLOCK)
    const { sets } = await readInputs([path], { platform: 'nx-os' })
    expect(sets).toMatchObject([{ platform: 'nx-os', captures: [{ command: 'show clock' }] }])
  })

  test('--command names a bare output, not the banner of a log', async () => {
    const bare = await readInputs([put('bare.txt', CLOCK)], {
      platform: 'ios-xe',
      command: 'show clock detail',
    })
    expect(bare.sets[0]?.captures.map(capture => capture.command)).toEqual(['show clock detail'])
    const log = await readInputs([put('log.txt', `banner\nsw1#show version\n${VERSION}`)], {
      command: 'show clock',
    })
    expect(log.sets[0]?.captures.map(capture => capture.command)).toEqual(['show version'])
  })

  test('refusals are no answers', async () => {
    const path = put(
      'refused.log',
      `sw1#show version\n${VERSION}sw1#show license all\n            ^\n% Invalid input detected at '^' marker.\n\nsw1#show run\nCommand authorization failed.\nsw1#\n`,
    )
    const { sets } = await readInputs([path], {})
    expect(sets[0]?.captures.map(({ command, status }) => [command, status])).toEqual([
      ['show version', 'ok'],
      ['show license all', 'unsupported'],
      ['show running-config', 'denied'],
    ])
    expect(sets[0]?.captures[1]?.reason).toContain('Invalid input')
  })

  test('a log that ends at a pager is truncated', async () => {
    const { sets } = await readInputs([put('more.log', `sw1#show version\n${VERSION} --More-- `)], {})
    expect(sets[0]?.captures).toMatchObject([
      { status: 'truncated', reason: expect.stringContaining('--More--') },
    ])
  })

  test.each([
    [
      'a byte order mark and CR LF',
      Buffer.from(`\ufeffsw1#show version\r\n${VERSION.replace('\n', '\r\n')}`),
    ],
    ['UTF-16 as PowerShell writes it', Buffer.from(`\ufeffsw1#show version\r\n${VERSION}`, 'utf16le')],
    ['terminal escapes', Buffer.from(`\u001b[1msw1#\u001b[0mshow versiom\bn\n${VERSION}`)],
    [
      'bytes that are no UTF-8',
      Buffer.concat([Buffer.from([0xe9, 0xff, 0x0a]), Buffer.from(`sw1#show version\n${VERSION}`)]),
    ],
  ])('%s', async (_, bytes) => {
    const { sets } = await readInputs([put('odd.log', bytes)], {})
    expect(sets).toMatchObject([{ name: 'sw1', platform: 'ios-xe', captures: [{ command: 'show version' }] }])
  })
})

describe('folders', () => {
  test('one file a command is one device', async () => {
    put('dir/show_version.txt', VERSION)
    put('dir/show-clock.txt', CLOCK)
    put('dir/.hidden', 'x')
    const { sets, notes } = await readInputs([join(root, 'dir')], {})
    expect(sets).toMatchObject([
      { name: 'dir', platform: 'ios-xe', captures: [{ command: 'show clock' }, { command: 'show version' }] },
    ])
    expect(notes).toEqual([])
  })

  test('a folder a host', async () => {
    put('hosts/sw1/show_version.txt', VERSION)
    put('hosts/sw2/show_version.txt', VERSION)
    symlinkSync(join(root, 'hosts'), join(root, 'hosts', 'loop'))
    const { sets } = await readInputs([join(root, 'hosts')], {})
    expect([...new Set(sets.map(set => set.name))]).toEqual(expect.arrayContaining(['sw1', 'sw2']))
  })

  test('a log a host, and files with the host in front', async () => {
    put('mixed/a.log', `sw1#show version\n${VERSION}`)
    put('mixed/sw1_show_clock.txt', CLOCK)
    const { sets } = await readInputs([join(root, 'mixed')], {})
    expect(sets.map(set => [set.name, set.captures.length])).toEqual([['sw1', 2]])
  })
})

test('standard input', async () => {
  const { sets } = await readInputs(['-'], { stdin: Readable.from([`sw1#show ver`, `sion\n${VERSION}`]) })
  expect(sets).toMatchObject([{ name: 'sw1', captures: [{ origin: 'standard input' }] }])
})

describe('what cannot be used', () => {
  test.each([
    ['empty.txt', '', /is empty/],
    ['blank.txt', '\n\n', /blank lines/],
    ['bin.dat', new Uint8Array(400), /is not text/],
    ['x.gz', new Uint8Array([0x1f, 0x8b, 8, 0]), /ends too early.*fetch it again/],
    ['x.bz2', Buffer.from('BZh91AY&SY'), /bzip2.*unpack/],
    ['prose.txt', 'Dear all,\nsee you at noon.\n', /recognised.*--command/],
    ['other.log', 'sw1#show cdp neighbors\nx\n', /show cdp neighbors.*show license all/],
  ])('%s', async (name, content, message) => {
    const path = put(`bad/${name}`, content)
    const error = await readInputs([path], {}).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(InputError)
    expect(String(error)).toContain(path)
    expect(String(error)).toMatch(message)
  })

  test('a missing file beside a good one is a note', async () => {
    const missing = join(root, 'gone.txt')
    const { sets, notes } = await readInputs([missing, put('good.log', `sw1#show version\n${VERSION}`)], {})
    expect(sets).toHaveLength(1)
    expect(notes).toEqual([`${missing} does not exist; check the path`])
  })

  test('a platform that cannot be told is said', async () => {
    const { sets, notes } = await readInputs([put('q/show_clock.txt', CLOCK)], {})
    expect(sets[0]?.platform).toBeUndefined()
    expect(notes[0]).toContain('--platform')
  })

  test('nothing given', async () => {
    await expect(readInputs([], {})).rejects.toThrow(/name a file/)
  })
})

describe('real output', () => {
  const path = 'iosxe/show-running-config/oxidized-c9200l-24p-4g-17-09-04a.txt'
  test.skipIf(corpus(path) === undefined)('a whole Catalyst configuration', async () => {
    const { sets } = await readInputs(
      [fileURLToPath(new URL(`../../../shared/corpus/${path}`, import.meta.url))],
      {},
    )
    expect(sets).toMatchObject([
      { name: 'LAB-SW123_9200L', platform: 'ios-xe', captures: [{ command: 'show running-config' }] },
    ])
    const facts = sets[0] && assemble(sets[0]).facts
    expect(facts).toMatchObject({
      device: { hostname: 'LAB-SW123_9200L' },
      callhome: { enabled: false, profiles: [] },
      dns: {
        lookup: false,
        servers: [
          { address: '10.42.0.1', vrf: '' },
          { address: '10.42.0.2', vrf: '' },
        ],
      },
      vrfs: [{ name: 'Mgmt-vrf' }],
      routes: [{ prefix: '0.0.0.0/0', next_hop: '10.41.11.1', is_default: true }],
      ntp: { configured: false },
      saved_config: { unsaved: true, saved_at: expect.stringMatching(/^2024-08-20T09:37:37/) },
    })
    expect(facts?.interfaces?.find(one => one.name === 'GigabitEthernet0/0')).toMatchObject({
      name: 'GigabitEthernet0/0',
      vrf: 'Mgmt-vrf',
      address: '',
    })
  })

  const all = fileURLToPath(new URL('../../../shared/corpus/', import.meta.url))
  test.skipIf(!existsSync(all))('no file makes it fail', async () => {
    for (const platform of ['iosxe', 'nxos', 'iosxr']) {
      for (const command of readdirSync(join(all, platform))) {
        const { sets } = await readInputs([join(all, platform, command)], {}).catch((error: unknown) => {
          if (error instanceof InputError) return { sets: [] }
          throw error
        })
        for (const set of sets) expect(() => assemble(set)).not.toThrow()
      }
    }
  })
})
