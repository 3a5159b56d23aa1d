// `--with`: the file of lines, what may be quoted of it, and the device's status as it would be.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { judge } from '../../src/app/judge.ts'
import { shippedRules } from '../../src/app/rules.ts'
import { shownLine } from '../../src/app/whatif/shown.ts'
import { deviceWhatIf, readSnippet } from '../../src/app/whatif.ts'
import { exitCode } from '../../src/cli/exit.ts'
import { loadDevices } from '../../src/lab/load.ts'
import type { CaptureSet } from '../../src/model/capture.ts'
import { type DeviceReport, REPORT_SCHEMA, type Report } from '../../src/model/report.ts'
import { formatJson } from '../../src/report/json.ts'
import { formatMarkdown } from '../../src/report/markdown.ts'
import { reportSchema } from '../../src/report/schema.ts'
import { formatText } from '../../src/report/text.ts'
import { capturesOf } from '../lab/captures.ts'

const NOW = new Date('2026-11-20T10:15:30Z')
const { set: rules } = await shippedRules()
const dir = mkdtempSync(join(tmpdir(), 'smartlic-whatif-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function device(id: string): CaptureSet {
  const [found] = loadDevices(undefined, [id])
  if (found === undefined) throw new Error(`no lab device ${id}`)
  return capturesOf(found, NOW)
}

function reportWith(set: CaptureSet, lines: readonly string[]): Report {
  const what_if = deviceWhatIf(set, rules, { source: 'change.cfg', lines })
  const one: DeviceReport = { ...judge(set, rules), what_if }
  const run = {
    tool: 'smartlic',
    version: '0',
    started_at: '',
    duration_ms: 0,
    command: 'analyze',
    notes: [],
  }
  return { schema: REPORT_SCHEMA, run, devices: [one] }
}

describe('the file', () => {
  const write = (name: string, data: string | Buffer): string => {
    writeFileSync(join(dir, name), data)
    return join(dir, name)
  }

  test('lines without what a terminal or an editor adds', async () => {
    const path = write('a.cfg', '\ufeffhostname a\r\n\u001b[1mip domain lookup\u001b[0m  \n')
    expect(await readSnippet(path)).toEqual({
      source: 'a.cfg',
      lines: ['hostname a', 'ip domain lookup', ''],
    })
  })

  test.each<[string, string | Buffer, RegExp]>([
    ['empty.cfg', '\n!\n  ! nothing\n', /holds no configuration lines/],
    ['binary.cfg', Buffer.from([1, 0, 2]), /is no text/],
    ['huge.cfg', 'x'.repeat(1_000_001), /larger than 1 MB/],
    ['long.cfg', 'hostname a\n'.repeat(5_001), /more than 5000 lines/],
  ])('%s is refused with a sentence', async (name, data, sentence) => {
    await expect(readSnippet(write(name, data))).rejects.toThrow(sentence)
  })

  test('a file that is not there, a folder', async () => {
    await expect(readSnippet(join(dir, 'none.cfg'))).rejects.toMatchObject({ code: 'ENOENT' })
    await expect(readSnippet(dir)).rejects.toMatchObject({ code: 'EISDIR' })
  })
})

describe('what is quoted', () => {
  test.each([
    ['ip name-server 192.0.2.1', 'ip name-server ...'],
    ['no ip http server', 'no ip http server'],
    ['username bob privilege 15 secret 9 $9$abc', 'username bob privilege ...'],
    ['snmp-server community geheim ro', 'snmp-server community ...'],
    ['license smart register idtoken MzQ1 force', 'license smart register idtoken ...'],
    ['enable password geheim', 'enable password ...'],
    ['tacacs-server key geheim', 'tacacs-server key ...'],
    ['geheim', '...'],
    ['Geheim123', '...'],
  ])('%s', (line, shown) => {
    expect(shownLine(line)).toBe(shown)
  })

  test('a secret behind a word that announces it never shows', () => {
    const word = fc.constantFrom('secret', 'password', 'community', 'key', 'idtoken', 'md5', 'psk')
    fc.assert(
      fc.property(word, fc.stringMatching(/^[a-z]{6,12}$/), (announced, secret) => {
        expect(shownLine(`foo ${announced} zz${secret}`)).not.toContain(`zz${secret}`)
      }),
    )
  })
})

describe('the device as it would be', () => {
  test('everything mended: healthy, and the exit code says so', () => {
    const report = reportWith(device('xe-dns-lookup-disabled'), ['ip domain lookup'])
    const [one] = report.devices
    expect(one?.status).toBe('critical')
    expect(one?.what_if?.status).toBe('healthy')
    expect(exitCode(report)).toBe(0)
  })

  test('a change that breaks a healthy device', () => {
    const report = reportWith(device('nx-classic-direct'), ['callhome', ' no enable'])
    const [one] = report.devices
    expect(one?.status).toBe('healthy')
    expect(one?.what_if?.status).toBe('critical')
    expect(one?.what_if?.findings).toEqual([
      expect.objectContaining({ rule: 'callhome-not-enabled-nxos', severity: 'critical' }),
    ])
    expect(exitCode(report)).toBe(2)
    const text = formatText(report)
    expect(text).toContain('WITH change.cfg')
    expect(text).toContain('brings callhome-not-enabled-nxos')
    expect(text.replace(/\s+/g, ' ')).toContain('The device would be critical (now healthy)')
  })

  test('a check that passed and cannot be told any more: unknown', () => {
    const report = reportWith(device('xr-classic-direct'), ['no call-home'])
    expect(report.devices[0]?.what_if?.status).toBe('unknown')
    expect(exitCode(report)).toBe(3)
  })

  test('no configuration in the input: one sentence and the command', () => {
    const set = device('xe-dns-lookup-disabled')
    const captures = set.captures.filter(capture => !capture.command.startsWith('show running-config'))
    const report = reportWith({ ...set, captures }, ['ip domain lookup'])
    const problem =
      'nothing can be forecast: the input holds no running configuration of this IOS XE device; add the output of `show running-config`'
    expect(report.devices[0]?.what_if).toEqual({
      source: 'change.cfg',
      status: 'unknown',
      findings: [],
      problem,
    })
    expect(exitCode(report)).toBe(3)
    expect(formatText(report)).toContain('add the output of')
    expect(formatMarkdown(report)).toContain('### With change.cfg')
  })

  test('a configuration whose sections cannot be told', () => {
    const set = device('xe-dns-lookup-disabled')
    const captures = set.captures.map(one =>
      one.command === 'show running-config' ? { ...one, text: one.text.replace(/^ +/gm, '') } : one,
    )
    const what_if = deviceWhatIf({ ...set, captures }, rules, { source: 'a', lines: ['ip domain lookup'] })
    expect(what_if).toMatchObject({ status: 'unknown' })
    expect(what_if.problem).toContain('has lost its indentation')
  })

  test('an unknown platform', () => {
    const { problem } = deviceWhatIf({ name: 'x', platform: undefined, captures: [] }, rules, {
      source: 'a',
      lines: ['hostname b'],
    })
    expect(problem).toContain('give --platform')
  })

  test('secrets of the file are in no format', () => {
    const report = reportWith(device('xe-dns-lookup-disabled'), [
      'ip domain lookup',
      'username bob password geheim',
      'snmp-server community geheim',
      'frobnicate geheim',
      'geheim',
      'license smart register idtoken geheim',
      'no snmp-server community geheim2',
    ])
    expect(report.devices[0]?.what_if?.effect?.notes.length).toBeGreaterThan(3)
    for (const text of [JSON.stringify(report), formatText(report), formatMarkdown(report)])
      expect(text.includes('geheim')).toBe(false)
  })
})

test('the JSON report follows its schema, with a forecast and without', () => {
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(reportSchema)
  const set = device('nx-known-issue-1')
  const bare = { ...set, captures: set.captures.filter(one => !one.command.includes('running-config')) }
  for (const one of [set, bare]) {
    validate(JSON.parse(formatJson(reportWith(one, ['callhome', ' enable']))))
    expect(validate.errors).toBeNull()
  }
})

test('healthy devices that a change leaves alone stay in the table', () => {
  const [a] = reportWith(device('xe-classic-direct'), ['snmp-server contact x']).devices
  const broken = reportWith(device('nx-classic-direct'), ['callhome', ' no enable'])
  const [b] = broken.devices
  if (a === undefined || b === undefined) throw new Error('two devices')
  const text = formatText({ ...broken, devices: [a, b] })
  expect(text.match(/WITH change\.cfg/g)).toHaveLength(1)
})
