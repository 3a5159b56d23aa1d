// Folders as collectors and configuration archives write them, and folders with something wrong in them.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { analyze } from '../../src/app/analyze.ts'
import { readInputs } from '../../src/app/input.ts'
import { assemble } from '../../src/parse/assemble.ts'
import { corpus } from '../parse/ios-xe/config-read.ts'

let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'smartlic-folder-'))
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
const XE_CONFIG = `!
! Last configuration change at 10:00:00 UTC Sun Nov 22 2026 by netops
!
version 17.9
service call-home
!
hostname core-1
!
ip name-server 192.0.2.53
call-home
 contact-email-addr sch-smart-licensing@cisco.com
 profile "CiscoTAC-1"
  active
  destination transport-method http
!
end
`

describe('collectors', () => {
  test.each([
    ['HOST/command.txt', 'n1', { 'core-1/show_version.txt': VERSION, 'core-1/show_clock.txt': CLOCK }],
    ['HOST_command.txt', 'n2', { 'core-1_show_version.txt': VERSION, 'core-1_show_clock.txt': CLOCK }],
    [
      'HOST/command.txt.gz',
      'n3',
      { 'core-1/show-version.txt.gz': gzipSync(VERSION), 'core-1/show-clock.gz': gzipSync(CLOCK) },
    ],
  ])('%s', async (_, folder, files) => {
    for (const [name, content] of Object.entries(files)) put(`${folder}/${name}`, content)
    const { sets, notes } = await readInputs([join(root, folder)], {})
    expect(sets.map(set => [set.name, set.platform, set.captures.map(one => one.command).sort()])).toEqual([
      ['core-1', 'ios-xe', ['show clock', 'show version']],
    ])
    expect(notes).toEqual([])
  })
})

describe('configuration archives', () => {
  test('rancid: the configuration below its comments', async () => {
    const head = `!RANCID-CONTENT-TYPE: cisco
!
!Chassis type: C9300-48P
!CPU: X86
!
!Memory: main 1419044K/6147K
!Processor ID: FCW2303D16Y
!
!Image: Software: CAT9K_IOSXE, 17.9.4a, RELEASE SOFTWARE (fc3)
!
`
    const path = put('rancid/configs/core-1.example.net', `${head}${XE_CONFIG}`)
    const { sets, notes } = await readInputs([dirname(path)], {})
    expect(sets).toMatchObject([
      { name: 'core-1', platform: 'ios-xe', captures: [{ command: 'show running-config' }] },
    ])
    const store = sets[0] && assemble(sets[0])
    expect(store?.facts.callhome?.enabled).toBe(true)
    expect(store?.sources.get('callhome.enabled')).toMatchObject([{ line: 15, origin: path }])
    expect(notes).toEqual([])
  })

  test('rancid on NX-OS', async () => {
    const text = `!RANCID-CONTENT-TYPE: cisco-nx
!
!Software
!  BIOS: version 07.69
!  NXOS: version 9.3(5)
!
!Command: show running-config
version 9.3(5) Bios:version 07.69
hostname leaf-1
callhome
  enable
`
    const { sets } = await readInputs([put('rancid-nx/leaf-1', text)], {})
    expect(sets).toMatchObject([{ name: 'leaf-1', platform: 'nx-os' }])
    expect(sets[0]?.captures.find(one => one.command === 'show running-config')?.firstLine).toBe(7)
  })

  test('Oxidized: the version from the comments, the configuration below', async () => {
    const comments = `! ${VERSION}! \n! Image: Compiled: x\n! NAME: "Chassis", DESCR: "C9300"\n! PID: C9300-48P , VID: V02  , SN: FCW2303D16Y\n! \n`
    const path = put('oxidized/core-1', `${comments}${XE_CONFIG}`)
    const { sets } = await readInputs([path], {})
    expect(sets[0]?.captures.map(one => [one.command, one.firstLine])).toEqual([
      ['show version', 1],
      ['show running-config', 8],
    ])
    const store = sets[0] && assemble(sets[0])
    // Oxidized quotes a choice of lines: what they do not say is not known.
    expect(sets[0]?.captures[0]?.status).toBe('truncated')
    expect(store?.facts.device?.os_version).toBe('17.09.04a')
    expect(store?.sources.get('callhome.enabled')).toMatchObject([{ line: 11 }])
  })

  test('Oxidized on IOS XR: an inventory above', async () => {
    const text = `! NAME: "0/RSP0/CPU0", DESCR: "Route Switch Processor"\n! PID: A9K-RSP440-SE, VID: V05, SN: FOC1\n! \n!! IOS XR Configuration 6.7.1\nhostname asr-1\ncall-home\n service active\n!\nend\n`
    const { sets } = await readInputs([put('oxidized-xr/asr-1', text)], {})
    expect(sets).toMatchObject([{ name: 'asr-1', platform: 'ios-xr' }])
    expect(sets[0]?.captures.at(-1)?.command).toBe('show running-config')
  })

  test.each([
    ['nxos/show-running-config/oxidized-c93180yc-fx3j-10-4-5.txt', 'nx-os', 'TEST-12345'],
    ['nxos/show-running-config/oxidized-n5548-7-3-13.txt', 'nx-os', 'TEST-12345'],
    ['iosxe/show-running-config/oxidized-c9200l-24p-4g-17-09-04a.txt', 'ios-xe', 'LAB-SW123_9200L'],
  ])('real: %s', async (path, platform, name) => {
    if (corpus(path) === undefined) return
    const file = fileURLToPath(new URL(`../../../shared/corpus/${path}`, import.meta.url))
    const { sets, notes } = await readInputs([file], {})
    expect(sets).toMatchObject([{ name, platform, captures: [{ command: 'show running-config' }] }])
    expect(notes).toEqual([])
  })
})

describe('something wrong', () => {
  test('links in circles', async () => {
    const folder = join(root, 'loop')
    put('loop/a/sw1_show_version.txt', VERSION)
    symlinkSync(folder, join(folder, 'a', 'up'))
    symlinkSync(join(folder, 'a'), join(folder, 'again'))
    symlinkSync('self', join(folder, 'self'))
    symlinkSync('gone', join(folder, 'dangling'))
    const { sets, notes } = await readInputs([folder], {})
    expect(sets.map(set => [set.name, set.captures.length])).toEqual([['sw1', 1]])
    expect(notes).toEqual([
      `${folder}/dangling does not exist; check the path`,
      `${folder}/self is a link that leads in circles; name the file itself`,
    ])
  })

  test.skipIf(process.getuid?.() === 0)('a file and a folder that may not be read', async () => {
    const file = put('closed/secret.log', 'x')
    put('closed/inner/x.log', 'x')
    put('closed/sw1_show_version.txt', VERSION)
    const inner = join(root, 'closed', 'inner')
    chmodSync(file, 0)
    chmodSync(inner, 0)
    const { sets, notes } = await readInputs([join(root, 'closed')], {})
    chmodSync(inner, 0o755)
    expect(sets).toHaveLength(1)
    expect(notes).toEqual([
      `${inner} may not be read by this user; check its permissions`,
      `${file} may not be read by this user; check its permissions`,
    ])
  })

  test('what is not recognised is named, with what would help', async () => {
    put('mixed/sw1_show_version.txt', VERSION)
    put('mixed/letter.txt', 'Dear all,\nsee you at noon.\n')
    put('mixed/sw9.log', 'sw9#show cdp neighbors\nx\n')
    const folder = join(root, 'mixed')
    const { sets, notes } = await readInputs([folder], {})
    expect(sets).toHaveLength(1)
    expect(notes).toEqual([
      `${folder}/letter.txt holds no command output that could be recognised; name the command with --command`,
      expect.stringMatching(
        /sw9\.log holds no command smartlic reads \(found: show cdp neighbors\); collect show license all/,
      ),
    ])
  })

  test('more notes than a person reads', async () => {
    for (let n = 0; n < 60; n++) put(`many/${n}.txt`, '')
    put('many/sw1_show_version.txt', VERSION)
    const { notes } = await readInputs([join(root, 'many')], {})
    expect(notes).toHaveLength(51)
    expect(notes.at(-1)).toMatch(/^10 more/)
  })

  test('a read error in the middle: what came before counts', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      yield Buffer.from(`sw1#show clock\n${CLOCK}sw1#show version\n${VERSION}`)
      throw new Error('the cable is out')
    }
    const { sets, notes } = await readInputs(['-'], { stdin: Readable.from(broken()) })
    expect(sets[0]?.captures.map(one => one.status)).toEqual(['ok', 'truncated'])
    expect(notes).toEqual(['standard input could not be read to its end (the cable is out); try again'])
  })
})

test('standard input may be compressed', async () => {
  const stdin = Readable.from([gzipSync(`sw1#show version\n${VERSION}`)])
  const { sets } = await readInputs(['-'], { stdin })
  expect(sets).toMatchObject([{ name: 'sw1', captures: [{ origin: 'standard input', firstLine: 2 }] }])
})

test('two devices in one input are two reports', async () => {
  const path = put('two.log', `a#show version\n${VERSION}b#show version\n${VERSION}`)
  const report = await analyze({ paths: [path], stdin: Readable.from([]), version: '0' })
  expect(report.devices.map(device => device.name)).toEqual(['a', 'b'])
})

test('a large show tech keeps only what is read, with the lines of the file', async () => {
  const unread = `\n------------------ show interfaces ------------------\n${'GigabitEthernet1/0/1 is up\n'.repeat(40_000)}`
  const wanted = `\n------------------ show version ------------------\n${VERSION}`
  const { sets } = await readInputs([put('tech.txt', `${unread}${wanted}${unread}`)], {})
  expect(sets[0]?.captures).toMatchObject([{ command: 'show version', firstLine: 40_005 }])
  expect(sets[0]?.captures[0]?.text.trim()).toBe(VERSION.trim())
})
