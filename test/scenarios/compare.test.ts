// smartlic compare: exit codes, formats, and every kind of input, through the built command line.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { buildWhenStale, root, smartlic } from './run.ts'

const broken = `leaf-1# show license all
Smart Licensing is ENABLED

Registration:
  Status: UNREGISTERED - REGISTRATION FAILED
  Export-Controlled Functionality: Not Allowed
  Initial Registration: FAILED on Nov 20 10:00:00 2026 UTC
    Failure reason: Fail to send out Call Home HTTP message

License Authorization:
  Status: EVAL MODE
  Evaluation Period Remaining: 60 days, 0 hours, 0 minutes, 0 seconds

leaf-1# show running-config callhome

!Command: show running-config callhome
!Time: Fri Nov 20 10:20:00 2026

version 9.3(5) Bios:version 07.68
callhome
  email-contact noc@example.net
  destination-profile CiscoTAC-1 transport-method http
  destination-profile CiscoTAC-1 index 1 http http://tools.cisco.com/its/service/oddce/services/DDCEService
  enable

leaf-1# show clock
10:30:00.123 UTC Fri Nov 20 2026
leaf-1#
`
const mended = broken
  .replace('1 http http://', '1 http https://')
  .replace('10:30:00.123', '11:45:00.456')
  .replace('60 days, 0 hours', '59 days, 22 hours')
const cut = broken.slice(0, broken.indexOf('leaf-1# show running-config callhome'))

beforeAll(buildWhenStale)

async function saved(text: string, name = 'run.json', more: readonly string[] = []): Promise<string> {
  let run = ''
  await smartlic({
    args: ['analyze', 'sw.txt', '-o', name, ...more],
    files: { 'sw.txt': text },
    after: dir => {
      run = readFileSync(join(dir, name), 'utf8')
    },
  })
  return run
}

describe('two files of output', () => {
  const files = {
    'a.txt': broken,
    'b.txt': mended,
    'cut.txt': cut,
    'other.txt': broken.replaceAll('leaf-1', 'leaf-2'),
  }
  const compare = (...args: readonly string[]) => smartlic({ args: ['compare', ...args], files })

  test('better: what is gone, the hop, the facts; no noise', async () => {
    const { stdout, stderr, code } = await compare('a.txt', 'b.txt')
    expect(code, stderr).toBe(0)
    expect(stdout).toMatch(/^✔ BETTER 1 cleared, 3 still there\n before {4}a\.txt \(judged now, 1 device\)/)
    expect(stdout).toContain('cleared   critical: Call Home sends to Cisco over plain HTTP')
    expect(stdout).toContain('path      url: broken → ok')
    expect(stdout.replace(/\s+/g, '')).toContain('DDCEService]:removed[showrunning-configcallhome]')
    expect(stdout).not.toContain('device_time')
    expect(stdout).not.toContain('remaining_days')
  })

  test('worse, the other way round', async () => {
    const { stdout, code } = await compare('b.txt', 'a.txt')
    expect(code).toBe(2)
    expect(stdout).toMatch(/^✖ WORSE, CRITICAL 1 appeared/)
  })

  test('the same', async () => {
    const { stdout, code } = await compare('a.txt', 'a.txt')
    expect(code).toBe(0)
    expect(stdout).toMatch(/^– NO CHANGE THAT COUNTS 4 still there/)
    expect(stdout).toContain('1 device without a difference')
  })

  test('what failed and is not in the second output is not cleared', async () => {
    const { stdout, code } = await compare('a.txt', 'cut.txt')
    expect(code).toBe(3)
    expect(stdout).toMatch(/^\? CANNOT BE TOLD/)
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'callhome-http-url failed before and cannot be decided afterwards',
    )
  })

  test('a password in a URL is shown in no form', async () => {
    const url = (password: string, host: string): string =>
      `sw9#show running-config\nversion 17.9\nhostname sw9\ncall-home\n profile "CiscoTAC-1"\n  destination address http https://bob:${password}@${host}/its/service/oddce/services/DDCEService\nsw9#\n`
    for (const format of ['text', 'json', 'markdown']) {
      const { stdout } = await smartlic({
        args: ['compare', 'a.txt', 'b.txt', '-v', '-f', format, '--platform', 'ios-xe'],
        files: { 'a.txt': url('S3cretPw1', 'a.example'), 'b.txt': url('S3cretPw2', 'b.example') },
      })
      expect(stdout).toContain('b.example')
      expect(stdout).not.toContain('S3cretPw')
    }
  })

  test('no device in common', async () => {
    const { stdout, stderr, code } = await compare('a.txt', 'other.txt')
    expect(code).toBe(3)
    expect(stdout).toBe('')
    expect(stderr).toContain('a.txt (leaf-1) and other.txt (leaf-2) have no device in common')
  })

  test('JSON follows its published schema, Markdown is by the file name', async () => {
    let markdown = ''
    const { stdout } = await compare('a.txt', 'b.txt', '--format', 'json')
    const schema = JSON.parse(readFileSync(join(root, 'dist/schemas/comparison.schema.json'), 'utf8'))
    const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema)
    validate(JSON.parse(stdout))
    expect(validate.errors).toBeNull()
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'smartlic.comparison/v1',
      verdict: 'better',
      before: { source: 'a.txt', kind: 'output' },
    })
    const result = await smartlic({
      args: ['compare', 'a.txt', 'b.txt', '-o', 'out.md'],
      files,
      after: dir => {
        markdown = readFileSync(join(dir, 'out.md'), 'utf8')
      },
    })
    expect([result.code, result.stdout]).toEqual([0, ''])
    expect(markdown).toContain('## leaf-1: better, critical to critical')
  })
})

describe('saved runs', () => {
  test('two of them, JSON and NDJSON, and one beside output', async () => {
    const [before, after] = [await saved(broken), await saved(mended, 'run.ndjson')]
    const files = { 'before.json': before, 'after.ndjson': after, 'after.txt': mended }
    const runs = await smartlic({ args: ['compare', 'before.json', 'after.ndjson'], files })
    expect(runs.code, runs.stderr).toBe(0)
    expect(runs.stdout.replace(/\s+/g, ' ')).toContain('after.ndjson does not say which version judged')
    expect(runs.stdout).not.toContain(' facts ')
    const mixed = await smartlic({ args: ['compare', 'before.json', 'after.txt'], files })
    expect(mixed.code, mixed.stderr).toBe(0)
    expect(mixed.stdout).toContain('✔ BETTER')
    const piped = await smartlic({ args: ['compare', 'before.json', '-'], files, stdin: mended })
    expect(piped.code, piped.stderr).toBe(0)
  })

  test('other versions, other thresholds and other rules are told', async () => {
    const before = await saved(broken, 'run.json', ['--warn-days', '60'])
    const old = before
      .replace(/"version": "[^"]*"/, '"version": "0.0.1"')
      .replaceAll('comm-failure-unexplained', 'site-rule')
    const { stdout, code } = await smartlic({
      args: ['compare', 'old.json', 'new.txt'],
      files: { 'old.json': old, 'new.txt': mended },
    })
    const said = stdout.replace(/\s+/g, ' ')
    expect(said).toContain('old.json was judged by version 0.0.1, new.txt by')
    expect(said).toContain('differences may come from the rules')
    expect(said).toContain('the runs have other days of warning')
    expect(said).toContain('rule site-rule is none of those in use now')
    expect(code).not.toBe(3)
  })

  test('devices of one run only are named and change nothing', async () => {
    const both = broken + broken.replaceAll('leaf-1', 'leaf-2')
    const { stdout, code } = await smartlic({
      args: ['compare', 'both.txt', 'one.txt'],
      files: { 'both.txt': both, 'one.txt': broken },
    })
    expect(code).toBe(0)
    expect(stdout).toContain('only before: leaf-2 (critical)')
  })
})

test.each([
  ['nothing to compare with', ['compare', 'a.txt'], 'after is missing'],
  ['no such file', ['compare', 'a.txt', 'none'], 'none does not exist'],
  ['a damaged run', ['compare', 'a.txt', 'bad.json'], 'bad.json is no smartlic.report/v1'],
  ['standard input twice', ['compare', '-', '-'], 'both runs cannot come from standard input'],
  ['a format of reports', ['compare', 'a.txt', 'a.txt', '-f', 'html'], 'text, json, markdown'],
])('%s: exit 3', async (_name, args, said) => {
  const files = { 'a.txt': broken, 'bad.json': '{"schema":"smartlic.report/v1","devices":[]}' }
  const { stdout, stderr, code } = await smartlic({ args, files })
  expect(code).toBe(3)
  expect(stdout).toBe('')
  expect(stderr.toLowerCase()).toContain(said)
})
