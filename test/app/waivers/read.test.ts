// Waiver files: what they may hold, and what is said of a mistake.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { afterAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { readWaivers, waiversIn } from '../../../src/app/waivers/read.ts'
import { waiversSchema } from '../../../src/app/waivers/schema.ts'

const rules = new Set(['ntp-missing', 'callhome-http-url'])
const good = `waivers:
  - rule: ntp-missing
    device: lab-*
    reason: no time server in the lab
    owner: noc@example.net
    expires: 2027-01-31
`
const dir = mkdtempSync(join(tmpdir(), 'smartlic-waivers-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

function file(name: string, text: string): string {
  const path = join(dir, name)
  writeFileSync(path, text)
  return path
}

test('a waiver with its place', () => {
  const { waivers, problems } = waiversIn('w.yaml', `# ours\n${good}`, rules)
  expect(problems).toEqual([])
  expect(waivers).toEqual([
    {
      rule: 'ntp-missing',
      device: 'lab-*',
      reason: 'no time server in the lab',
      owner: 'noc@example.net',
      expires: '2027-01-31',
      file: 'w.yaml',
      line: 3,
      text: '- rule: ntp-missing',
    },
  ])
})

test('several files, a byte order mark, and the last day of February', async () => {
  const one = file('one.yaml', `\ufeff${good}`)
  const two = file('two.yaml', good.replace('2027-01-31', '2028-02-29'))
  const read = await readWaivers([one, two], rules)
  expect(read.map(({ expires }) => expires)).toEqual(['2027-01-31', '2028-02-29'])
})

describe('mistakes are told with line and next step', () => {
  const without = (key: string): string => good.replace(new RegExp(`^.*${key}:.*\\n`, 'm'), '')
  test.each([
    ['no owner', without('owner'), 'w.yaml:2: waivers.0.owner is missing; add it'],
    ['no reason', without('reason'), 'w.yaml:2: waivers.0.reason is missing; add it'],
    ['no end', without('expires'), 'w.yaml:2: waivers.0.expires is missing; add it'],
    ['no device', without('device'), 'w.yaml:2: waivers.0.device is missing; add it'],
    ['an empty owner', good.replace('noc@example.net', '" "'), 'w.yaml:5: waivers.0.owner must not be empty'],
    [
      'a misspelt key',
      `${good}    elment: x\n`,
      'w.yaml:7: waivers.0.elment no such field (did you mean element?)',
    ],
    [
      'a misspelt rule',
      good.replace('ntp-missing', 'ntp-mising'),
      'w.yaml:2: waivers.0.rule names no rule: ntp-mising (did you mean ntp-missing?)',
    ],
    [
      'the rule of expired waivers',
      good.replace('ntp-missing', 'waiver-expired'),
      'w.yaml:2: waivers.0.rule cannot be waiver-expired: give the expired waiver a new date',
    ],
    [
      'no date',
      good.replace('2027-01-31', 'soon'),
      'w.yaml:6: waivers.0.expires is no date; write YYYY-MM-DD',
    ],
    [
      'a number',
      good.replace('2027-01-31', '20270131'),
      'w.yaml:6: waivers.0.expires is no date; write YYYY-MM-DD',
    ],
    [
      'no such day',
      good.replace('01-31', '02-30'),
      'w.yaml:6: waivers.0.expires is no day of the calendar: 2027-02-30',
    ],
    ['a group without a name', good.replace('lab-*', "'group:'"), 'w.yaml:3: waivers.0.device names nothing'],
    [
      'an endless pattern',
      good.replace('lab-*', 'x'.repeat(301)),
      'w.yaml:3: waivers.0.device is longer than 300',
    ],
    [
      'a key twice',
      good.replace('owner:', 'reason:'),
      'w.yaml:5: is no readable YAML: the key reason is there twice',
    ],
    ['no list', 'rule: x\n', 'w.yaml:1: waivers is missing; add it'],
    ['text', 'hello\n', 'w.yaml:1: the file holds no waivers: begin with'],
    ['nothing', '', 'w.yaml:1: the file holds no waivers: begin with'],
    ['an empty list', 'waivers: []\n', 'w.yaml:1: waivers must not be empty'],
    ['no YAML', 'waivers: [\n', 'w.yaml:'],
    ['an alias', 'waivers: &a\n  - *a\n', 'w.yaml: '],
    ['nested too deep', `waivers: ${'['.repeat(1_000)}`, 'w.yaml:1: nested too deep'],
    ['too much', `${good}#${' '.repeat(70_000)}`, 'w.yaml: the file is larger than 64 KB; split it'],
  ])('%s', (_name, text, said) => {
    const { waivers, problems } = waiversIn('w.yaml', text, rules)
    expect(waivers.length === 0 || problems.length > 0).toBe(true)
    expect(problems.join('\n')).toContain(said)
  })

  test('all of them at once, of all files', async () => {
    const one = file('a.yaml', without('owner'))
    const two = file('b.yaml', without('reason').replace('ntp-missing', 'nothing-like-it'))
    await expect(readWaivers([one, two], rules)).rejects.toThrow(
      /mend them, or leave --waivers out\n {2}.*a\.yaml:2: waivers\.0\.owner.*\n {2}.*b\.yaml:2: waivers\.0\.reason/,
    )
  })

  test.each([
    ['a file that is not there', 'none.yaml', /cannot read the waivers .*none\.yaml: there is no such file/],
    ['a directory', '', /cannot read the waivers .*: it is a directory/],
  ])('%s', async (_name, path, said) => {
    await expect(readWaivers([join(dir, path)], rules)).rejects.toThrow(said)
  })

  test('a file larger than memory should hold', async () => {
    await expect(readWaivers([file('huge.yaml', 'x'.repeat(400_000))], rules)).rejects.toThrow(
      /larger than 64 KB/,
    )
  })
})

test('the published schema takes what the reader takes', () => {
  const validate = new Ajv2020({ strict: true }).compile(waiversSchema)
  expect(validate(parse(good))).toBe(true)
  expect(validate(parse(good.replace('    owner: noc@example.net\n', '')))).toBe(false)
  expect(validate(parse(good.replace('2027-01-31', 'soon')))).toBe(false)
})
